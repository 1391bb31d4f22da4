"""`check` and `terraform init && terraform validate` by hand come to the same verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings.finding import fails, render
from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_options
from terrapants.validation.testutil import accepted_by_hand, check_rule_runner
from terrapants.validation.validating import Validated, ValidateDirectory


@dataclass(frozen=True)
class Fixture:
    """A module.

    :param files: their content by path in the module; bytes where the text is not UTF-8.
    :param says: what the findings say, if anything: a part of their text for a terminal, in which
        `@` stands for the module's directory.
    :param tests: the directories of tests beside `tests` that `terraform validate` is told of.
    :param aws: whether it needs the AWS provider.
    :param caller: the directory that is validated by hand, if not the module's own.
    """

    files: Mapping[str, str | bytes]
    valid: bool = True
    says: str = ""
    tests: tuple[str, ...] = ()
    aws: bool = False
    module: str = ""
    caller: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


def tf(text: str) -> Mapping[str, str]:
    return {"main.tf": dedent(text)}


VALID = tf(
    """\
    variable "name" {
      type    = string
      default = "unset"
    }

    resource "terraform_data" "this" {
      input = var.name
    }

    output "name" {
      value = terraform_data.this.output
    }
    """
)
AWS = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

"""
# The provider that every Terraform has.
TERRAFORM = """\
terraform {
  required_providers {
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }
}

"""
ALIASES = TERRAFORM.replace(
    "    }\n", "      configuration_aliases = [terraform.first, terraform.second]\n    }\n", 1
)
CALLER = (
    TERRAFORM
    + 'provider "terraform" {\n  alias = "mine"\n}\n\nvariable "name" {\n  type = string\n}\n\n'
    'module "called" {\n  source = "../m"\n  name = var.name\n  providers = {\n'
    "    terraform.first = terraform.mine\n    terraform.second = terraform.mine\n  }\n}\n"
)


def with_aliases(body: str, **files: str) -> Mapping[str, str]:
    """A module that gets two provider configurations, and a caller written by hand."""
    variable = 'variable "name" {\n  type = string\n}\n\n'
    return {"caller/main.tf": CALLER, "m/main.tf": ALIASES + variable + body, **files}


def resource(name: str, arguments: str) -> str:
    return f'resource "terraform_data" "{name}" {{\n{arguments}\n}}\n'


EMPTY_RUN = 'run "empty" {\n}\n'

FIXTURES: Mapping[str, Fixture] = {
    "valid": Fixture(VALID),
    "empty_file": Fixture({"main.tf": ""}),
    "unsupported_argument": Fixture(
        tf('resource "terraform_data" "this" {\n  inputt = 1\n}\n'),
        False,
        "@/main.tf:2:3: error: Unsupported argument\n    inputt = 1\n",
    ),
    "undeclared_variable": Fixture(
        tf('output "name" {\n  value = var.nome\n}\n'),
        False,
        "@/main.tf:2:11: error: Reference to undeclared input variable\n    value = var.nome\n",
    ),
    "does_not_parse": Fixture(
        tf('resource "terraform_data" "this" {\n  input = [\n}\n'),
        False,
        "@/main.tf:3:1: error:",
    ),
    "one_of_two_does_not_parse": Fixture(
        {**VALID, "other.tf": 'variable "other" {\n  type =\n}\n'},
        False,
        "@/other.tf:2:9: error: Invalid expression",
    ),
    "unclosed_string": Fixture(tf('output "x" {\n  value = "abc\n}\n'), False, "@/main.tf:2:"),
    "two_errors": Fixture(
        tf('output "a" {\n  value = var.a\n}\n\noutput "b" {\n  value = var.b\n}\n'),
        False,
        "@/main.tf:6:11: error: Reference to undeclared input variable",
    ),
    "duplicate_resource": Fixture(
        {
            "main.tf": 'resource "terraform_data" "a" {}\n',
            "z.tf": 'resource "terraform_data" "a" {}\n',
        },
        False,
        "@/z.tf:1:1: error: Duplicate resource",
    ),
    "default_of_wrong_type": Fixture(
        tf('variable "size" {\n  type    = number\n  default = "big"\n}\n'),
        False,
        "@/main.tf:3:13: error: Invalid default value for variable",
    ),
    "function_that_fails": Fixture(
        tf('output "x" {\n  value = file("${path.module}/nope.txt")\n}\n'),
        False,
        "error: Invalid function argument",
    ),
    "file_that_is_read": Fixture(
        {
            "main.tf": 'output "x" {\n  value = file("${path.module}/files/a b.txt")\n}\n',
            "files/a b.txt": "there\n",
        }
    ),
    "cycle": Fixture(tf("locals {\n  a = local.b\n  b = local.a\n}\n"), False, "@: error: Cycle:"),
    "unsupported_attribute": Fixture(
        {**VALID, "other.tf": 'output "x" {\n  value = terraform_data.this.nope\n}\n'},
        False,
        "@/other.tf:2:30: error: Unsupported attribute",
    ),
    "called_module": Fixture(
        {
            "main.tf": 'module "part" {\n  source = "./parts/part"\n}\n',
            "parts/part/main.tf": 'module "other" {\n  source = "../other"\n}\n',
            "parts/other/main.tf": VALID["main.tf"],
        }
    ),
    "called_module_is_not_there": Fixture(
        tf('module "part" {\n  source = "./parts/part"\n}\n'),
        False,
        "@/main.tf:1: error: Unreadable module directory\n",
    ),
    "called_module_lacks_an_argument": Fixture(
        {
            "main.tf": 'module "part" {\n  source = "./part"\n}\n',
            "part/main.tf": 'variable "name" {\n  type = string\n}\n',
        },
        False,
        "@/main.tf:1:15: error: Missing required argument",
    ),
    "error_in_a_called_module": Fixture(
        {
            "main.tf": 'module "part" {\n  source = "./part"\n}\n',
            "part/main.tf": 'output "x" {\n  value = var.nope\n}\n',
        },
        False,
        "@/part/main.tf:2:11: error: Reference to undeclared input variable",
    ),
    "module_above": Fixture(
        {
            "outer/main.tf": VALID["main.tf"],
            "inner/main.tf": 'module "outer" {\n  source = "../outer"\n}\n',
        },
        module="inner",
    ),
    "json_syntax": Fixture(
        {
            "main.tf": "",
            "more.tf.json": '{"output": {"x": {"value": "${1 + 1}"}}}\n',
        }
    ),
    "json_syntax_with_an_error": Fixture(
        {"main.tf": "", "more.tf.json": '{"output": {"x": {"valu": 1}}}\n'},
        False,
        "@/more.tf.json:1:",
    ),
    "json_that_does_not_parse": Fixture(
        {"main.tf": "", "more.tf.json": '{"output": {\n'}, False, "@/more.tf.json:2:1: error:"
    ),
    "override": Fixture(
        {**VALID, "main_override.tf": 'output "name" {\n  value = "overridden"\n}\n'}
    ),
    "override_of_nothing": Fixture(
        {**VALID, "override.tf": 'output "other" {\n  value = 1\n}\n'},
        False,
        "@/override.tf:1:1: error: Missing base output definition to override",
    ),
    "newer_terraform_required": Fixture(
        tf('terraform {\n  required_version = ">= 99.0"\n}\n'),
        False,
        "@/main.tf:2:3: error: Unsupported Terraform Core version",
    ),
    "backend": Fixture(
        tf('terraform {\n  backend "s3" {\n    bucket = "b"\n    key    = "k"\n  }\n}\n')
    ),
    "missing_provider": Fixture(
        tf(
            """\
            terraform {
              required_providers {
                nope = {
                  source  = "terrapants-tests/nope"
                  version = "~> 1.0"
                }
              }
            }

            resource "nope_thing" "this" {}
            """
        ),
        False,
        '@/main.tf:3:5: error: Provider terrapants-tests/nope, version "~> 1.0", was not found. '
        "Looked in",
    ),
    "missing_provider_that_is_implied": Fixture(
        tf('resource "nopenope_thing" "this" {}\n'),
        False,
        "@/main.tf:1:1: error: Provider hashicorp/nopenope, any version, was not found. Looked in",
    ),
    "tests": Fixture({**VALID, "tests/a.tftest.hcl": EMPTY_RUN, "b.tftest.hcl": EMPTY_RUN}),
    "test_does_not_parse": Fixture(
        {**VALID, "tests/a.tftest.hcl": 'run "a" {\n  command =\n}\n'},
        False,
        "@/tests/a.tftest.hcl:2:12: error: Invalid expression",
    ),
    "test_beside_the_module_does_not_parse": Fixture(
        {**VALID, "a.tftest.hcl": 'run "a" {\n'}, False, "@/a.tftest.hcl:1:"
    ),
    "test_with_an_unknown_argument": Fixture(
        {**VALID, "tests/a.tftest.hcl": 'run "a" {\n  comand = plan\n}\n'},
        False,
        "@/tests/a.tftest.hcl:2:3: error: Unsupported argument",
    ),
    "test_loads_a_module": Fixture(
        {
            **VALID,
            "tests/a.tftest.hcl": 'run "a" {\n  module {\n    source = "./tests/setup"\n  }\n}\n',
            "tests/setup/main.tf": "",
        }
    ),
    "test_loads_a_module_that_is_not_there": Fixture(
        {
            **VALID,
            "tests/a.tftest.hcl": 'run "a" {\n  module {\n    source = "./tests/setup"\n  }\n}\n',
        },
        False,
        "@/tests/a.tftest.hcl:2: error: Unreadable module directory\n",
    ),
    "test_with_mocks": Fixture(
        {
            **VALID,
            "tests/a.tftest.hcl": 'mock_provider "terraform" {\n  source = "./tests/mocks"\n}\n'
            + EMPTY_RUN,
            "tests/mocks/a.tfmock.hcl": 'mock_resource "terraform_data" {\n}\n',
        }
    ),
    "test_with_mocks_that_are_not_there": Fixture(
        {
            **VALID,
            "tests/a.tftest.hcl": 'mock_provider "terraform" {\n  source = "./tests/mocks"\n}\n'
            + EMPTY_RUN,
        },
        False,
        "@/tests/a.tftest.hcl:1:1: error: Failed to read mock data directory",
    ),
    "tests_in_another_directory": Fixture(
        {**VALID, "tests/a.tftest.hcl": EMPTY_RUN, "unit/deep/a.tftest.hcl": EMPTY_RUN},
        tests=("unit/deep",),
    ),
    "test_in_another_directory_has_an_error": Fixture(
        {
            **VALID,
            "tests/a.tftest.hcl": EMPTY_RUN,
            "unit/a.tftest.hcl": 'run "a" {\n  comand = plan\n}\n',
        },
        False,
        "@/unit/a.tftest.hcl:2:3: error: Unsupported argument",
        ("unit",),
    ),
    "variable_file_does_not_parse": Fixture({**VALID, "terraform.tfvars": "name = {{\n"}),
    "names with spaces": Fixture(
        {"the main.tf": VALID["main.tf"], "tests/a b.tftest.hcl": EMPTY_RUN}
    ),
    "an error in names with spaces": Fixture(
        {"the main.tf": 'output "x" {\n  value = var.nope\n}\n'},
        False,
        "@/the main.tf:2:11: error: Reference to undeclared input variable",
    ),
    "not_utf8": Fixture(
        {"main.tf": 'output "x" {\n  value = "caf\xe9"\n}\n'.encode("latin-1")},
        False,
        "@/main.tf:2:15: error: Invalid character encoding",
    ),
    "byte_order_mark": Fixture({"main.tf": "\ufeff" + VALID["main.tf"]}),
    "windows_line_ends": Fixture({"main.tf": VALID["main.tf"].replace("\n", "\r\n")}),
    "linked_file": Fixture({"real/a.tf": VALID["main.tf"]}, links={"main.tf": "real/a.tf"}),
    "warning": Fixture(
        {
            "main.tf": VALID["main.tf"]
            + 'resource "terraform_data" "b" {\n  depends_on = ["terraform_data.this"]\n}\n'
        },
        True,
        "@/main.tf:14:17: warning: Quoted references are deprecated",
    ),
    "aliases": Fixture(
        with_aliases(
            resource("a", "  provider = terraform.first\n  input = var.name")
            + resource("b", "  provider = terraform.second")
        ),
        module="m",
        caller="caller",
    ),
    "aliases_and_an_unsupported_argument": Fixture(
        with_aliases(resource("a", "  provider = terraform.first\n  inptu = var.name")),
        False,
        "@/main.tf:16:3: error: Unsupported argument",
        module="m",
        caller="caller",
    ),
    "aliases_and_a_value_of_the_wrong_type": Fixture(
        with_aliases('output "x" {\n  value = var.name.first\n}\n'),
        False,
        "@/main.tf:15:19: error: Unsupported attribute",
        module="m",
        caller="caller",
    ),
    "an_alias_that_nobody_passes": Fixture(
        with_aliases(resource("a", "  provider = terraform.fist")),
        False,
        "@/main.tf:14:1: error: Provider configuration not present\n  terraform_data.a asks for "
        'provider["terraform.io/builtin/terraform"].fist. Declare it in a provider block, or in '
        "configuration_aliases if callers pass it, or correct the provider argument.",
        module="m",
        caller="caller",
    ),
    "aliases_in_json_syntax": Fixture(
        {
            "caller/main.tf": CALLER,
            "m/main.tf.json": '{"terraform": {"required_providers": {"terraform": {"source": '
            '"terraform.io/builtin/terraform", "configuration_aliases": ["terraform.first", '
            '"terraform.second"]}}}, "variable": {"name": {}}, "resource": {"terraform_data": '
            '{"a": {"provider": "terraform.first"}}}}\n',
        },
        module="m",
        caller="caller",
    ),
    "aliases_that_are_passed_on": Fixture(
        with_aliases(
            'module "inner" {\n  source = "./inner"\n  name = var.name\n  providers = {\n'
            "    terraform.first = terraform.first\n    terraform.second = terraform.first\n"
            "  }\n}\n",
            **{
                "m/inner/main.tf": ALIASES
                + 'variable "name" {}\n'
                + resource("b", "  provider = terraform.second")
            },
        ),
        module="m",
        caller="caller",
    ),
    "aliases_that_are_not_passed_on": Fixture(
        with_aliases(
            'module "inner" {\n  source = "./inner"\n}\n',
            **{"m/inner/main.tf": ALIASES + resource("b", "  provider = terraform.second")},
        ),
        False,
        "@/main.tf:14:1: error: Missing required provider configuration",
        module="m",
        caller="caller",
    ),
    "aliases_and_tests": Fixture(
        with_aliases(
            resource("a", "  provider = terraform.first"),
            **{
                "m/tests/a.tftest.hcl": 'run "a" {\n  module {\n    source = "./tests/setup"\n'
                "  }\n}\n",
                "m/tests/setup/main.tf": ALIASES + resource("b", "  provider = terraform.second"),
            },
        ),
        module="m",
        caller="caller",
    ),
    "aws_with_an_unsupported_argument": Fixture(
        {"main.tf": AWS + 'resource "aws_s3_bucket" "this" {\n  bucket_nam = "b"\n}\n'},
        False,
        "@/main.tf:10:3: error: Unsupported argument",
        aws=True,
    ),
    "aws_with_a_warning": Fixture(
        {
            "main.tf": AWS
            + 'resource "aws_s3_bucket" "this" {\n  bucket = "b"\n  acl    = "private"\n}\n'
        },
        True,
        "@/main.tf:11:12: warning: Argument is deprecated",
        aws=True,
    ),
    "aws_locked_to_a_version_that_is_not_there": Fixture(
        {
            "main.tf": AWS,
            ".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n'
            '  version = "0.0.1"\n'
            '  hashes  = ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]\n}\n',
        },
        False,
        "error: Provider hashicorp/aws, version 0.0.1 as in .terraform.lock.hcl, was not found.",
        aws=True,
    ),
}


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to a directory of its own."""
    return check_rule_runner()


@pytest.mark.parametrize("name", FIXTURES)
def test_the_verdicts_are_the_same(rule_runner: RuleRunner, name: str, tmp_path: Path) -> None:
    fixture = FIXTURES[name]
    module = "/".join(filter(None, (name, fixture.module)))
    rule_runner.write_files({f"{name}/{path}": content for path, content in fixture.files.items()})
    for path, target in fixture.links.items():
        Path(rule_runner.build_root, name, path).symlink_to(target)
    rule_runner.write_files({f"{module}/BUILD": "terraform_module()\n"})
    mirror = provider_mirror() if fixture.aws else ""
    rule_runner.set_options(terraform_options(mirrors=[mirror] if mirror else []))

    findings = rule_runner.request(Validated, [ValidateDirectory(module)]).findings

    by_hand = accepted_by_hand(
        Path(rule_runner.build_root, name),
        fixture.caller or fixture.module,
        tmp_path,
        mirror=mirror,
        tests=fixture.tests,
    )
    text = render(findings)
    assert (not fails(findings), by_hand) == (fixture.valid, fixture.valid), text
    assert fixture.says.replace("@", module, 1) in f"{text}\n"
    assert fixture.says or not findings, text
