from __future__ import annotations

from typing import Any

import pytest

from terrapants.hcl.body import Body
from terrapants.hcl.document import parse
from terrapants.hcl.expressions import Literal

NATIVE = """\
first = 1
block "one" {
  a = 2
  inner {
    b = 3
  }
}
block "two" {
  a = 4
}
block "two" "labels" {
  a = 5
}
block {
  a = 6
}
last = 7
"""
JSON = """\
{
  "first": 1,
  "block": {
    "one": {
      "a": 2,
      "inner": {"b": 3}
    },
    "two": {"a": 4}
  },
  "last": 7
}
"""


@pytest.fixture(params=[(NATIVE, "a.tf"), (JSON, "a.tf.json")], ids=["native", "json"])
def body(request: Any) -> Body:
    text, path = request.param
    return parse(text, path).body


def number(body: Body, name: str) -> object:
    value = body.attribute(name)
    return value.value if isinstance(value, Literal) else value


def test_attribute(body: Body) -> None:
    assert number(body, "first") == 1
    assert number(body, "last") == 7
    assert body.attribute("absent") is None


def test_blocks_by_type_and_number_of_labels(body: Body) -> None:
    blocks = body.blocks("block", labels=1)
    assert [(block.type, block.labels) for block in blocks] == [
        ("block", ("one",)),
        ("block", ("two",)),
    ]
    assert [number(block.body, "a") for block in blocks] == [2, 4]
    assert body.blocks("absent", labels=1) == ()


def test_nested_blocks(body: Body) -> None:
    (inner,) = body.blocks("block", labels=1)[0].body.blocks("inner")
    assert inner.labels == ()
    assert number(inner.body, "b") == 3


def test_other_numbers_of_labels_are_other_blocks() -> None:
    body = parse(NATIVE, "a.tf").body
    assert [number(block.body, "a") for block in body.blocks("block")] == [6]
    assert [block.labels for block in body.blocks("block", labels=2)] == [("two", "labels")]


def test_expressions_of_all_levels_in_order() -> None:
    values = [
        expression.value
        for expression in parse(NATIVE, "a.tf").body.expressions()
        if isinstance(expression, Literal)
    ]
    assert values == [1, 2, 3, 4, 5, 6, 7]


def test_a_type_given_several_times_keeps_the_order() -> None:
    body = parse('b "x" {}\na "y" {}\nb "z" {}\n', "a.tf").body
    assert [block.labels for block in body.blocks("b", labels=1)] == [("x",), ("z",)]
