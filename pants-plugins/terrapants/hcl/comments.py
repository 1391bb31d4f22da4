"""Comments, for those who read what is said about a block above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def comment_above(comments: Iterable[Comment]) -> Callable[[Position], str]:
    """Finds the text of the comments right above a position, "" where there are none.

    Those are `#` and `//` comments at the beginning of their lines, on the lines right above; their
    texts are joined by blanks, without their markers.
    """
    texts = {
        comment.position.line: comment.text.strip()
        for comment in comments
        if comment.position.column == 1 and not comment.text.startswith("/*")
    }

    def find(position: Position) -> str:
        lines: list[str] = []
        line = position.line - 1
        while line in texts:
            lines.append(texts[line].removeprefix("#").removeprefix("//").strip())
            line -= 1
        return " ".join(reversed(lines))

    return find
