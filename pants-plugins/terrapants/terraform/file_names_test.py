from __future__ import annotations

import pytest

from terrapants.terraform.file_names import is_usable, nearest_module


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


def test_names_that_are_none() -> None:
    good = ["*.json", "[ab]?.txt", "{x}", "~"]
    bad = ["", "../x", "/a/b.json", "a/*.json", "!x", "a[", "**x"]
    assert list(filter(is_usable, [*good, *bad])) == good
