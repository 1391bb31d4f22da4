from __future__ import annotations

import pytest

from terrapants.hcl.file_references import FileReference
from terrapants.hcl.position import Position
from terrapants.terraform.file_owners import repository_references


def reference(path: str) -> FileReference:
    return FileReference(path, "file", Position("main.tf", 1, 1))


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
