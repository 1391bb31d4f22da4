"""Where something stands in a file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file; `str()` is `path:line:column`.

    `line` and `column` count from 1; a column is one character (a code point, not a byte). A byte
    order mark is not counted.
    """

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


# The position of the character at an offset into the text that is read.
Locate = Callable[[int], Position]


class LineIndex:
    """Turns offsets into a text into positions."""

    def __init__(self, text: str, path: str) -> None:
        self._path = path
        self._starts = [0]
        newline = text.find("\n")
        while newline >= 0:
            self._starts.append(newline + 1)
            newline = text.find("\n", newline + 1)

    def locate(self, offset: int) -> Position:
        """The position of the character at the offset."""
        line = bisect_right(self._starts, offset)
        return Position(self._path, line, offset - self._starts[line - 1] + 1)
