from __future__ import annotations

from typing import Optional

import pytest

from terrapants.hcl.remote_sources import GitRevision, Pinned, RemoteSource, is_remote_source

COMMIT = "0123456789abcdef0123456789abcdef01234567"
GIT = "git::https://example.com/m.git"


@pytest.mark.parametrize(
    ("source", "version", "pinned"),
    [
        ("acme/vpc/aws", "1.2.3", Pinned.YES),
        ("acme/vpc/aws", "= 1.2.3", Pinned.YES),
        ("acme/vpc/aws", " v1.2.3-rc.1+a ", Pinned.YES),
        ("example.com:8443/acme/vpc/aws//modules/x", "1.2", Pinned.YES),
        ("acme/vpc/aws", None, Pinned.NO),
        ("acme/vpc/aws", "", Pinned.NO),
        ("acme/vpc/aws", "~> 1.2.3", Pinned.NO),
        ("acme/vpc/aws", ">= 1.2.3", Pinned.NO),
        ("acme/vpc/aws", "!= 1.2.3", Pinned.NO),
        ("acme/vpc/aws", "1.2.3, != 1.2.4", Pinned.NO),
        (f"{GIT}?ref={COMMIT}", None, Pinned.YES),
        (f"{GIT}//sub?depth=1&ref={COMMIT.upper()}", None, Pinned.YES),
        (f"github.com/acme/m?ref={COMMIT}", None, Pinned.YES),
        (f"git@example.com:acme/m.git?ref={COMMIT}", None, Pinned.YES),
        (f"{GIT}?ref={COMMIT[:12]}", None, Pinned.GIT_DECIDES),
        (f"{GIT}?ref=v1.2.3", None, Pinned.GIT_DECIDES),
        (f"{GIT}?ref=main", None, Pinned.GIT_DECIDES),
        (GIT, None, Pinned.NO),
        (f"{GIT}?ref=", None, Pinned.NO),
        (f"hg::https://example.com/m?rev={COMMIT}", None, Pinned.YES),
        ("hg::https://example.com/m?rev=v1", None, Pinned.NO),
        ("https://example.com/m-1.2.3.zip", None, Pinned.NO),
        # Not git for Terraform, which asks the server what it is.
        (f"https://example.com/m.git?ref={COMMIT}", None, Pinned.NO),
        ("https://example.com/m.zip?checksum=sha256:ab", None, Pinned.YES),
        ("https://example.com/m.zip?checksum=file:https://example.com/SUMS", None, Pinned.NO),
        ("s3::https://s3.amazonaws.com/bucket/m.zip", None, Pinned.NO),
    ],
)
def test_pinned(source: str, version: Optional[str], pinned: Pinned) -> None:
    assert RemoteSource(source, version).pinned is pinned


@pytest.mark.parametrize(
    ("source", "package"),
    [
        (f"{GIT}//a/b?ref=v1", f"{GIT}?ref=v1"),
        (f"{GIT}?ref=v1", f"{GIT}?ref=v1"),
        (f"{GIT}?ref=feature//x", f"{GIT}?ref=feature//x"),
        ("acme/vpc/aws//modules/x", "acme/vpc/aws"),
    ],
)
def test_package(source: str, package: str) -> None:
    assert RemoteSource(source).package == package


@pytest.mark.parametrize(
    ("name", "branch", "tags", "fixed"),
    [
        ("v1", "", ("v1",), True),
        ("refs/tags/v1", "", ("v0", "v1"), True),
        ("tags/v1", "", ("v1",), True),
        ("v1", "v1", ("v1",), False),
        ("v1", "", ("v2",), False),
        (COMMIT[:7], "", (), True),
        (COMMIT[:7].upper(), "", (), True),
        (COMMIT[:6], "", (), False),
        ("origin/main", "", ("v1",), False),
        ("main", "main", ("v1",), False),
    ],
)
def test_revision(name: str, branch: str, tags: tuple[str, ...], fixed: bool) -> None:
    assert GitRevision(COMMIT, branch, tags).is_fixed(name) is fixed


@pytest.mark.parametrize(
    ("source", "is_remote"),
    [
        (GIT, True),
        ("git::file:///srv/m", True),
        ("acme/vpc/aws", True),
        ("./vpc", False),
        ("..", False),
        ("/srv/m", False),
        ("file:///srv/m.zip", False),
        ("~/m", False),
        ("", False),
        ("git::https://example.com/${var.m}", False),
    ],
)
def test_is_remote_source(source: str, is_remote: bool) -> None:
    assert is_remote_source(source) is is_remote


@pytest.mark.parametrize(
    ("source", "caller", "sentence"),
    [
        (
            RemoteSource("acme/vpc/aws", "~> 1.0"),
            "",
            (
                'The module acme/vpc/aws has the version constraint "~> 1.0", so it is fetched '
                "again in each run; with an exact version it would be fetched once."
            ),
        ),
        (
            RemoteSource(f"{GIT}?ref=main"),
            "acme/vpc/aws",
            (
                f"The module {GIT}?ref=main, which acme/vpc/aws calls, has a `ref`, main, that is "
                "neither a tag nor a commit, so it is fetched again in each run; with a tag or a "
                "commit as `?ref=` it would be fetched once."
            ),
        ),
        (
            RemoteSource("hg::https://example.com/m"),
            "",
            (
                "The module hg::https://example.com/m has no full changeset ID as `?rev=`, so it "
                "is fetched again in each run; with one it would be fetched once."
            ),
        ),
    ],
)
def test_why_fetched_again(source: RemoteSource, caller: str, sentence: str) -> None:
    assert source.why_fetched_again(caller) == sentence
