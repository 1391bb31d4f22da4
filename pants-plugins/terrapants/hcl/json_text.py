"""A default value as JSON, as Go's encoder writes it and terraform-docs shows it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Union

from terrapants.hcl.constants import ConstantValue

# The escapes of "encoding/json" in Go 1.22 and later.
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_INDENT = "  "


def json_text(value: ConstantValue, indent: str = "") -> str:
    """The value as indented JSON, without a line break at the end.

    Objects have their keys in order. A number is rounded to a 64-bit float, as terraform-docs reads
    it; one that is too large for a float is written in full.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (int, float, Fraction)):
        return _number(value)
    inner = indent + _INDENT
    if isinstance(value, Mapping):
        entries = [
            f"{inner}{_string(key)}: {json_text(value[key], inner)}" for key in sorted(value)
        ]
        return _enclosed("{", entries, indent, "}")
    return _enclosed("[", [inner + json_text(item, inner) for item in value], indent, "]")


def _enclosed(opening: str, entries: list[str], indent: str, closing: str) -> str:
    if not entries:
        return opening + closing
    return f"{opening}\n" + ",\n".join(entries) + f"\n{indent}{closing}"


def _string(text: str) -> str:
    return '"' + "".join(map(_character, text)) + '"'


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character < " ":
        return f"\\u{ord(character):04x}"
    # A lone half of a surrogate pair has no UTF-8.
    return "\\ufffd" if "\ud800" <= character <= "\udfff" else character


def _number(value: Union[int, float, Fraction]) -> str:
    try:
        number = float(value)
    except OverflowError:
        return str(value)
    if not math.isfinite(number):
        return str(value)
    if number == 0:
        return "-0" if math.copysign(1, number) < 0 else "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent_text = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The number is 0.digits times ten to the power of `point`.
    point = len(whole) + int(exponent_text or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    exponent = point - 1
    if exponent < -6 or exponent >= 21:
        fraction = f".{digits[1:]}" if digits[1:] else ""
        return (
            f"{sign}{digits[0]}{fraction}e{exponent:+}"
            if exponent >= 0
            else (f"{sign}{digits[0]}{fraction}e{exponent}")
        )
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    return f"{sign}{digits[:point]}.{digits[point:]}"
