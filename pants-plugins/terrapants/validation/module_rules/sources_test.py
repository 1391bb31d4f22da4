from __future__ import annotations

import pytest

from terrapants.hcl.paths import is_registry_source
from terrapants.validation.module_rules.testutil import findings

PINNED = "terraform-pinned-source"
LOCAL = "terraform-local-module"
SHA = "0123456789abcdef0123456789abcdef01234567"
GIT = "is not pinned: it needs ?ref= with a tag or commit"
MOVES = "is pinned to the branch {}, which moves: it needs ?ref= with a tag or commit"
NO_VERSION = "has no version in its address, so it may change"


def problem(source: str, more: str = "") -> str:
    text = f'module "m" {{\n  source = "{source}"\n  {more}\n}}\n'
    return "".join(each.message for each in findings({"a.tf": text}, PINNED))


@pytest.mark.parametrize(
    "source",
    [
        "./m",
        "../m",
        "/opt/m",
        "git::https://example.com/m.git?ref=v1.2.0",
        f"git::ssh://git@example.com/m.git//sub?ref={SHA}",
        "github.com/acme/m?ref=v1",
        "git@github.com:acme/m.git?ref=1.0.0&depth=1",
        "bitbucket.org/acme/m?ref=release-3",
        "git::https://example.com/m?depth=1&ref=feature/x",
        "hg::https://example.com/m?rev=1.2",
        "https://example.com/m-1.2.0.zip",
        f"https://example.com/m/{SHA}.zip",
        "https://example.com/m.zip?checksum=sha256:abc",
        "s3::https://s3.example.com/bucket/m-v2.1.zip",
        "s3::https://s3.example.com/bucket/m.zip?versionId=x",
        "gcs::https://storage.example.com/modules/m/1.0.zip",
        "https://example.com/m-${var.version}.zip",
    ],
)
def test_pinned(source: str) -> None:
    assert problem(source) == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("git::https://example.com/m.git", GIT),
        ("git::https://example.com/m-1.0.git", GIT),
        ("git::https://example.com/m.git?depth=1", GIT),
        ("git::https://example.com/m.git?ref=", GIT),
        ("https://example.com/m.git", GIT),
        ("github.com/acme/m", GIT),
        ("git@github.com:acme/m.git", GIT),
        ("github.com/acme/m?ref=main", MOVES.format("main")),
        ("github.com/acme/m?ref=Master", MOVES.format("Master")),
        ("github.com/acme/m?ref=HEAD", MOVES.format("HEAD")),
        ("github.com/acme/m?ref=refs/heads/x", MOVES.format("refs/heads/x")),
        ("hg::https://example.com/m", "is not pinned: it needs ?rev= with a tag or changeset"),
        ("https://example.com/m.zip", NO_VERSION),
        ("https://10.0.0.1/m.zip", NO_VERSION),
        ("s3::https://s3.example.com/bucket/m.zip", NO_VERSION),
    ],
)
def test_not_pinned(source: str, expected: str) -> None:
    assert problem(source) == f'the source of module "m" {expected}'


def test_registries() -> None:
    for source in ("acme/m/aws", "acme/m/aws//modules/x", "modules.example.com/acme/m/aws"):
        assert problem(source) == (
            'the source of module "m" is in a registry, but the call has no version'
        )
        assert problem(source, 'version = "~> 1.0"') == ""


@pytest.mark.parametrize(
    "source", ["github.com/acme/m", "github.com/acme/m/aws", "a/b", "./a/b/c", "a.b/c/d", "a/b/c/d"]
)
def test_what_is_no_registry(source: str) -> None:
    assert not is_registry_source(source)


def local(source: str, *directories: str, directory: str = "infra/m") -> list[str]:
    changes = {"a.tf": f'module "m" {{\n  source = "{source}"\n}}\n'}
    found = findings(changes, LOCAL, module_directories=directories, directory=directory)
    return [each.message for each in found]


def test_local_modules_that_are_there() -> None:
    assert local("./x y", "infra/m/x y") == []
    assert local("../n", "infra/n") == []
    assert local("../", "", directory="m") == []
    assert local("acme/m/aws") == []


def test_local_modules_that_are_not_there() -> None:
    (found,) = local("../n")
    assert found == (
        'the source of module "m", ../n, has no Terraform configuration: there is no *.tf file in '
        "infra/n"
    )
    (found,) = local("../", directory="m")
    assert found.endswith("there is no *.tf file in the root directory")
    assert local("../../../n") == [
        'the source of module "m", ../../../n, is outside the repository'
    ]
    assert local("/opt/m") == [
        'the source of module "m", /opt/m, is an absolute path: other machines do not have it'
    ]


def test_the_modules_that_runs_load() -> None:
    text = 'run "a" {\n  module {\n    source = "./tests/setup"\n  }\n}\n'
    (found,) = findings({"tests/a.tftest.hcl": text}, LOCAL)
    assert found.position == "infra/m/tests/a.tftest.hcl:1:1"
    assert found.message == (
        'the source of run "a", ./tests/setup, has no Terraform configuration: there is no *.tf '
        "file in infra/m/tests/setup"
    )
    there = ("infra/m/tests/setup",)
    assert findings({"tests/a.tftest.hcl": text}, LOCAL, module_directories=there) == ()
