"""What BUILD files of the plugin suite name."""

from __future__ import annotations

import ast
from pathlib import Path

SUITE = Path("pants-plugins")


def addresses(build_file: Path) -> list[str]:
    """The texts that name a target or a file of another directory."""
    texts = [
        node.value
        for node in ast.walk(ast.parse(build_file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    names = (text for text in texts if "*" not in text)
    return [text for text in names if ":" in text.lstrip(":") or "/" in text.removeprefix("./")]


def test_the_suite_can_be_copied_without_the_rest_of_the_repository() -> None:
    build_files = [*SUITE.glob("terrapants/**/BUILD")]
    assert len(build_files) > 10
    elsewhere = {
        (str(path), address)
        for path in build_files
        for address in addresses(path)
        if not address.startswith("pants-plugins/terrapants/")
    }
    assert not elsewhere


def test_a_change_of_any_part_of_the_suite_selects_the_end_to_end_tests() -> None:
    named = {each for each in addresses(Path("BUILD")) if each.startswith(f"{SUITE}/")}
    parts = {
        str(path.parent)
        for path in SUITE.glob("*/**/BUILD")
        if "python_sources(" in path.read_text() and path.parent.name != "testutil"
    }
    assert parts <= named
