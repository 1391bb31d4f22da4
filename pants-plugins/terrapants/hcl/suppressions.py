"""Comments that switch rules off for a line.

`# terrapants:ignore <ID>[, <ID>] [reason]` is above the line or at its end. At the beginning of a
file it also applies to findings about the file as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from terrapants.hcl.comments import Comment
from terrapants.hcl.document import Document
from terrapants.hcl.position import Position

PREFIX = "terrapants:"
_IGNORE = "ignore"


@dataclass(frozen=True)
class Suppression:
    """One rule of a comment.

    :param rule: the id as it is written; "" where the comment names none.
    :param lines: the lines of its file it counts for; line 0 stands for the whole file.
    :param problem: what is wrong with the comment, "" where nothing is. Whether there is such a
        rule is not known here.
    """

    rule: str
    position: Position
    lines: tuple[int, ...]
    problem: str = ""

    def covers(self, rule: str, position: Position) -> bool:
        return (
            rule == self.rule
            and position.path == self.position.path
            and position.line in self.lines
        )


def suppressions(document: Document, text: str) -> tuple[Suppression, ...]:
    """What the comments of a file suppress, and what they get wrong.

    :param text: the file's content.
    """
    found = []
    comment_lines = _comment_lines(document.comments, text)
    for comment in document.comments:
        words = _directive(comment.text)
        if words is not None:
            lines = tuple(_lines(comment, comment_lines))
            found += [
                Suppression(rule, comment.position, lines, problem) for rule, problem in _ids(words)
            ]
    return tuple(found)


def _directive(comment: str) -> str | None:
    """What a comment of ours says after its prefix."""
    text = comment[2:-2] if comment.startswith("/*") else comment.lstrip("#/")
    text = text.strip()
    return text[len(PREFIX) :] if text.startswith(PREFIX) else None


def _ids(directive: str) -> Iterator[tuple[str, str]]:
    """The ids that a comment names, or the problem that it has instead."""
    name, _, rest = directive.strip().partition(" ")
    if name != _IGNORE:
        yield "", f'unknown comment "{PREFIX}{name}": write {PREFIX}{_IGNORE}'
        return
    words = rest.replace(",", " , ").split()
    if not words or words[0] == ",":
        yield "", f"{PREFIX}{_IGNORE} names no rule"
        return
    expects_id = True
    for word in words:
        if word == ",":
            expects_id = True
        elif expects_id:
            yield word, ""
            expects_id = False
        else:
            # The reason begins.
            return


def _comment_lines(comments: tuple[Comment, ...], text: str) -> frozenset[int]:
    """The lines on which nothing but comments stands."""
    lines = text.split("\n")
    return frozenset(
        line
        for comment in comments
        if not lines[comment.position.line - 1][: comment.position.column - 1].strip("\ufeff \t")
        for line in range(comment.position.line, comment.end_line + 1)
    )


def _lines(comment: Comment, comment_lines: frozenset[int]) -> Iterator[int]:
    if comment.position.line not in comment_lines:
        yield comment.position.line
        return
    below = comment.end_line + 1
    while below in comment_lines:
        below += 1
    yield below
    if all(line in comment_lines for line in range(1, comment.position.line)):
        yield 0
