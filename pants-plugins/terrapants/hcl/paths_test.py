from __future__ import annotations

import pytest

from terrapants.hcl.paths import (
    is_local_source,
    is_override,
    join_path,
    normalise,
    resolve_local,
)


@pytest.mark.parametrize("source", ["./a", "../a", "./", "../", "./a//b", ".", "..", "..\\a"])
def test_local_sources(source: str) -> None:
    assert is_local_source(source)


@pytest.mark.parametrize(
    "source",
    [
        "terraform-aws-modules/vpc/aws",
        "app.terraform.io/example/vpc/aws",
        "git::https://example.com/vpc.git?ref=v1",
        "git::file:///srv/modules.git//vpc",
        "github.com/example/vpc",
        "s3::https://s3.example.com/modules/vpc.zip",
        "/srv/modules/vpc",
        "modules/vpc",
        ".hidden/vpc",
        "...",
        "",
    ],
)
def test_sources_that_are_not_local(source: str) -> None:
    assert not is_local_source(source)
    assert resolve_local("infra/a", source) is None


@pytest.mark.parametrize(
    ("directory", "source", "expected"),
    [
        ("infra/a", "./b", "infra/a/b"),
        ("infra/a", "../b", "infra/b"),
        ("infra/a", "../../b/", "b"),
        ("infra/a", "../..", ""),
        ("infra/a", "./", "infra/a"),
        ("infra/a", "./b//c/../d", "infra/a/b/d"),
        ("infra/a", "..\\b", "infra/b"),
        ("", "./b", "b"),
        ("", "./", ""),
        (".", "./b", "b"),
        ("infra/a", "../..b", "infra/..b"),
    ],
)
def test_resolve_local(directory: str, source: str, expected: str) -> None:
    assert resolve_local(directory, source) == expected


@pytest.mark.parametrize(
    ("directory", "source"), [("infra/a", "../../../b"), ("", "../b"), ("", ".."), ("a", "../..")]
)
def test_a_source_that_leaves_the_repository_is_local_but_not_resolved(
    directory: str, source: str
) -> None:
    assert is_local_source(source)
    assert resolve_local(directory, source) is None


def test_join_path_needs_no_prefix() -> None:
    assert join_path("infra/a", "tests/mocks") == "infra/a/tests/mocks"
    assert join_path("infra/a", "../mocks") == "infra/mocks"
    assert join_path("infra/a", "/srv/mocks") is None
    assert join_path("infra/a", "../../../mocks") is None


def test_normalise() -> None:
    assert normalise("./a//b/../c/") == "a/c"
    assert normalise("./") == "."
    assert normalise("../a/../../b") == "../../b"
    assert normalise("//a") == "/a"


def test_override_files() -> None:
    assert is_override("override.tf")
    assert is_override("x/override.tf.json")
    assert is_override("a_override.tf")
    assert not is_override("x/overrides.tf")
    assert not is_override("override/main.tf")
