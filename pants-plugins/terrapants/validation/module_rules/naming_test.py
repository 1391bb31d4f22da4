from __future__ import annotations

import pytest

from terrapants.validation.module_rules.testutil import findings


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('variable "{}" {{}}\n', "variable"),
        ("locals {{\n  {} = 1\n}}\n", "local value"),
        ('output "{}" {{}}\n', "output"),
        ('resource "b" "{}" {{}}\n', "resource"),
        ('data "b" "{}" {{}}\n', "data source"),
        ('ephemeral "b" "{}" {{}}\n', "ephemeral resource"),
        ('module "{}" {{}}\n', "module"),
        ('check "{}" {{}}\n', "check"),
    ],
)
def test_names(text: str, what: str) -> None:
    rule = "terraform-naming"
    for bad in ("a-b", "aB", "A", "a__b", "_a", "a_", "é"):
        (found,) = findings({"a.tf": text.format(bad)}, rule)
        assert found.message.startswith(f'the name of {what} "{bad}" is not in snake_case')
    for good in ("a", "a_b", "a1_2b", "this"):
        assert findings({"a.tf": text.format(good)}, rule) == ()
