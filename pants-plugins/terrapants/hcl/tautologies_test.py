"""The answers are those of Terraform 1.11, where a test that expects a failure does not pass if a
null makes the condition an error."""

from __future__ import annotations

import pytest

from terrapants.hcl.document import parse
from terrapants.hcl.tautologies import never_false


def ask(condition: str, type_: str, nullable: bool = True) -> bool:
    expression = parse(f"a = {condition}\n", "a.tf").body.attribute("a")
    return never_false(expression, "var.x", type_, nullable)


@pytest.mark.parametrize(
    ("type_", "condition"),
    [
        ("", "true"),
        ("", '"true"'),
        ("string", "1 < 2"),
        ("string", "var.x == var.x"),
        ("string", "tostring(var.x) == tostring(var.x)"),
        ("list(string)", "var.x[0] == var.x[0]"),
        ("string", "!(var.x != var.x)"),
        ("string", 'var.x == "a" || true'),
        ("string", 'true || var.x == "a"'),
        ("string", "length(var.x) > 1 ? true : var.x == var.x"),
        ("string", 'false ? var.x == "a" : true'),
        ("string", 'anytrue([var.x == "a", true])'),
        ("string", "alltrue([true, var.x == var.x])"),
        ("string", "alltrue([])"),
        ("string", "try(var.x == var.x, true)"),
        ("string", 'try(true, var.x == "a")'),
        ("string", 'tobool("true")'),
        ("string", "contains([var.x, 1], var.x)"),
        ("string", "!contains([1], true)"),
        ("string", "can(var.x)"),
        ("string", "can(tostring(var.x))"),
        ("number", "can(tostring(tonumber(var.x)))"),
        ("list(string)", "can(tolist(var.x))"),
        ("bool", "can(tobool(var.x))"),
        ("bool", "var.x || !var.x"),
        ("bool", "anytrue([var.x, !var.x])"),
        ("bool", "var.x == true || var.x == false || var.x == null"),
        ("bool", "contains([true, false], var.x)"),
        ("bool", "var.x ? true : true"),
        ("bool", "!(var.x && false)"),
    ],
)
def test_never_false(type_: str, condition: str) -> None:
    assert ask(condition, type_)


@pytest.mark.parametrize(
    ("type_", "condition"),
    [
        ("", "false"),
        ("bool", "var.x"),
        ("bool", "contains([true], var.x)"),
        # null
        ("bool", "var.x == true || var.x == false"),
        ("bool", "anytrue([var.x == true, var.x == false])"),
        ("bool", "anytrue([var.x == null ? null : true])"),
        ("bool", "var.x != null"),
        # `&&` may stop before null.
        ("string", 'var.x == "a" && null'),
        ("string", "contains([true, false], var.x)"),
        ("string", 'can(regex("a", var.x))'),
        ("string", "can(tobool(var.x))"),
        ("string", "can(var.y.z)"),
        ("string", "try(tobool(var.x), true)"),
        ("string", "try(var.x, true)"),
        ("string", 'anytrue([var.x == "a", false])'),
        ("string", 'alltrue([var.x == "a", true])'),
        ("string", "anytrue([])"),
        ("string", 'var.x == "a" && true'),
        ("string", 'true ? var.x == "a" : true'),
        ("string", 'var.x != "a" ? var.x == "b" : true'),
        ("string", "var.x == var.y || true == f(var.x)"),
        ("string", "timestamp() == timestamp()"),
        ("string", "provider::random::a() == provider::random::a()"),
        ("list(string)", "[for a in var.x : a] == [for a in var.x : a]"),
        ("list(string)", "var.x[0] == var.x[1]"),
        ("number", "var.x >= 0"),
        ("number", "contains([1], true)"),
    ],
)
def test_may_be_false(type_: str, condition: str) -> None:
    assert not ask(condition, type_)


def test_a_variable_that_cannot_be_null() -> None:
    assert ask("var.x == true || var.x == false", "bool", nullable=False)
    assert ask("var.x != null", "bool", nullable=False)
    assert not ask("var.x == true", "bool", nullable=False)


def test_a_condition_that_is_missing() -> None:
    assert not never_false(None, "var.x", "bool", True)
