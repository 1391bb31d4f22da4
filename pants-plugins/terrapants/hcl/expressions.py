"""Expressions, as far as those who read Terraform files need to tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from terrapants.hcl.position import Position


@dataclass(frozen=True)
class Expression:
    """Any expression. `position` is where it begins; in JSON, where the string it is in begins."""

    position: Position


@dataclass(frozen=True)
class Literal(Expression):
    """A constant: a string without interpolations, a number, a truth value or null."""

    value: str | int | float | bool | None


@dataclass(frozen=True)
class Template(Expression):
    """A string or heredoc with interpolations or directives: its text and the expressions in it."""

    parts: tuple[str | Expression, ...]


@dataclass(frozen=True)
class Traversal(Expression):
    """A reference such as `path.module` or `aws_instance.a["b"].id`; `str()` is its text.

    Index steps keep their brackets: `("aws_instance", "a", '["b"]', "id")`.
    """

    steps: tuple[str, ...]

    def __str__(self) -> str:
        first, *rest = self.steps
        return first + "".join(step if step.startswith("[") else f".{step}" for step in rest)


@dataclass(frozen=True)
class Call(Expression):
    """A function call; the name of a provider's function is `provider::<local name>::<name>`."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class TupleValue(Expression):
    """`[a, b]`"""

    items: tuple[Expression, ...]


@dataclass(frozen=True)
class ObjectValue(Expression):
    """`{ a = b }`. A key that is a bare name is a `Literal`."""

    entries: tuple[tuple[Expression, Expression], ...]

    def get(self, key: str) -> Expression | None:
        """The value of the first entry whose key is this literal string."""
        for name, value in self.entries:
            if literal_string(name) == key:
                return value
        return None


@dataclass(frozen=True)
class Operation(Expression):
    """Anything else - conditions, operators, `for`, splats, directives - by its operands.

    `operator` is that of a unary or binary operation, `?:` for a condition, else "".
    """

    operands: tuple[Expression, ...]
    operator: str = ""


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and every expression inside it, in the order of the source."""
    pending = [expression]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(_children(current)))


def literal_string(expression: Expression | None) -> str | None:
    """The text of a literal string, None for anything else."""
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        return expression.value
    return None


def reference_text(expression: Expression | None) -> str | None:
    """The text of a reference or keyword, which JSON syntax has in quotes, else None."""
    if isinstance(expression, Traversal):
        return str(expression)
    return literal_string(expression)


def template(parts: Iterable[str | Expression], position: Position) -> Expression:
    """The expression that a template's parts make: a `Literal` where all are text."""
    merged: list[str | Expression] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if not merged:
        return Literal(position, "")
    if len(merged) == 1:
        # HCL gives a template that is one interpolation the value of its expression.
        return Literal(position, merged[0]) if isinstance(merged[0], str) else merged[0]
    return Template(position, tuple(merged))


def without_indent(heredoc: Expression) -> Expression:
    """A `<<-` heredoc whose lines have lost the least indentation that any of them has.

    Only of a `Literal`: elsewhere the indentation is left as it is.
    """
    text = literal_string(heredoc)
    if text is None:
        return heredoc
    lines = text.split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    kept = [line[indent:] if line.strip() else line for line in lines]
    return Literal(heredoc.position, "\n".join(kept))


def _children(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Template):
        return tuple(part for part in expression.parts if isinstance(part, Expression))
    if isinstance(expression, Call):
        return expression.arguments
    if isinstance(expression, TupleValue):
        return expression.items
    if isinstance(expression, ObjectValue):
        return tuple(side for entry in expression.entries for side in entry)
    if isinstance(expression, Operation):
        return expression.operands
    return ()
