from __future__ import annotations

import pytest

from terrapants.terraform.module_manifest import (
    InstalledModule,
    key_of_tests,
    local_address,
    manifest,
    read_manifest,
)


def test_manifest_is_read_as_it_is_written() -> None:
    modules = (
        InstalledModule("a", "./a", "a"),
        InstalledModule("b", "acme/b/local", ".terraform/modules/b", "1.0.0"),
    )
    assert tuple(read_manifest(manifest(modules).decode())) == modules
    assert [each.is_remote for each in modules] == [False, True]


@pytest.mark.parametrize(
    ("key", "is_within"), [("a.b", True), ("a.b.c", True), ("a", False), ("a.bc", False)]
)
def test_is_within(key: str, is_within: bool) -> None:
    assert InstalledModule(key, "", "").is_within(["x", "a.b"]) is is_within


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("./a//b/", "./a/b"),
        ("./a/../b", "./b"),
        ("../a", "../a"),
        (".\\a", "./a"),
        # Terraform's own oddity.
        ("./..", "./.."),
        ("./", "./."),
    ],
)
def test_local_address(source: str, address: str) -> None:
    assert local_address(source) == address


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("tests/a.tftest.hcl", "test.tests.a"),
        ("a b.tftest.hcl", "test.a b"),
        ("tests/unit/a.tftest.json", "test.tests.unit.a.tftest.json"),
    ],
)
def test_key_of_tests(path: str, key: str) -> None:
    assert key_of_tests(path) == key
