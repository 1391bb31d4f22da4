from __future__ import annotations

import pytest

from terrapants.findings.finding import render
from terrapants.readme.module_docs_for_tests import module_docs


def only_input(body: str, above: str = "") -> tuple[str, str, str, bool]:
    (found,) = module_docs(f'{above}variable "v" {{\n{body}\n}}\n').inputs
    return found.description, found.type, found.default, found.required


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ("any", "", True)),
        ("type = string", ("string", "", True)),
        ('type = "string"', ("string", "", True)),
        ("type = list(string) # why", ("list(string)", "", True)),
        (
            "type = object({\n    a = string # b\n  })",
            ("object({\n    a = string # b\n  })", "", True),
        ),
        ("default = null", ("any", "null", False)),
        ('default = ""', ("string", '""', False)),
        ('default = "a"', ("string", '"a"', False)),
        ("default = 1", ("number", "1", False)),
        ("default = true", ("bool", "true", False)),
        ("default = []", ("list", "[]", False)),
        ("default = {}", ("map", "{}", False)),
        (
            "default = { b = [1], a = null }",
            ("map", '{\n  "a": null,\n  "b": [\n    1\n  ]\n}', False),
        ),
        ("default = 9007199254740993", ("number", "9007199254740992", False)),
        ("default = 60 * 60", ("number", "3600", False)),
        ("default = <<EOT\na\n  b\nEOT\n", ("string", '"a\\n  b\\n"', False)),
        ("default = <<-EOT\n  a\n    b\n  EOT\n", ("string", '"a\\n  b\\n"', False)),
        ('default = "$${a}"', ("string", '"${a}"', False)),
        ('default = "e\u0301"', ("string", '"\u00e9"', False)),
        # As in terraform-docs: it is in the source anyhow.
        ('sensitive = true\ndefault = "s3cret"', ("string", '"s3cret"', False)),
        ("nullable = false", ("any", "", True)),
    ],
)
def test_types_and_defaults(body: str, expected: tuple[str, str, bool]) -> None:
    assert only_input(body)[1:] == expected


@pytest.mark.parametrize(
    ("above", "body", "description"),
    [
        ("", "", ""),
        ("", 'description = "D"', "D"),
        ("# C\n", 'description = "D"', "D"),
        ("# C\n", 'description = ""', "C"),
        ("# one\n# two\n", "", "one two"),
        ("// one\n//two\n", "", "one two"),
        ("# far\n\n# near\n", "", "near"),
        ("# far\n\n", "", ""),
        ("  # indented\n", "", ""),
        ("/* block */\n", "", ""),
        ("## two marks\n", "", "# two marks"),
        ("", "description = <<EOT\na\n\nb\nEOT", "a\n\nb\n"),
    ],
)
def test_descriptions(above: str, body: str, description: str) -> None:
    assert only_input(body, above)[0] == description


def test_windows_line_ends_in_descriptions() -> None:
    (found,) = module_docs(
        'variable "v" {\r\n  description = <<EOT\r\na\r\nb\r\nEOT\r\n}\r\n'
    ).inputs
    assert found.description == "a\nb\n"


def test_comments_are_read_only_if_asked() -> None:
    (found,) = module_docs('# C\nvariable "v" {}\n', read_comments=False).inputs
    assert found.description == ""


def test_ignored_blocks() -> None:
    mark = "# terraform-docs-ignore\n"
    docs = module_docs(
        f'{mark}variable "v" {{}}\n{mark}output "o" {{}}\n{mark}resource "a_b" "c" {{}}\n'
        f'// x terraform-docs-ignore\nmodule "m" {{\n  source = "./m"\n}}\n'
    )
    assert (docs.inputs, docs.outputs, docs.resources, docs.modules) == ((), (), (), ())
    assert docs.providers == ()


def test_requirements() -> None:
    docs = module_docs(
        """
        terraform {
          required_version = ">= 1.5"
          required_providers {
            tls = ">= 3"
            aws = {
              source  = "hashicorp/aws"
              version = ">= 5, < 6"
            }
            unversioned = { source = "x/y" }
          }
        }
        provider "aws" {
          version = "~> 5.1"
        }
        """,
        b="""
        terraform {
          required_version = "< 2"
          required_providers {
            aws = "!= 5.5"
          }
        }
        """,
    )
    assert [(each.name, each.version) for each in docs.requirements] == [
        ("terraform", "< 2"),
        ("terraform", ">= 1.5"),
        ("aws", "!= 5.5"),
        ("aws", ">= 5, < 6"),
        ("aws", "~> 5.1"),
        ("tls", ">= 3"),
    ]


PROVIDERS = """
terraform {
  required_providers {
    aws     = { source = "hashicorp/aws", version = ">= 5" }
    unused  = { source = "x/unused", version = "1" }
    private = { source = "example.com/team/private" }
  }
}
data "http" "a" {}
resource "aws_a" "one" {}
resource "aws_b" "two" {
  provider = aws.replica
}
resource "private_thing" "x" {}
resource "terraform_data" "y" {}
ephemeral "random_password" "z" {}
"""


def test_providers_are_those_in_use() -> None:
    docs = module_docs(PROVIDERS, locked={"http": "3.4.5", "unused": "9"})
    assert {each.full_name: each.version for each in docs.providers} == {
        "http": "3.4.5",
        "aws": ">= 5",
        "aws.replica": ">= 5",
        "private": "",
        "terraform": "",
    }


def test_resources() -> None:
    registry = "https://registry.terraform.io/providers"
    assert [(row.address, row.mode, row.url) for row in module_docs(PROVIDERS).resources] == [
        ("aws_a.one", "managed", f"{registry}/hashicorp/aws/latest/docs/resources/a"),
        ("aws_b.two", "managed", f"{registry}/hashicorp/aws/latest/docs/resources/b"),
        ("private_thing.x", "managed", ""),
        (
            "terraform_data.y",
            "managed",
            f"{registry}/hashicorp/terraform/latest/docs/resources/data",
        ),
        ("http_http.a", "data", f"{registry}/hashicorp/http/latest/docs/data-sources/http"),
    ]


@pytest.mark.parametrize(
    ("arguments", "source", "version"),
    [
        ('source = "./m"', "./m", ""),
        ('source = "a/b/c"\nversion = "1.2"', "a/b/c", "1.2"),
        ('source = "git::https://example.com/m?ref=v1"', "git::https://example.com/m", "v1"),
        ('source = "x?ref=v1"\nversion = "2"', "x?ref=v1", "2"),
        ('source = "x?ref="', "x?ref=", ""),
        ('source = "x//y?depth=1&ref=v1"', "x//y?depth=1&ref=v1", ""),
    ],
)
def test_modules(arguments: str, source: str, version: str) -> None:
    (found,) = module_docs(f'module "m" {{\n{arguments}\n}}\n').modules
    assert (found.source, found.version) == (source, version)


def test_override_files_come_last() -> None:
    docs = module_docs(
        'variable "v" {\n  default = 1\n}\n',
        a_override='variable "v" {\n  default = 2\n}\n',
        override='variable "w" {}\n',
    )
    assert {each.name: each.default for each in docs.inputs} == {"v": "2", "w": ""}


def test_a_default_that_is_no_constant() -> None:
    docs = module_docs('variable "v" {\n  default = var.x\n}\n')
    assert render(docs.problems) == (
        'main.tf:2:13: error: the default of variable "v" refers to something or calls a function, '
        "expected a constant, as Terraform does [readme-module]"
    )
