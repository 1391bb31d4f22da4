from __future__ import annotations

from pathlib import Path

import pytest

from module_catalog.catalog import Input, InventoryError, Module, Output, Provider
from module_catalog.inventory import scan


def write(root: Path, path: str, content: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


def test_modules_are_named_by_their_directories(tmp_path: Path) -> None:
    write(
        tmp_path,
        "aws/kms-key/versions.tf",
        """\
        # What this module runs on.
        terraform {
          required_version = ">= 1.9, < 2.0"

          required_providers {
            aws = {
              source                = "hashicorp/aws"
              version               = "~> 5.0"
              configuration_aliases = [aws.replica]
            }
            random = "~> 3.6"
            null   = {}
          }
        }
        """,
    )
    write(tmp_path, "azure/vault/versions.tf", "terraform {}\n")
    write(tmp_path, "aws/kms-key/main.tf", 'resource "aws_kms_key" "this" {}\n')
    write(tmp_path, "aws/kms-key/examples/complete/versions.tf", "terraform {}\n")

    assert scan(tmp_path).modules == (
        Module(
            name="aws/kms-key",
            required_version=">= 1.9, < 2.0",
            providers={
                "aws": Provider(source="hashicorp/aws", version="~> 5.0"),
                "random": Provider(source="hashicorp/random", version="~> 3.6"),
                "null": Provider(source="hashicorp/null"),
            },
        ),
        Module(name="azure/vault"),
    )


def test_file_that_is_not_hcl_is_named(tmp_path: Path) -> None:
    write(tmp_path, "aws/vpc/versions.tf", "terraform {\n")
    with pytest.raises(InventoryError, match=r"aws/vpc/versions\.tf: "):
        scan(tmp_path)


def test_inputs_outputs_calls_and_readme_are_read(tmp_path: Path) -> None:
    write(tmp_path, "aws/key/versions.tf", "terraform {}\n")
    write(tmp_path, "aws/vault/versions.tf", "terraform {}\n")
    write(tmp_path, "aws/vault/README.md", "# Vault\n")
    write(
        tmp_path,
        "aws/vault/main.tf",
        """\
        variable "name" {
          type        = string
          description = <<-EOT
            Name of the vault.
            - `a`: b
          EOT
        }

        variable "key" {
          type      = object({ arn = string, tags = optional(map(string), {}) })
          default   = { arn = "a" }
        }

        variable "password" {
          default   = "hunter2x"
          sensitive = true
        }

        variable "zones" {
          default = ["a", true, 1, null, var.x]
        }

        module "key" {
          source = "../key"
        }

        module "elsewhere" {
          source = "../../../elsewhere"
        }

        module "registry" {
          source = "terraform-aws-modules/vpc/aws"
        }

        output "arn" {
          value       = module.key.arn
          description = "The \\"ARN\\"."
          sensitive   = true
        }
        """,
    )
    module = scan(tmp_path).find("aws/vault")
    assert module
    assert module.inputs == (
        Input(
            name="key",
            type="object({arn = string, tags = optional(map(string), {})})",
            default='{ arn = "a" }',
        ),
        Input(name="name", type="string", description="Name of the vault.\n- `a`: b"),
        Input(name="password", default="(sensitive)", sensitive=True),
        Input(name="zones", default='["a", true, 1, null, var.x]'),
    )
    assert module.outputs == (Output(name="arn", description='The "ARN".', sensitive=True),)
    assert module.readme == "# Vault\n"
    assert module.calls == ("aws/key",)
