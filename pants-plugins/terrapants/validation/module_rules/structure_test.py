from __future__ import annotations

import pytest

from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.testutil import findings

REUSABLE, ROOT, EXAMPLE, TEST = ModuleKind


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (REUSABLE, "main.tf, variables.tf, outputs.tf and versions.tf are missing"),
        (ROOT, "main.tf and versions.tf are missing"),
        (EXAMPLE, "main.tf is missing"),
        (TEST, "main.tf is missing"),
    ],
)
def test_standard_files(kind: ModuleKind, missing: str) -> None:
    changes: dict[str, str | None] = {
        "other.tf": "locals {}\n",
        **dict.fromkeys(("main.tf", "variables.tf", "outputs.tf", "versions.tf")),
    }
    (found,) = findings(changes, "terraform-standard-files", kind=kind)
    assert found.message == missing


def test_standard_files_under_other_names() -> None:
    changes = {
        "main.tf": None,
        "main.tf.json": "{}",
        "versions.tf": None,
        "terraform.tf": "terraform {}\n",
    }
    assert findings(changes, "terraform-standard-files") == ()


@pytest.mark.parametrize("constraint", ['required_version = ">= 1"', "required_providers {}"])
def test_constraints_in_another_file(constraint: str) -> None:
    changes = {"versions.tf": None, "main.tf": f"terraform {{\n  {constraint}\n}}\n"}
    found = findings(changes, "terraform-standard-files")
    # An empty `required_providers` constrains nothing.
    assert len(found) == ("required_providers" in constraint)


def test_a_module_in_json_syntax_alone() -> None:
    gone = dict.fromkeys(("main.tf", "variables.tf", "outputs.tf", "versions.tf"))
    assert findings({**gone, "cdk.tf.json": "{}"}, "terraform-standard-files") == ()


@pytest.mark.parametrize(("kind", "count"), [(REUSABLE, 1), (ROOT, 0), (EXAMPLE, 0), (TEST, 0)])
@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("terraform-provider-block", {"a.tf": 'provider "aws" {}\n'}),
        ("terraform-module-tests", {"tests/defaults.tftest.hcl": None}),
    ],
)
def test_what_is_asked_of_reusable_modules_only(
    kind: ModuleKind, count: int, rule: str, changes: dict[str, str | None]
) -> None:
    assert len(findings(changes, rule, kind=kind)) == count
