from __future__ import annotations

import json

import pytest

from terrapants.validation.module_rules.testutil import findings

RULE = "terraform-unused-declaration"
DECLARED = """\
variable "v" {}
locals {
  l = 1
}
data "aws_region" "d" {}
"""


def unused(text: str, **files: str) -> list[str]:
    changes = {
        "a.tf": DECLARED,
        "b.tf": text,
        **{k.replace("__", "."): v for k, v in files.items()},
    }
    return [
        name
        for found in findings(changes, RULE)
        for name in ("v", "l", "d")
        if found.message.endswith((f'"{name}" is never used', f'.{name}" is never used'))
    ]


ALL = "[var.v, local.l, data.aws_region.d.name]"


@pytest.mark.parametrize(
    "text",
    [
        f"locals {{\n  x = {ALL}\n}}",
        f'output "o" {{\n  value = {ALL}\n}}',
        f'resource "a_b" "c" {{\n  d {{\n    e {{\n      f = {ALL}\n    }}\n  }}\n}}',
        f'resource "a_b" "c" {{\n  d = templatefile("x", {{ a = {ALL} }})\n}}',
        'resource "a_b" "c" {\n  d = "${var.v}-${local.l}-%{ if data.aws_region.d }y%{ endif }"\n}',
        'locals {\n  x = <<-E\n    ${var.v} ${f("${local.l}")} ${data.aws_region.d.x}\n  E\n}',
        "locals {\n  x = <<E\n%{ for a in data.aws_region.d }${var.v}%{ endfor }${local.l}\nE\n}",
        "locals {\n  x = var.v[local.l].y[data.aws_region.d.id]\n}",
        "locals {\n  x = { (var.v) = local.l, y = data.aws_region.d }\n}",
        "locals {\n  x = [for a in var.v : a.b if local.l || data.aws_region.d[0].x]\n}",
        "locals {\n  x = var.v[*].a == local.l.*.b ? data.aws_region.d : -1\n}",
        f'provider "aws" {{\n  region = {ALL}\n}}',
        f'module "m" {{\n  source = "./m"\n  x = {ALL}\n}}',
        f'check "c" {{\n  assert {{\n    condition = {ALL}\n    error_message = ""\n  }}\n}}',
        f'resource "a_b" "c" {{\n  lifecycle {{\n    precondition {{\n      x = {ALL}\n}}\n}}\n}}',
        f'resource "a_b" "c" {{\n  dynamic "d" {{\n    for_each = {ALL}\n  }}\n}}',
        f"import {{\n  to = a_b.c\n  id = {ALL}\n}}",
        f'variable "w" {{\n  validation {{\n    condition = {ALL}\n  }}\n}}',
        'output "o" {\n  value = [var.v, local.l]\n  depends_on = [data.aws_region.d]\n}',
    ],
)
def test_a_reference_anywhere_counts(text: str) -> None:
    assert unused(text + "\n") == []


def test_without_a_reference() -> None:
    text = "locals {\n  v = 1\n  x = [local.v, other.l, data.aws_region.e, path.module]\n}\n"
    assert unused(text) == ["v", "l", "d"]


def test_a_reference_of_a_test_counts() -> None:
    text = f'run "a" {{\n  assert {{\n    condition = {ALL}\n    error_message = ""\n  }}\n}}\n'
    assert unused("", **{"tests/a__tftest__hcl": text}) == []


def test_the_variables_that_a_test_sets_are_no_references() -> None:
    text = 'variables {\n  v = 1\n}\nrun "a" {\n  variables {\n    v = 2\n  }\n}\n'
    assert "v" in unused("", **{"tests/a__tftest__hcl": text})


def test_references_in_override_files_count() -> None:
    assert unused("", b_override__tf=f"locals {{\n  x = {ALL}\n}}\n") == []


def test_a_variable_that_only_checks_itself_is_unused() -> None:
    text = (
        'variable "x" {\n  validation {\n    condition = var.x > 1 && var.v\n'
        '    error_message = "Not ${var.x}."\n  }\n}\n'
    )
    found = [each.message for each in findings({"a.tf": DECLARED, "b.tf": text}, RULE)]
    assert 'variable "x" is never used' in found
    assert 'variable "v" is never used' not in found


def test_a_data_source_that_asserts_is_used() -> None:
    text = (
        'data "aws_vpc" "d" {\n  lifecycle {\n    postcondition {\n      condition = self.x\n'
        '      error_message = "No."\n    }\n  }\n}\n'
    )
    assert findings({"a.tf": text}, RULE) == ()


def test_a_data_source_of_a_check() -> None:
    text = 'check "c" {{\n  data "http" "d" {{}}\n  assert {{\n    condition = {}\n  }}\n}}\n'
    assert findings({"a.tf": text.format("data.http.d.status_code == 200")}, RULE) == ()
    (found,) = findings({"a.tf": text.format("true")}, RULE)
    assert found.message == 'data source "http.d" is never used'


@pytest.mark.parametrize(
    "use",
    [
        'resource "aws_x" "y" {\n  provider = aws.r\n}\n',
        'module "m" {\n  source = "./m"\n  providers = {\n    aws = aws.r\n  }\n}\n',
        'data "aws_x" "y" {\n  provider = aws.r\n}\noutput "o" {\n  value = data.aws_x.y\n}\n',
    ],
)
def test_a_provider_configuration_that_is_used(use: str) -> None:
    provider = 'provider "aws" {\n  alias = "r"\n}\n'
    assert findings({"a.tf": provider + use}, RULE) == ()


def test_json_syntax_has_references_in_plain_strings_too() -> None:
    used = {
        "provider": {"aws": {"alias": "r"}},
        "resource": {
            "aws_x": {
                "y": {
                    "provider": "aws.r",
                    "depends_on": ["data.aws_region.d"],
                    "z": "${var.v}",
                    "lifecycle": {"precondition": {"condition": "${local.l > 1}"}},
                }
            }
        },
    }
    assert unused("", b__tf__json=json.dumps(used)) == []
    declared = {
        "variable": {"jv": {}},
        "locals": {"jl": "${1}"},
        "data": {"aws_region": {"jd": {}}},
    }
    found = findings({"j.tf.json": json.dumps(declared)}, RULE)
    assert [each.message for each in found] == [
        'variable "jv" is never used',
        'local value "jl" is never used',
        'data source "aws_region.jd" is never used',
    ]
