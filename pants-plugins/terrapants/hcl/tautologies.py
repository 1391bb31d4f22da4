"""Which conditions can never be false, so that no test can make them fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Optional

from terrapants.hcl.constants import ConstantValue, NotConstant, constant_value
from terrapants.hcl.expressions import (
    Call,
    Expression,
    Literal,
    Operation,
    Traversal,
    TupleValue,
    walk,
)

# Two calls of these differ.
_IMPURE = frozenset({"bcrypt", "timestamp", "uuid"})
_PRIMITIVE = frozenset({"bool", "number", "string"})


def never_false(condition: Expression | None, address: str, type_: str, nullable: bool) -> bool:
    """Whether a variable's condition is false for no value that the variable can have.

    An error is not `false`: Terraform does not count it among the failures that a test expects.

    :param address: of the variable, such as `var.name`.
    :param type_: the text of its type; "" if it has none.
    :param nullable: whether it may be null.
    """
    if condition is None:
        return False
    if type_ != "bool":
        return _always(condition, True, _Variable(address, type_))
    values: tuple[Optional[bool], ...] = (True, False, None) if nullable else (True, False)
    return all(
        _always(_with_value(condition, address, value), True, _Variable(address, type_))
        for value in values
    )


class _Variable:
    """A variable that stands for anything of its type."""

    def __init__(self, address: str, type_: str) -> None:
        self.address = address
        kind = type_.partition("(")[0]
        self.conversions = {f"to{kind}", *({"tostring"} if kind in _PRIMITIVE else ())}


def _with_value(expression: Expression, address: str, value: ConstantValue) -> Expression:
    """The expression with the value in place of the address."""
    if isinstance(expression, Traversal):
        # `Any`, because only null and truth values are put in.
        literal: Any = value
        same = str(expression) == address
        return Literal(expression.position, literal) if same else expression
    changes: dict[str, Any] = {}
    if isinstance(expression, TupleValue):
        changes["items"] = _with_values(expression.items, address, value)
    elif isinstance(expression, Operation):
        changes["operands"] = _with_values(expression.operands, address, value)
    elif isinstance(expression, Call):
        changes["arguments"] = _with_values(expression.arguments, address, value)
    return replace(expression, **changes)


def _with_values(
    expressions: Iterable[Expression], address: str, value: ConstantValue
) -> tuple[Expression, ...]:
    return tuple(_with_value(each, address, value) for each in expressions)


def _always(expression: Expression, wanted: bool, variable: _Variable) -> bool:
    """Whether the expression is always the wanted truth value, or an error."""
    known, value = _constant(expression)
    if known:
        return value == ("true" if wanted else "false") or value is wanted
    if isinstance(expression, Operation):
        return _operation(expression, wanted, variable)
    if isinstance(expression, Call):
        return _call(expression, wanted, variable)
    return False


def _operation(operation: Operation, wanted: bool, variable: _Variable) -> bool:
    symbol, operands = operation.operator, operation.operands
    # null is an error here.
    if symbol in ("&&", "||", "!", "?:") and _constant(operands[0]) == (True, None):
        return True
    if symbol == "!":
        return _always(operands[0], not wanted, variable)
    if symbol in ("&&", "||"):
        if _constant(operands[1]) == (True, None):
            # Since Terraform 1.12 it is an error only where the first operand does not decide.
            return wanted == (symbol == "||") or _always(operands[0], wanted, variable)
        return _any_or_all(operands, wanted, symbol == "||", variable)
    if symbol == "?:":
        condition, if_true, if_false = operands
        return (_always(condition, False, variable) or _always(if_true, wanted, variable)) and (
            _always(condition, True, variable) or _always(if_false, wanted, variable)
        )
    if symbol in ("==", "!="):
        return wanted == (symbol == "==") and _are_the_same(*operands)
    return False


def _call(call: Call, wanted: bool, variable: _Variable) -> bool:
    arguments = call.arguments
    if call.name == "try":
        for each in arguments:
            if not _always(each, wanted, variable):
                return False
            if _has_a_value(each, variable):
                break
        return True
    if call.name == "tobool" and len(arguments) == 1:
        return _always(arguments[0], wanted, variable)
    if call.name == "can" and len(arguments) == 1:
        return wanted and _has_a_value(arguments[0], variable)
    if not arguments or not isinstance(arguments[0], TupleValue):
        return False
    items = arguments[0].items
    if call.name in ("anytrue", "alltrue") and len(arguments) == 1:
        return _any_or_all(items, wanted, call.name == "anytrue", variable)
    if call.name == "contains" and len(arguments) == 2:
        return _contains(items, arguments[1], wanted)
    return False


def _any_or_all(
    expressions: Iterable[Expression], wanted: bool, is_any: bool, variable: _Variable
) -> bool:
    """Of `||` and `anytrue`, or of `&&` and `alltrue`: one expression decides, or all have to."""
    decide = any if wanted == is_any else all
    return decide(_always(each, wanted, variable) for each in expressions)


def _contains(items: tuple[Expression, ...], sought: Expression, wanted: bool) -> bool:
    if _constant(sought) == (True, None):
        return True  # an error
    if any(_are_the_same(item, sought) for item in items):
        return wanted
    known, value = _constant(sought)
    values = [_constant(item) for item in items]
    is_in = any(_are_equal(value, each) for _, each in values)
    return known and all(each for each, _ in values) and wanted == is_in


def _has_a_value(expression: Expression, variable: _Variable) -> bool:
    """Whether evaluating the expression cannot be an error."""
    if isinstance(expression, Call) and expression.name in variable.conversions:
        return len(expression.arguments) == 1 and _has_a_value(expression.arguments[0], variable)
    is_variable = isinstance(expression, Traversal) and str(expression) == variable.address
    return is_variable or _constant(expression)[0]


def _constant(expression: Expression) -> tuple[bool, ConstantValue]:
    """Whether the value is known, and the value."""
    try:
        return True, constant_value(expression)
    except NotConstant:
        return False, None


def _are_equal(first: ConstantValue, second: ConstantValue) -> bool:
    # In Python, True equals 1.
    return isinstance(first, bool) == isinstance(second, bool) and first == second


def _are_the_same(first: Expression, second: Expression) -> bool:
    """Whether both are written alike, and mean the same value wherever they stand."""
    return _shape(first) == _shape(second) and not any(
        (isinstance(each, Call) and (each.name in _IMPURE or "::" in each.name))
        # `for`, splats and directives, of which not everything is known.
        or (isinstance(each, Operation) and not each.operator)
        for each in walk(first)
    )


def _shape(value: object) -> object:
    """What an expression is, without the places of its parts."""
    if isinstance(value, tuple):
        return tuple(map(_shape, value))
    if not isinstance(value, Expression):
        return (type(value), value)
    parts = (getattr(value, each.name) for each in fields(value) if each.name != "position")
    return (type(value), *map(_shape, parts))
