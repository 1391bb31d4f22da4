"""Comments, for those who read what is said about a block above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lark import Token

from terrapants.hcl.position import Locate, Position


@dataclass(frozen=True)
class Comment:
    """A comment of native syntax; JSON syntax has none.

    `text` is as it is written, with its marker (`#`, `//`, `/*`), without its line break. Lines of
    `#` or `//` are a comment each. `end_line` counts from 1, as positions do.
    """

    text: str
    position: Position
    end_line: int


def read_comments(tokens: Iterable[Token], locate: Locate) -> tuple[Comment, ...]:
    """Comments from a lexer's tokens."""
    comments = []
    for token in tokens:
        text = token.rstrip("\r\n")
        position = locate(token.start_pos or 0)
        comments.append(Comment(text, position, position.line + text.count("\n")))
    return tuple(comments)
