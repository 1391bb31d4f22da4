"""Expressions and comments that Terraform accepts and no longer recommends, or reads otherwise than
they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from terrapants.hcl.comments import Comment
from terrapants.hcl.document import Document
from terrapants.hcl.expressions import (
    Call,
    Expression,
    Literal,
    ObjectValue,
    Operation,
    TupleValue,
    walk,
)
from terrapants.hcl.position import Position


class StyleKind(Enum):
    """The value is an example. The first four are those of `LegacyKind`."""

    INTERPOLATION = '"${var.a}"'
    KEY_INTERPOLATION = '{ "${var.a}" = 1 }'
    INDEX = "list.0"
    SPLAT = "list.*.id"
    LOOKUP_WITHOUT_DEFAULT = 'lookup(var.a, "b")'
    EMPTY_LIST_COMPARISON = "var.a == []"
    SLASH_COMMENT = "// comment"
    BLOCK_COMMENT = "/* comment */ over several lines"
    DUPLICATE_KEY = "{ a = 1, a = 2 }"


@dataclass(frozen=True)
class StyleIssue:
    """:param name: the key, of a duplicate key.
    :param first_line: where that key stands first.
    """

    kind: StyleKind
    position: Position
    name: str = ""
    first_line: int = 0


def style_issues(document: Document) -> tuple[StyleIssue, ...]:
    """What a file has of each kind."""
    return (
        *(StyleIssue(StyleKind[each.kind.name], each.position) for each in document.legacy_syntax),
        *(
            StyleIssue(kind, comment.position)
            for comment in document.comments
            for kind in [_of_comment(comment)]
            if kind is not None
        ),
        *(
            issue
            for expression in document.body.expressions()
            for inner in walk(expression)
            for issue in _of_expression(inner)
            # In JSON a block type may stand several times, and nothing tells it from an object.
            if issue.kind is not StyleKind.DUPLICATE_KEY or not document.path.endswith(".json")
        ),
    )


def _of_comment(comment: Comment) -> StyleKind | None:
    if comment.text.startswith("//"):
        return StyleKind.SLASH_COMMENT
    # On one line it may stand between two tokens, where no other comment can.
    return StyleKind.BLOCK_COMMENT if comment.end_line > comment.position.line else None


def _of_expression(expression: Expression) -> Iterator[StyleIssue]:
    if isinstance(expression, Call):
        if expression.name == "lookup" and len(expression.arguments) == 2:
            yield StyleIssue(StyleKind.LOOKUP_WITHOUT_DEFAULT, expression.position)
    elif isinstance(expression, Operation):
        if expression.operator in ("==", "!=") and any(
            isinstance(operand, TupleValue) and not operand.items for operand in expression.operands
        ):
            yield StyleIssue(StyleKind.EMPTY_LIST_COMPARISON, expression.position)
    elif isinstance(expression, ObjectValue):
        yield from _duplicate_keys(expression)


def _duplicate_keys(value: ObjectValue) -> Iterator[StyleIssue]:
    first: dict[str, Position] = {}
    for key, _ in value.entries:
        if not isinstance(key, Literal):
            continue
        name = str(key.value)
        if name in first:
            yield StyleIssue(StyleKind.DUPLICATE_KEY, key.position, name, first[name].line)
        else:
            first[name] = key.position
