"""The values of expressions that need nothing but themselves, such as a variable's default."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Union

from terrapants.hcl.expressions import (
    Expression,
    Literal,
    ObjectValue,
    Operation,
    Template,
    TupleValue,
)
from terrapants.hcl.position import Position

# `Any` stands for a `ConstantValue` inside a sequence or mapping.
ConstantValue = Union[None, bool, int, float, Fraction, str, "tuple[Any, ...]", "Mapping[str, Any]"]


class NotConstant(Exception):
    """An expression refers to something, or calls a function; `position` is where."""

    def __init__(self, position: Position) -> None:
        super().__init__(position)
        self.position = position


def constant_value(expression: Expression) -> ConstantValue:
    """The value of an expression, with sequences as tuples and objects as dicts.

    Strings are in Unicode's normal form C, as Terraform has them. Of equal keys the last counts.

    :raises NotConstant: the value depends on something else.
    """
    if isinstance(expression, Literal):
        value = expression.value
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
    if isinstance(expression, TupleValue):
        return tuple(constant_value(item) for item in expression.items)
    if isinstance(expression, ObjectValue):
        return {
            _text(constant_value(key), expression.position): constant_value(value)
            for key, value in expression.entries
        }
    if isinstance(expression, Template):
        parts = (
            part if isinstance(part, str) else _text(constant_value(part), part.position)
            for part in expression.parts
        )
        return unicodedata.normalize("NFC", "".join(parts))
    if isinstance(expression, Operation):
        return _operation(expression)
    raise NotConstant(expression.position)


def _text(value: ConstantValue, position: Position) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Fraction)):
        number = float(value)
        return str(int(number)) if number.is_integer() else repr(number)
    raise NotConstant(position)


def _remainder(left: Fraction, right: Fraction) -> Fraction:
    # Terraform rounds towards zero, Python down.
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return left - right * quotient


_ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": _remainder,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _operation(operation: Operation) -> ConstantValue:
    symbol = operation.operator
    if symbol == "?:":
        condition, if_true, if_false = operation.operands
        return constant_value(if_true if _truth(condition) else if_false)
    if symbol in ("&&", "||"):
        left, right = map(_truth, operation.operands)
        return left and right if symbol == "&&" else left or right
    if symbol in ("==", "!="):
        first, second = map(constant_value, operation.operands)
        same = isinstance(first, bool) == isinstance(second, bool) and first == second
        return same == (symbol == "==")
    if len(operation.operands) == 1 and symbol:
        (operand,) = operation.operands
        return -_number(operand) if symbol == "-" else not _truth(operand)
    if symbol in _ARITHMETIC:
        left_number, right_number = map(_number, operation.operands)
        try:
            result: ConstantValue = _ARITHMETIC[symbol](left_number, right_number)
        except ZeroDivisionError:
            raise NotConstant(operation.position) from None
        return result
    raise NotConstant(operation.position)


def _truth(expression: Expression) -> bool:
    value = constant_value(expression)
    if value in ("true", "false"):
        return value == "true"
    if not isinstance(value, bool):
        raise NotConstant(expression.position)
    return value


def _number(expression: Expression) -> Fraction:
    value = constant_value(expression)
    if isinstance(value, bool) or not isinstance(value, (int, float, Fraction, str)):
        raise NotConstant(expression.position)
    try:
        return Fraction(value) if isinstance(value, (int, str, Fraction)) else Fraction(repr(value))
    except ValueError:
        raise NotConstant(expression.position) from None
