"""What is asked of which kind of module, and what override files may do."""

from __future__ import annotations

import pytest

from terrapants.validation.module_rules.linted_module import ModuleKind
from terrapants.validation.module_rules.modules_for_tests import findings, shown

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


@pytest.mark.parametrize(("kind", "count"), [(REUSABLE, 1), (ROOT, 1), (EXAMPLE, 1), (TEST, 0)])
@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("terraform-variable-description", 'variable "a" {}\n'),
        ("terraform-output-description", 'output "a" {}\n'),
    ],
)
def test_what_tests_load_needs_no_descriptions(
    kind: ModuleKind, count: int, rule: str, text: str
) -> None:
    assert len(findings({"a.tf": text}, rule, kind=kind)) == count


VALIDATED = (
    'variable "{0}" {{\n  validation {{\n    condition = var.{0} != 1\n'
    '    error_message = "No."\n  }}\n}}\n'
)


@pytest.mark.parametrize(("kind", "count"), [(REUSABLE, 1), (ROOT, 1), (EXAMPLE, 0), (TEST, 0)])
def test_untested_validations(kind: ModuleKind, count: int) -> None:
    changes = {"a.tf": VALIDATED.format("a")}
    assert len(findings(changes, "terraform-untested-validation", kind=kind)) == count


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


def test_an_override_file_amends_and_declares_nothing() -> None:
    changes = {
        "a_override.tf": 'variable "name" {\n  default = "x"\n}\n'
        'output "arn" {\n  sensitive = true\n}\nresource "aws_s3_bucket" "this" {}\n'
    }
    assert shown(changes) == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('variable "a" {}\n', 'variable "a"'),
        ("locals {\n  a = 1\n}\n", 'local value "a"'),
        ('output "a" {}\n', 'output "a"'),
        ('resource "b" "a" {}\n', "b.a"),
        ('data "b" "a" {}\n', "data.b.a"),
        ('ephemeral "b" "a" {}\n', "ephemeral.b.a"),
        ('module "a" {}\n', 'module "a"'),
        ('provider "a" {}\n', 'provider "a"'),
        ('provider "a" {\n  alias = "b"\n}\n', 'provider "a" with the alias "b"'),
        ('check "a" {}\n', 'check "a"'),
        (
            'terraform {\n  required_providers {\n    a = "1"\n  }\n}\n',
            'required provider "a"',
        ),
    ],
)
def test_duplicates_in_one_and_in_several_files(text: str, what: str) -> None:
    rule = "terraform-duplicate-declaration"
    for changes in ({"a.tf": text + text}, {"a.tf": text, "b.tf": text}):
        (found,) = findings(changes, rule)
        assert found.message.startswith(f"{what} is declared already, at infra/m/a.tf:")
    assert findings({"a.tf": text, "a_override.tf": text}, rule) == ()


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
