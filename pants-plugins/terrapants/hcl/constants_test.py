from __future__ import annotations

from fractions import Fraction

import pytest

from terrapants.hcl.constants import NotConstant, constant_value
from terrapants.hcl.document import parse
from terrapants.hcl.expressions import Expression


def expression(text: str) -> Expression:
    value = parse(f"a = {text}\n", "a.tf").body.attribute("a")
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("true", True),
        ('"a"', "a"),
        ('"e\u0301"', "\u00e9"),
        ("9007199254740993", 9007199254740993),
        ("-1.5", -1.5),
        ("[1, [], {}]", (1, (), {})),
        ('{ a = 1, "b" : 2, 3 = 4, (true ? "c" : "d") = 5 }', {"a": 1, "b": 2, "3": 4, "c": 5}),
        ("{ a = 1, a = 2 }", {"a": 2}),
        ("60 * 60 * 24", 86400),
        ("1 - 2 - 3", -4),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("1 / 3", Fraction(1, 3)),
        ("-7 % 3", -1),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("!true", False),
        ("!!true", True),
        ("-(1 + 2)", -3),
        ("1 == 1 && 2 > 1 || false", True),
        ("true == 1", False),
        ('"a" != "b"', True),
        ('"${60 * 60}s ${true} ${1.5}"', "3600s true 1.5"),
        ("<<EOT\na ${1}\nEOT", "a 1\n"),
    ],
)
def test_value(text: str, value: object) -> None:
    found = constant_value(expression(text))
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("var.a", 5),
        ("[1, local.a]", 9),
        ("{ a = tolist([]) }", 11),
        ('"x${var.a}"', 9),
        ('"x${[]}"', 9),
        ("[for a in [] : a]", 5),
        ("1 / 0", 5),
        ("!1", 6),
        ("1 + true", 9),
        ('1 + "x"', 9),
        ("{ (null) = 1 }", 5),
    ],
)
def test_not_constant(text: str, column: int) -> None:
    with pytest.raises(NotConstant) as caught:
        constant_value(expression(text))
    assert caught.value.position.column == column
