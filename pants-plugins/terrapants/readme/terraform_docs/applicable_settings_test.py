from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.applicable_settings import (
    applicable_settings,
    possible_settings_files,
)
from terrapants.readme.terraform_docs.settings import DocsSettings, SettingsError

NAME = ".terraform-docs.yml"
RECURSIVE = "recursive:\n  enabled: true\n  path: parts\nsettings:\n  anchor: false\n"


def settings_of(directory: str, files: dict[str, str]) -> DocsSettings:
    return applicable_settings(directory, files, NAME).settings


def indent(number: int) -> str:
    return f"settings:\n  indent: {number}\n"


def test_without_a_file() -> None:
    assert settings_of("a/b", {}) == DocsSettings()


def test_the_nearest_place_counts() -> None:
    files = {
        f"a/{NAME}": indent(1),
        f"a/.config/{NAME}": indent(3),
        NAME: indent(4),
        f".config/{NAME}": indent(5),
    }
    found = []
    while files:
        found.append(settings_of("a", files).indent)
        del files[next(iter(files))]
    assert found == [1, 3, 4, 5]


def test_a_directory_above_counts_only_with_recursive() -> None:
    assert settings_of("a/parts/b", {f"a/{NAME}": indent(3)}).indent == 2
    files = {f"a/{NAME}": RECURSIVE}
    assert not settings_of("a/parts/b", files).anchor
    assert not settings_of("a/parts/b/c", files).anchor
    assert settings_of("a/other", files).anchor
    assert settings_of("a/parts", files).anchor


def test_own_settings_add_to_recursive_ones() -> None:
    files = {f"a/{NAME}": RECURSIVE, f"a/parts/b/{NAME}": indent(3)}
    settings = settings_of("a/parts/b", files)
    assert (settings.indent, settings.anchor) == (3, False)


def test_what_recursive_leaves_out() -> None:
    files = {
        f"a/{NAME}": f"{RECURSIVE}".replace(
            "parts\n", "parts\n  exclude: [old]\n  include-main: false\n"
        )
    }
    assert not settings_of("a/parts/old", files).generates
    assert not settings_of("a/parts/.hidden", files).generates
    assert not settings_of("a", files).generates
    assert settings_of("a/parts/new", files).generates


def test_another_name() -> None:
    files = {"a/.config/docs.yml": indent(3)}
    assert applicable_settings("a", files, "docs.yml").settings.indent == 3


def test_possible_files() -> None:
    assert possible_settings_files("a/b", "x") == (
        *("x", ".config/x"),
        *("a/x", "a/.config/x"),
        *("a/b/x", "a/b/.config/x"),
    )
    assert possible_settings_files("", "x") == ("x", ".config/x")


def test_warnings_and_errors() -> None:
    found = applicable_settings("a", {NAME: "version: 1\nplugins: x\n"}, NAME)
    assert found.warnings == (f"{NAME}: not supported and without effect here: version, plugins.",)
    with pytest.raises(SettingsError) as caught:
        settings_of("a", {NAME: "a: [1\n"})
    assert (caught.value.path, caught.value.line) == (NAME, 2)
