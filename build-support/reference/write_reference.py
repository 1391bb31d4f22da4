"""Writes the reference: `./pants run build-support/reference/write_reference.py`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import goals_page
import options_page
import rules_page
import suite
import targets_page

COMMAND = "./pants run build-support/reference/write_reference.py"
DIRECTORY = "docs/reference"
_HEAD = f"<!-- Written by `{COMMAND}`. -->\n"


def pages() -> Mapping[str, str]:
    """By name."""
    loaded = suite.load()
    texts = {
        "goals.md": goals_page.page(loaded),
        "options.md": options_page.page(loaded),
        "rules.md": rules_page.page(),
        "targets.md": targets_page.page(loaded),
    }
    return {name: f"{_HEAD}\n{text.rstrip()}\n" for name, text in texts.items()}


def main() -> int:
    directory = Path(DIRECTORY)
    directory.mkdir(exist_ok=True)
    for name, text in pages().items():
        (directory / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
