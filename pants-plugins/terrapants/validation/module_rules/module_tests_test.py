from __future__ import annotations

import pytest

from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.testutil import findings

REUSABLE, ROOT, EXAMPLE, TEST = ModuleKind
VALIDATED = (
    'variable "{0}" {{\n  validation {{\n    condition = var.{0} != 1\n'
    '    error_message = "No."\n  }}\n}}\n'
)


@pytest.mark.parametrize(("kind", "count"), [(REUSABLE, 1), (ROOT, 1), (EXAMPLE, 0), (TEST, 0)])
def test_untested_validations(kind: ModuleKind, count: int) -> None:
    changes = {"a.tf": VALIDATED.format("a")}
    assert len(findings(changes, "terraform-untested-validation", kind=kind)) == count


@pytest.mark.parametrize(
    ("type_", "condition", "count"),
    [
        ("bool", "contains([true, false], var.a)", 0),
        ("bool", "can(tobool(var.a))", 0),
        ("bool", "var.a || !var.a", 0),
        ("bool", "true", 0),
        ("string", "1 < 2", 0),
        ("string", "tostring(var.a) == tostring(var.a)", 0),
        ("bool", "var.a", 1),
        # Of null this is false.
        ("bool", "var.a == true || var.a == false", 1),
        ("bool\n  nullable = false", "var.a == true || var.a == false", 0),
        ("bool\n  nullable = true", "var.a != null", 1),
        ("string", "contains([true, false], var.a)", 1),
        ("string", 'can(regex("x", var.a))', 1),
    ],
)
def test_a_condition_that_nothing_makes_false(type_: str, condition: str, count: int) -> None:
    text = VALIDATED.format("a").replace("var.a != 1", condition)
    changes = {"a.tf": text.replace("{\n", f"{{\n  type = {type_}\n", 1)}
    assert len(findings(changes, "terraform-untested-validation")) == count


def test_without_any_test_only_that_is_said() -> None:
    changes = {"a.tf": VALIDATED.format("a"), "tests/defaults.tftest.hcl": None}
    assert findings(changes, "terraform-untested-validation") == ()
    assert len(findings(changes, "terraform-module-tests")) == 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [("", "b"), ("./", "b"), ("./tests/setup", "ab"), ("acme/m/aws", "ab")],
)
def test_a_failure_counts_for_the_module_that_the_run_loads(source: str, expected: str) -> None:
    block = f'  module {{\n    source = "{source}"\n  }}\n' if source else ""
    run = f'run "a" {{\n{block}  expect_failures = [var.a, var.c["x"]]\n}}\n'
    changes = {
        "a.tf": VALIDATED.format("a") + VALIDATED.format("b"),
        "tests/a.tftest.hcl": run,
    }
    found = findings(changes, "terraform-untested-validation")
    assert "".join(each.message[-2] for each in found if each.message.endswith("]")) == expected
