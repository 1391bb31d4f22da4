from __future__ import annotations

import pytest
from pants.engine.addresses import Address

from terrapants.hcl.file_references import FileReference
from terrapants.hcl.position import Position
from terrapants.terraform.input_files import (
    inputs_address,
    json_address,
    mocks_address,
    nearest_module,
    reference_address,
    repository_references,
    split_reference,
)


def reference(path: str, *, is_glob: bool = False) -> FileReference:
    return FileReference(path, "file", Position("main.tf", 1, 1), is_glob=is_glob)


@pytest.mark.parametrize(
    ("path", "directory", "rest"),
    [
        ("infra/s3/policy.json", "infra/s3", "policy.json"),
        ("policy.json", "", "policy.json"),
        ("infra/s3/files/**/*.json", "infra/s3/files", "**/*.json"),
        ("infra/s3/*/a.json", "infra/s3", "*/a.json"),
        ("infra/{a,b}/c.json", "infra", "{a,b}/c.json"),
        ("infra/[ab]/c?.json", "infra", "[ab]/c?.json"),
        ("*.json", "", "*.json"),
    ],
)
def test_a_reference_is_split_before_its_first_wildcard(
    path: str, directory: str, rest: str
) -> None:
    assert split_reference(path) == (directory, rest)


def test_the_address_of_a_plain_file_is_readable() -> None:
    address = reference_address("infra/s3/policy.json.tftpl")
    assert address == Address("infra/s3", target_name="terraform-file-policy.json.tftpl")


def test_the_address_of_a_name_that_pants_refuses_is_made_safe_and_stays_unique() -> None:
    names = ["a b.json", "a+b.json", "*.json", "**/*.json", "@.json", "a#b.json", "a:b.json"]
    addresses = {reference_address(f"infra/{name}") for name in names}
    assert len(addresses) == len(names)
    assert {address.spec_path for address in addresses} == {"infra"}


def test_the_addresses_of_a_directory_differ() -> None:
    addresses = {
        inputs_address("m"),
        mocks_address("m"),
        json_address("m"),
        reference_address("m/x"),
    }
    assert len(addresses) == 4
    assert {address.spec_path for address in addresses} == {"m"}


def test_references_are_relative_to_the_build_root_sorted_and_unique() -> None:
    found = repository_references(
        "infra/s3",
        [
            reference("z.json"),
            reference("policies/a.json"),
            reference("../shared/b.json"),
            reference("policies/../policies/a.json"),
        ],
    )
    assert found == ("infra/s3/policies/a.json", "infra/s3/z.json", "infra/shared/b.json")


@pytest.mark.parametrize(
    "path",
    ["../../../etc/passwd", "../../..", "/etc/passwd", "main.tf", "../.."],
    ids=["outside", "parent of the root", "absolute", "configuration", "the root itself"],
)
def test_what_is_no_file_of_the_repository_is_left_out(path: str) -> None:
    assert repository_references("infra/s3", [reference(path)]) == ()


def test_a_module_in_the_root() -> None:
    found = repository_references("", [reference("a.json"), reference("../b.json")])
    assert found == ("a.json",)


def test_a_name_that_begins_with_dots_is_within_the_repository() -> None:
    assert repository_references("", [reference("..a/b.json")]) == ("..a/b.json",)


@pytest.mark.parametrize(
    ("directory", "nearest"),
    [
        ("infra/s3", "infra/s3"),
        ("infra/s3/tests", "infra/s3"),
        ("infra/s3/tests/unit/deep", "infra/s3"),
        ("infra/s3-extra/tests", "infra"),
        ("other", None),
        ("", None),
    ],
)
def test_the_nearest_module_upwards(directory: str, nearest: str | None) -> None:
    assert nearest_module(directory, {"infra", "infra/s3"}) == nearest


def test_a_module_in_the_root_is_above_all() -> None:
    assert nearest_module("a/b", {""}) == ""
    assert nearest_module("", {""}) == ""
