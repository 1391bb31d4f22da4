from __future__ import annotations

import pytest

from terrapants.hcl.module_interface import read_module
from terrapants.hcl.provider_needs import (
    ProviderConfiguration,
    ProviderNeeds,
    merged_constraints,
    provider_needs,
    source_address,
)

AWS = "registry.terraform.io/hashicorp/aws"


def needs(text: str) -> ProviderNeeds:
    return provider_needs(read_module({"main.tf": text}))


@pytest.mark.parametrize(
    ("source", "name", "address"),
    [
        (None, "aws", AWS),
        (None, "terraform", "terraform.io/builtin/terraform"),
        ("aws", "x", AWS),
        ("Hashicorp/AWS", "x", AWS),
        ("example.com/team/thing", "x", "example.com/team/thing"),
    ],
)
def test_source_address(source: str | None, name: str, address: str) -> None:
    assert source_address(source, name) == address


def test_constraints_of_all_blocks() -> None:
    found = needs(
        """
        terraform {
          required_providers {
            cloud = { source = "hashicorp/aws", version = ">= 5.0" }
            null  = "~> 3.0"
          }
        }
        provider "cloud" { version = "< 7.0" }
        resource "random_id" "a" {}
        """
    )
    assert dict(found.constraints) == {
        AWS: (">= 5.0", "< 7.0"),
        "registry.terraform.io/hashicorp/null": ("~> 3.0",),
        "registry.terraform.io/hashicorp/random": (),
    }
    assert found.configures
    assert found.configuration("cloud.east") == ProviderConfiguration(AWS, "east")


def test_the_built_in_provider_is_not_needed() -> None:
    assert needs('resource "terraform_data" "a" {}') == ProviderNeeds(
        names=(("terraform", "terraform.io/builtin/terraform"),)
    )


def test_configurations_that_resources_use() -> None:
    found = needs(
        """
        terraform {
          required_providers {
            aws = { source = "hashicorp/aws", configuration_aliases = [aws.a] }
          }
        }
        provider "aws" { alias = "b" }
        resource "aws_vpc" "x" { provider = aws.a }
        """
    )
    assert set(found.configurations) == {
        ProviderConfiguration(AWS, "a"),
        ProviderConfiguration(AWS, "b"),
    }
    assert ProviderConfiguration(AWS) in needs('data "aws_ami" "a" {}').configurations
    nested = 'check "c" {\n data "aws_ami" "a" {}\n}'
    assert ProviderConfiguration(AWS) in needs(nested).configurations


def test_constraints_of_several_modules() -> None:
    of = '\nterraform {\n required_providers {\n aws = "%s"\n }\n}\n'
    merged = merged_constraints((needs(of % ">= 5"), needs(of % "< 6"), needs(of % ">= 5")))
    assert merged == ((AWS, ("< 6", ">= 5")),)
