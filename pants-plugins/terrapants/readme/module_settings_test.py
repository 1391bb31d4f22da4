from __future__ import annotations

from terrapants.findings.finding import render
from terrapants.readme.docs_settings import DocsSettings
from terrapants.readme.module_settings import choose_settings

NAME = ".terraform-docs.yml"
RECURSIVE = "recursive:\n  enabled: true\n  path: parts\nsettings:\n  anchor: false\n"


def indent(number: int) -> str:
    return f"settings:\n  indent: {number}\n"


def test_without_a_file() -> None:
    assert choose_settings("a/b", {}).settings == DocsSettings()


def test_the_nearest_place_counts() -> None:
    files = {
        f"a/{NAME}": indent(1),
        f"a/.config/{NAME}": indent(3),
        NAME: indent(4),
        f".config/{NAME}": indent(5),
    }
    found = []
    while files:
        found.append(choose_settings("a", files).settings.indent)
        del files[next(iter(files))]
    assert found == [1, 3, 4, 5]


def test_a_directory_above_counts_only_with_recursive() -> None:
    assert choose_settings("a/parts/b", {f"a/{NAME}": indent(3)}).settings.indent == 2
    files = {f"a/{NAME}": RECURSIVE}
    assert not choose_settings("a/parts/b", files).settings.anchor
    assert not choose_settings("a/parts/b/c", files).settings.anchor
    assert choose_settings("a/other", files).settings.anchor
    assert choose_settings("a/parts", files).settings.anchor


def test_own_settings_add_to_recursive_ones() -> None:
    files = {f"a/{NAME}": RECURSIVE, f"a/parts/b/{NAME}": indent(3)}
    settings = choose_settings("a/parts/b", files).settings
    assert (settings.indent, settings.anchor) == (3, False)


def test_what_recursive_leaves_out() -> None:
    files = {
        f"a/{NAME}": f"{RECURSIVE}".replace(
            "parts\n", "parts\n  exclude: [old]\n  include-main: false\n"
        )
    }
    assert not choose_settings("a/parts/old", files).settings.generates
    assert not choose_settings("a/parts/.hidden", files).settings.generates
    assert not choose_settings("a", files).settings.generates
    assert choose_settings("a/parts/new", files).settings.generates


def test_another_name() -> None:
    files = {"a/.config/docs.yml": indent(3)}
    assert choose_settings("a", files, "docs.yml").settings.indent == 3


def test_warnings_and_errors() -> None:
    found = choose_settings("a", {NAME: "version: 1\nplugins: x\n"})
    assert found.warnings == (f"{NAME}: not supported and without effect here: version, plugins.",)
    assert render(choose_settings("a", {NAME: "sort: 1\n"}).errors) == (
        f"{NAME}: error: sort: found 1, expected names with values [readme-settings]"
    )
    assert render(choose_settings("a", {NAME: "a: [1\n"}).errors).startswith(
        f"{NAME}:2: error: found "
    )
