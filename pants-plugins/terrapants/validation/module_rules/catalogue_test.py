from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from pants.util.docutil import bin_name

from terrapants.validation.module_rules.catalogue import (
    ALL_RULES,
    BY_ID,
    MODULE_RULES,
    id_problem,
)
from terrapants.validation.module_rules.testutil import shown


@dataclass(frozen=True)
class Case:
    """Changes of the good module: files by name, None for those left out."""

    bad: Mapping[str, str | None]
    text: str
    good: Mapping[str, str | None] = field(default_factory=dict)


CASES: dict[str, Case] = {
    "terraform-standard-files": Case(
        bad={"outputs.tf": None, "versions.tf": None},
        text=(
            "infra/m/main.tf: error: outputs.tf and versions.tf are missing "
            "[terraform-standard-files]"
        ),
    ),
    "terraform-provider-block": Case(
        bad={"main.tf": 'provider "aws" {\n  region = var.name\n}\n'},
        text=(
            'infra/m/main.tf:1:1: error: a reusable module configures provider "aws": leave that '
            "to its callers, or set `module_kind` if it is applied by itself "
            "[terraform-provider-block]\n"
            '    provider "aws" {'
        ),
    ),
    "terraform-variable-type": Case(
        bad={"variables.tf": 'variable "name" {\n  description = "Name."\n}\n'},
        text=(
            'infra/m/variables.tf:1:1: error: variable "name" has no type '
            '[terraform-variable-type]\n    variable "name" {'
        ),
    ),
    "terraform-legacy-type": Case(
        bad={"variables.tf": 'variable "name" {\n  description = "Name."\n  type = "list"\n}\n'},
        text=(
            'infra/m/variables.tf:3:3: warning: the type of variable "name" is in quotation marks: '
            'write list(string) [terraform-legacy-type]\n    type = "list"'
        ),
        good={"variables.tf": 'variable "name" {\n  description = "N."\n  type = list(any)\n}\n'},
    ),
    "terraform-variable-description": Case(
        bad={"variables.tf": 'variable "name" {\n  description = " "\n  type = string\n}\n'},
        text=(
            'infra/m/variables.tf:1:1: error: variable "name" has no description '
            '[terraform-variable-description]\n    variable "name" {'
        ),
    ),
    "terraform-output-description": Case(
        bad={"outputs.tf": 'output "arn" {\n  value = aws_s3_bucket.this.arn\n}\n'},
        text=(
            'infra/m/outputs.tf:1:1: error: output "arn" has no description '
            '[terraform-output-description]\n    output "arn" {'
        ),
    ),
    "terraform-required-version": Case(
        bad={
            "versions.tf": 'terraform {\n  required_providers {\n    aws = {\n      source = "a/b"'
            '\n      version = "5.0"\n    }\n  }\n}\n'
        },
        text=(
            "infra/m/versions.tf:1:1: error: the module has no required_version, the versions of "
            "Terraform that it works with [terraform-required-version]\n    terraform {"
        ),
    ),
    "terraform-required-provider": Case(
        bad={
            "main.tf": 'resource "random_id" "this" {}\nresource "aws_sqs_queue" "this" {}\n',
            "versions.tf": "terraform {\n  required_providers {\n    aws = {}\n  }\n}\n",
        },
        text=(
            'infra/m/main.tf:1:1: error: provider "random" is used here, but required_providers '
            "has no source and version for it [terraform-required-provider]\n"
            '    resource "random_id" "this" {}\n'
            'infra/m/versions.tf:3:5: error: provider "aws" has no source and no version '
            "[terraform-required-provider]\n"
            "    aws = {}"
        ),
    ),
    "terraform-unused-provider": Case(
        bad={"main.tf": 'resource "terraform_data" "this" {}\n'},
        text=(
            'infra/m/versions.tf:5:5: warning: provider "aws" is required, but nothing uses it '
            "[terraform-unused-provider]\n    aws = {"
        ),
    ),
    "terraform-unused-declaration": Case(
        bad={
            "main.tf": 'locals {\n  a = 1\n}\n\ndata "aws_region" "current" {}\n',
            "locals.tf": 'provider "aws" {\n  alias = "replica"\n}\n',
        },
        text=(
            'infra/m/locals.tf:1:1: error: provider configuration "aws.replica" is never used '
            '[terraform-unused-declaration]\n    provider "aws" {\n'
            'infra/m/main.tf:2:3: error: local value "a" is never used '
            "[terraform-unused-declaration]\n    a = 1\n"
            'infra/m/main.tf:5:1: error: data source "aws_region.current" is never used '
            '[terraform-unused-declaration]\n    data "aws_region" "current" {}\n'
            'infra/m/variables.tf:1:1: error: variable "name" is never used '
            '[terraform-unused-declaration]\n    variable "name" {'
        ),
    ),
    "terraform-sensitive": Case(
        bad={
            "secrets.tf": 'variable "db_password" {}\noutput "api_key" {\n'
            "  value = var.db_password\n}\n"
        },
        text=(
            'infra/m/secrets.tf:1:1: error: variable "db_password" looks like a secret, but is not '
            "marked: set sensitive = true [terraform-sensitive]\n"
            '    variable "db_password" {}\n'
            'infra/m/secrets.tf:2:1: error: output "api_key" looks like a secret, but is not '
            "marked: set sensitive = true [terraform-sensitive]\n"
            '    output "api_key" {'
        ),
        good={
            "secrets.tf": 'variable "db_password" {\n  sensitive = true\n}\n'
            'output "api_key" {\n  value = var.db_password\n  sensitive = true\n}\n'
        },
    ),
    "terraform-naming": Case(
        bad={"main.tf": 'resource "aws_s3_bucket" "my-Bucket" {}\n'},
        text=(
            'infra/m/main.tf:1:1: warning: the name of resource "my-Bucket" is not in snake_case: '
            "lower-case letters, digits and single underscores [terraform-naming]\n"
            '    resource "aws_s3_bucket" "my-Bucket" {}'
        ),
    ),
    "terraform-duplicate-declaration": Case(
        bad={"more.tf": 'variable "name" {}\n'},
        text=(
            'infra/m/variables.tf:1:1: error: variable "name" is already declared at '
            "infra/m/more.tf:1:1 [terraform-duplicate-declaration]\n"
            '    variable "name" {'
        ),
    ),
    "terraform-duplicate-key": Case(
        bad={"main.tf": "locals {\n  tags = {\n    a = 1\n    b = 2\n    a = 3\n  }\n}\n"},
        text=(
            'infra/m/main.tf:5:5: error: the object already has the key "a", on line 3: only the '
            "last value counts [terraform-duplicate-key]\n    a = 3"
        ),
        good={"main.tf": "locals {\n  tags = {\n    a = 1\n    b = { a = 2 }\n  }\n}\n"},
    ),
    "terraform-local-module": Case(
        bad={"main.tf": 'module "a" {\n  source = "./modules/a"\n}\n'},
        text=(
            'infra/m/main.tf:2:3: error: the source of module "a", ./modules/a, has no Terraform '
            "configuration: there is no *.tf file in infra/m/modules/a [terraform-local-module]\n"
            '    source = "./modules/a"'
        ),
    ),
    "terraform-missing-file": Case(
        bad={"main.tf": 'locals {\n  a = file("${path.module}/a.txt")\n}\n'},
        text=(
            "infra/m/main.tf:2:7: error: file() reads infra/m/a.txt, which does not exist, or "
            ".gitignore hides it from Pants. Add it, or correct the path [terraform-missing-file]\n"
            '    a = file("${path.module}/a.txt")'
        ),
        good={
            "main.tf": (
                'locals {\n  a = try(file("${path.module}/a.txt"), "")\n'
                '  b = fileexists("b.txt") ? file("b.txt") : ""\n}\n'
            )
        },
    ),
    "terraform-pinned-source": Case(
        bad={"main.tf": 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n'},
        text=(
            'infra/m/main.tf:2:3: error: the source of module "vpc" is in a registry, but the call '
            "has no version [terraform-pinned-source]\n"
            '    source = "terraform-aws-modules/vpc/aws"'
        ),
        good={
            "main.tf": 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n'
            '  version = "~> 5.1"\n}\n'
        },
    ),
    "terraform-deprecated-interpolation": Case(
        bad={"main.tf": 'locals {\n  a = "${var.name}"\n  b = { "${var.name}" = 1 }\n}\n'},
        text=(
            "infra/m/main.tf:2:7: warning: the string is only an interpolation: write the "
            'expression without "${ }" [terraform-deprecated-interpolation]\n'
            '    a = "${var.name}"\n'
            "infra/m/main.tf:3:9: warning: the key is only an interpolation: write the expression "
            "in parentheses [terraform-deprecated-interpolation]\n"
            '    b = { "${var.name}" = 1 }'
        ),
        good={"main.tf": 'locals {\n  a = "${var.name}-x"\n  b = { (var.name) = 1 }\n}\n'},
    ),
    "terraform-deprecated-index": Case(
        bad={"main.tf": "locals {\n  a = var.name.0\n  b = var.name.*.id\n}\n"},
        text=(
            "infra/m/main.tf:2:15: warning: write the index in brackets: list[0] "
            "[terraform-deprecated-index]\n    a = var.name.0\n"
            "infra/m/main.tf:3:15: warning: write the splat in brackets: list[*].id "
            "[terraform-deprecated-index]\n    b = var.name.*.id"
        ),
        good={"main.tf": "locals {\n  a = var.name[0]\n  b = var.name[*].id\n}\n"},
    ),
    "terraform-deprecated-lookup": Case(
        bad={"main.tf": 'locals {\n  a = lookup(var.name, "x")\n}\n'},
        text=(
            "infra/m/main.tf:2:7: warning: lookup() without a default is like an index: write "
            "map[key], or add a default [terraform-deprecated-lookup]\n"
            '    a = lookup(var.name, "x")'
        ),
        good={"main.tf": 'locals {\n  a = lookup(var.name, "x", null)\n}\n'},
    ),
    "terraform-empty-list-equality": Case(
        bad={"main.tf": "locals {\n  a = var.name == [] ? 1 : 2\n}\n"},
        text=(
            "infra/m/main.tf:2:7: error: a list never equals [], which is an empty tuple: compare "
            "its length() with 0 [terraform-empty-list-equality]\n"
            "    a = var.name == [] ? 1 : 2"
        ),
        good={"main.tf": "locals {\n  a = length(var.name) == 0 ? [] : 2\n}\n"},
    ),
    "terraform-comment-syntax": Case(
        bad={"main.tf": "// a\nlocals {} # b // c\n"},
        text=(
            "infra/m/main.tf:1:1: warning: the comment begins with //: write # instead "
            "[terraform-comment-syntax]\n    // a"
        ),
        good={"main.tf": "# a\n/* b // c */\n"},
    ),
    "terraform-change-in-place": Case(
        bad={"main.tf": 'resource "aws_instance" "web" {\n  user_data = var.name\n}\n'},
        text=(
            "infra/m/main.tf:2:3: warning: aws_instance.web runs user_data once, when it is "
            "created, and a change stops and starts it without running it again: set "
            "user_data_replace_on_change = true [terraform-change-in-place]\n"
            "    user_data = var.name"
        ),
        good={
            "main.tf": 'resource "aws_instance" "web" {\n  user_data = var.name\n'
            "  user_data_replace_on_change = true\n}\n"
        },
    ),
    "terraform-create-before-destroy": Case(
        bad={"main.tf": 'resource "aws_acm_certificate" "web" {\n  domain_name = var.name\n}\n'},
        text=(
            "infra/m/main.tf:1:1: warning: aws_acm_certificate.web would be destroyed before what "
            "replaces it exists, and a listener that uses it keeps it from being deleted: set "
            "create_before_destroy = true in a lifecycle block [terraform-create-before-destroy]\n"
            '    resource "aws_acm_certificate" "web" {'
        ),
        good={
            "main.tf": 'resource "aws_acm_certificate" "web" {\n  domain_name = var.name\n'
            "  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
        },
    ),
    "terraform-module-tests": Case(
        bad={"tests/defaults.tftest.hcl": None},
        text=(
            "infra/m/main.tf: error: the module has no test: there is no *.tftest.hcl file in it "
            "or below it, and none elsewhere loads it [terraform-module-tests]"
        ),
    ),
    "terraform-empty-test": Case(
        bad={"tests/empty.tftest.hcl": 'variables {\n  name = "a"\n}\n'},
        text=(
            "infra/m/tests/empty.tftest.hcl: error: the file has no run block, so it tests "
            "nothing; add one, or delete the file [terraform-empty-test]"
        ),
    ),
    "terraform-untested-validation": Case(
        bad={
            "variables.tf": 'variable "name" {\n  validation {\n    condition = var.name != ""\n'
            '    error_message = "No."\n  }\n}\n'
        },
        text=(
            "infra/m/variables.tf:2:3: warning: no test expects the validation of variable "
            '"name" to fail: add a run with expect_failures = [var.name] '
            "[terraform-untested-validation]\n    validation {"
        ),
        good={
            "variables.tf": 'variable "name" {\n  validation {\n    condition = var.name != ""\n'
            '    error_message = "No."\n  }\n}\n',
            "tests/a.tftest.hcl": 'run "a" {\n  command = plan\n\n  expect_failures = [var.name]\n'
            "}\n",
        },
    ),
}


def test_the_good_module_breaks_no_rule() -> None:
    assert shown({}) == ""


def test_every_rule_has_a_case() -> None:
    assert [rule.id for rule in MODULE_RULES] == list(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_what_a_user_reads_of_a_broken_rule(rule: str) -> None:
    assert shown(CASES[rule].bad, rule) == CASES[rule].text


@pytest.mark.parametrize("rule", CASES)
def test_what_does_not_break_it(rule: str) -> None:
    assert shown(CASES[rule].good, rule) == ""


def test_ids_are_one_scheme_and_unique() -> None:
    assert len(BY_ID) == len(ALL_RULES)
    for rule in ALL_RULES:
        assert rule.id.startswith("terraform-")
        assert rule.id == rule.id.lower().replace("_", "-")
        can_be_switched_off = not id_problem(rule.id)
        assert (f"`# terrapants:ignore {rule.id}`" in rule.how_to_switch_off) is can_be_switched_off
        assert "\n" not in rule.reason
        assert rule.reason.endswith(".")


def test_an_id_that_does_not_exist() -> None:
    assert id_problem("terraform-nameing") == (
        'unknown rule ID "terraform-nameing": did you mean "terraform-naming"?'
    )
    assert id_problem("x") == (
        f'unknown rule ID "x": `{bin_name()} help terraform-rules` lists all rules'
    )
    assert id_problem("terraform-naming") == ""


def test_what_cannot_be_switched_off() -> None:
    assert id_problem("terraform-syntax") == 'the rule "terraform-syntax" cannot be switched off'
    assert id_problem("terraform-rule-setting") == (
        'the rule "terraform-rule-setting" cannot be switched off'
    )
