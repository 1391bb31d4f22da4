from __future__ import annotations

from terrapants.terraform.globs import literal_glob, may_have_targets


def test_the_glob_of_a_path() -> None:
    assert literal_glob("a b/c.tf") == "a b/c.tf"
    assert literal_glob("a[1]*?.tf") == "a[[]1][*][?].tf"


def test_a_directory_named_like_a_build_file_has_no_targets() -> None:
    assert may_have_targets("a/BUILDER/b")
    assert not may_have_targets("a/BUILD.d")
