from __future__ import annotations

import pytest

from terrapants.terraform.file_names import nearest_module


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
