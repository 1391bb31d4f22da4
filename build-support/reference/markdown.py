"""Text of help as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CODE = re.compile(r"(`[^`]+`)")
_SPECIAL = re.compile(r"([\\<*\[]|(?<!\w)_|_(?!\w))")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s")


def prose(text: str) -> str:
    """Paragraphs and lists; what Markdown would take for markup is escaped."""
    return "\n\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()))


def _block(block: str) -> str:
    lines = block.splitlines()
    if any(_ITEM.match(line) for line in lines):
        return "\n".join(_escaped(line) for line in lines)
    return _escaped(" ".join(line.strip() for line in lines))


def _escaped(text: str) -> str:
    parts = _CODE.split(text)
    return "".join(
        part if number % 2 else _SPECIAL.sub(r"\\\1", part) for number, part in enumerate(parts)
    )


def code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def cell(text: str) -> str:
    """For a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = [*head]
    lines = [heads, ["---"] * len(heads), *([*map(cell, row)] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
