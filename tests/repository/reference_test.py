"""docs/reference/ is what the suite says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
import write

ROOT = next(path for path in Path(__file__).parents if (path / "pants.toml").is_file())
PAGES = write.pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_up_to_date(name: str) -> None:
    path = ROOT / write.DIRECTORY / name
    assert path.is_file() and path.read_text() == PAGES[name], f"Run `{write.COMMAND}`."


def test_nothing_else_is_in_its_directory() -> None:
    assert {path.name for path in (ROOT / write.DIRECTORY).iterdir()} == PAGES.keys()


def test_it_has_what_the_suite_defines() -> None:
    for name, text in {
        "goals.md": "## `tf-test`",
        "options.md": "### `[terraform-rules].levels`",
        "targets.md": "### `skip_terraform_test`",
        "rules.md": "| [`terraform-naming`](../writing/rules.md#terraform-naming) | warning |",
    }.items():
        assert text in PAGES[name]
    # Texts of Pants differ from release to release.
    assert "pantsbuild.org" not in "".join(PAGES.values())
