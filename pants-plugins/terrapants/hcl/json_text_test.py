from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrapants.hcl.constants import ConstantValue
from terrapants.hcl.json_text import json_text
from terrapants.testutil.untimed import UNTIMED


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-0.0, "-0"),
        (1, "1"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (100, "100"),
        (86400, "86400"),
        (Fraction(1, 3), "0.3333333333333333"),
        # What a 64-bit float holds of it.
        (9007199254740992, "9007199254740992"),
        (9007199254740993, "9007199254740992"),
        (12345678901234567890, "12345678901234567000"),
        (10**20, "100000000000000000000"),
        (10**21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (0.000001, "0.000001"),
        (0.0000001, "1e-7"),
        (1.25e-9, "1.25e-9"),
        (10**400, "1" + "0" * 400),
        ("", '""'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("<a> & é \U0001f600", '"<a> & é \U0001f600"'),
        ("\n\r\t\b\f\x01\x7f", '"\\n\\r\\t\\b\\f\\u0001\x7f"'),
        ("\u2028\u2029", '"\\u2028\\u2029"'),
        ((), "[]"),
        ({}, "{}"),
        ((1, ()), "[\n  1,\n  []\n]"),
        ({"b": 1, "a": {"c": None}}, '{\n  "a": {\n    "c": null\n  },\n  "b": 1\n}'),
        ({"Z": 1, "a": 1, "é": 1}, '{\n  "Z": 1,\n  "a": 1,\n  "é": 1\n}'),
    ],
)
def test_text(value: ConstantValue, text: str) -> None:
    assert json_text(value) == text


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
)


# On a busy machine drawing can take long.
@UNTIMED
@given(VALUES)
def test_it_is_json(value: ConstantValue) -> None:
    assert json.loads(json_text(value), parse_int=float) == json.loads(
        json.dumps(value), parse_int=float
    )
