"""The anchors that GitHub gives to the headings of a page."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

# GitHub puts this before each anchor, and its pages accept links with and without it.
_PREFIX = "user-content-"
# Browsers take it for the top of the page.
_TOP = "top"
# A place in the source of a file, as in `README.md?plain=1#L3-L5`.
_LINES = re.compile(r"L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?")


def slug(text: str) -> str:
    """What becomes of a heading's text: the filter "TableOfContents" of GitHub's html-pipeline.

    It downcases the text, keeps Ruby's `\\p{Word}`, hyphens and spaces, and replaces each space by
    a hyphen.
    """
    kept = (each for each in text.lower() if each in "- " or _is_word(each))
    return "".join(kept).replace(" ", "-")


def _is_word(character: str) -> bool:
    """Whether Ruby's `\\p{Word}` matches: letters, marks, decimal digits, connecting punctuation.

    Unlike Python's `\\w` it has marks, such as U+FE0F after an emoji, and no superscripts. Numbers
    that are letters, such as Roman ones, are alphabetic; so are letters in circles and squares.
    """
    category = unicodedata.category(character)
    if category[0] in "LM" or category in ("Nd", "Nl", "Pc"):
        return True
    return "\u24b6" <= character <= "\u24e9" or any(
        first <= character <= last
        for first, last in (
            ("\U0001f130", "\U0001f149"),
            ("\U0001f150", "\U0001f169"),
            ("\U0001f170", "\U0001f189"),
        )
    )


class HeadingAnchors:
    """Gives each heading an anchor of its own: `usage`, `usage-1`, `usage-2`."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def next(self, text: str) -> str:
        """The anchor of the next heading of the page."""
        wanted = unique = slug(text)
        while unique in self._counts:
            self._counts[wanted] += 1
            unique = f"{wanted}-{self._counts[wanted]}"
        self._counts[unique] = 0
        return unique


def names_anchor(fragment: str, anchors: frozenset[str]) -> bool:
    """Whether a link to `#fragment` leads somewhere. As on GitHub, its case may differ."""
    name = unquote(fragment).removeprefix(_PREFIX)
    is_everywhere = name.lower() in ("", _TOP) or _LINES.fullmatch(name) is not None
    return is_everywhere or name in anchors or name.lower() in anchors
