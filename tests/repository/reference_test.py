"""docs/reference/ is what the suite says of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import suite
import write_reference

ROOT = next(path for path in Path(__file__).parents if (path / "pants.toml").is_file())
PAGES = write_reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_up_to_date(name: str) -> None:
    path = ROOT / write_reference.DIRECTORY / name
    assert path.is_file()
    assert path.read_text() == PAGES[name], f"Run `{write_reference.COMMAND}`."


def test_nothing_else_is_in_its_directory() -> None:
    found = {path.name for path in (ROOT / write_reference.DIRECTORY).iterdir()}
    assert found == PAGES.keys()


def test_it_has_every_backend() -> None:
    configuration = (ROOT / "pants.toml").read_text()
    enabled = re.findall(r'^ +"(terrapants\.\w+)",$', configuration, re.MULTILINE)
    assert enabled
    assert list(suite.load().backends) == sorted(enabled), "See build-support/reference/BUILD."


def test_who_adopts_the_suite_is_told_of_every_backend() -> None:
    text = (ROOT / "docs/using/your-repository.md").read_text()
    table = re.findall(r"^\| `(terrapants\.\w+)` \|", text, re.MULTILINE)
    assert table == list(suite.load().backends)


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
