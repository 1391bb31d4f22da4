from __future__ import annotations

from pathlib import Path

import pytest

from module_catalog.catalog import InventoryError, Module, Provider
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
            "aws/kms-key",
            ">= 1.9, < 2.0",
            {
                "aws": Provider("hashicorp/aws", "~> 5.0"),
                "random": Provider("hashicorp/random", "~> 3.6"),
                "null": Provider("hashicorp/null"),
            },
        ),
        Module("azure/vault"),
    )


def test_file_that_is_not_hcl_is_named(tmp_path: Path) -> None:
    write(tmp_path, "aws/vpc/versions.tf", "terraform {\n")
    with pytest.raises(InventoryError, match=r"aws/vpc/versions\.tf: "):
        scan(tmp_path)
