"""What a body means, whichever way it is written: for the comparison of a rewritten file."""

from __future__ import annotations

from typing import Any

from terrapants.hcl.body import Attribute, Body, NativeBody
from terrapants.hcl.expressions import (
    Call,
    Expression,
    Literal,
    ObjectValue,
    Operation,
    Template,
    Traversal,
    TupleValue,
)


def meaning(body: Body, blocks: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """Plain data without positions, equal for texts of which Terraform understands the same.

    Left out are the types of variables with a default, and the sources that Terraform takes where
    none is written.
    """
    found: list[Any] = []
    for item in body.items if isinstance(body, NativeBody) else ():
        if not isinstance(item, Attribute):
            inside = meaning(item.body, (*blocks, item.type))
            found.append((item.type, item.labels, inside))
        elif blocks == ("terraform", "required_providers"):
            found.append((item.name, _provider(item)))
        elif blocks != ("variable",) or item.name != "type":
            found.append((item.name, of_expression(item.value)))
    return tuple(found)


def _provider(entry: Attribute) -> Any:
    value = entry.value
    if not isinstance(value, ObjectValue):
        return ((of_text("version"), of_expression(value)),)
    implied = (of_text("source"), of_text(f"hashicorp/{entry.name}"))
    return tuple(pair for pair in of_expression(value)[1] if pair != implied)


def of_text(text: str) -> tuple[Any, ...]:
    return ("literal", "str", text)


def of_expression(expression: Expression) -> tuple[Any, ...]:
    """An expression as nested tuples."""
    if isinstance(expression, Literal):
        return ("literal", type(expression.value).__name__, expression.value)
    if isinstance(expression, Traversal):
        found: tuple[Any, ...] = ("name", expression.steps[0])
        for step in expression.steps[1:]:
            found = ("operation", "", (found, _step(step))) if step[0] == "[" else (found, step)
        return found
    if isinstance(expression, Call):
        arguments = tuple(map(of_expression, expression.arguments))
        if expression.name == "lookup" and len(arguments) == 2:
            return ("operation", "", arguments)
        return ("call", expression.name, arguments)
    if isinstance(expression, TupleValue):
        return ("tuple", tuple(map(of_expression, expression.items)))
    if isinstance(expression, ObjectValue):
        pairs = ((of_expression(key), of_expression(value)) for key, value in expression.entries)
        return ("object", tuple(pairs))
    if isinstance(expression, Template):
        parts = (
            part if isinstance(part, str) else of_expression(part) for part in expression.parts
        )
        return ("template", tuple(parts))
    if not isinstance(expression, Operation):
        raise TypeError(expression)
    return ("operation", expression.operator, tuple(map(of_expression, expression.operands)))


def _step(step: str) -> tuple[Any, ...]:
    """An index, which is a string or a number."""
    if step.startswith('["'):
        return of_text(step[2:-2])
    number = step[1:-1]
    return ("literal", "int", int(number)) if number.lstrip("-").isdigit() else ("text", number)
