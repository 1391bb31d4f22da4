"""Comments that switch rules off for a line.

`# terrapants:ignore <ID>[, <ID>] [reason]` is above the line or at its end. At the beginning of a
file it also applies to findings about the file as a whole.

tflint's comments are read too ("Annotations" in its documentation): `# tflint-ignore: <rule>, …` on
the line or on the one above it, and `# tflint-ignore-file: <rule>, …` at the beginning of a file,
which in JSON syntax is the property `//`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from terrapants.hcl.comments import Comment
from terrapants.hcl.document import Document
from terrapants.hcl.position import Position

PREFIX = "terrapants:"
_TFLINT = re.compile(r"tflint-ignore(?P<file>-file)?: (?P<rules>[^\n*/#]+)")
_IGNORE = "ignore"


@dataclass(frozen=True)
class Suppression:
    """One rule of a comment.

    :param rule: the id as it is written; "" where the comment names none.
    :param lines: the lines of its file it counts for; line 0 stands for the whole file.
    :param problem: what is wrong with the comment, "" where nothing is. Whether there is such a
        rule is not known here.
    :param of_tflint: whether it is one of tflint's, and names a rule of tflint's.
    :param everywhere: whether it counts for every line of its file.
    """

    rule: str
    position: Position
    lines: tuple[int, ...]
    problem: str = ""
    of_tflint: bool = False
    everywhere: bool = False

    def covers(self, rule: str, position: Position) -> bool:
        return (
            rule == self.rule
            and position.path == self.position.path
            and (self.everywhere or position.line in self.lines)
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
        found += _of_tflint(comment.text, comment.position)
    if document.path.endswith(".json"):
        found += _of_tflint(_json_comment(text), Position(document.path, 1, 1))
    return tuple(found)


def _of_tflint(comment: str, position: Position) -> list[Suppression]:
    match = _TFLINT.search(comment)
    everywhere = match is not None and match["file"] is not None
    if match is None or (everywhere and (position.line, position.column) != (1, 1)):
        return []
    lines = (position.line, position.line + 1)
    return [
        Suppression(rule.strip(), position, lines, of_tflint=True, everywhere=everywhere)
        for rule in match["rules"].split(",")
    ]


def _json_comment(text: str) -> str:
    """The comment of a file in JSON syntax, which was read before."""
    root = json.loads(text.removeprefix("\ufeff"))
    comment = root.get("//") if isinstance(root, dict) else ""
    # Only one for the whole file is possible.
    return comment if isinstance(comment, str) and comment.startswith("tflint-ignore-file") else ""


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
