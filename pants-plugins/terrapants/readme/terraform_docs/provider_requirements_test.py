from __future__ import annotations

import pytest

from terrapants.hcl.module_interface import Resource, read_module
from terrapants.hcl.position import Position
from terrapants.readme.terraform_docs.provider_requirements import (
    ProviderRequirement,
    nfc,
    pinned_version,
    provider_of,
    provider_requirements,
)


def test_requirements_of_all_files() -> None:
    interface = read_module(
        {
            "b.tf": 'provider "aws" {\n  version = "~> 5.1"\n}\nprovider "tls" {}\n',
            "c.tf": """
            terraform {
              required_providers {
                aws = { source = "hashicorp/aws", version = ">= 5" }
              }
            }
            """,
            "a_override.tf": 'terraform {\n  required_providers {\n    aws = "!= 5.5"\n  }\n}\n',
        }
    )
    assert provider_requirements(interface) == {
        "aws": ProviderRequirement("hashicorp/aws", ("~> 5.1", ">= 5", "!= 5.5")),
        "tls": ProviderRequirement(),
    }


@pytest.mark.parametrize(
    ("resource_type", "argument", "provider"),
    [
        ("aws_s3_bucket", None, ("aws", "")),
        ("aws_s3_bucket", "aws.replica", ("aws", "replica")),
        ("google_x", "google-beta", ("google-beta", "")),
        ("aws_a", 'aws.by["x"]', ("aws", "by")),
        ("single", None, ("single", "")),
    ],
)
def test_provider_of(resource_type: str, argument: str | None, provider: tuple[str, str]) -> None:
    resource = Resource("resource", resource_type, "x", Position("a.tf", 1, 1), argument)
    assert provider_of(resource) == provider


@pytest.mark.parametrize(
    ("constraints", "version"),
    [
        ((), "latest"),
        (("5.1.0",), "5.1.0"),
        (("=5.1.0",), "5.1.0"),
        (("= 5.1.0",), "5.1.0"),
        ((">= 5", "5.1.0"), "5.1.0"),
        (("5.1.0", ">= 5"), "latest"),
        (("~> 5.1",), "latest"),
        ((">=5",), "latest"),
        ((">= 5, < 6",), "latest"),
        (("",), "latest"),
    ],
)
def test_pinned_versions(constraints: tuple[str, ...], version: str) -> None:
    assert pinned_version(constraints) == version


def test_normal_form() -> None:
    assert nfc("e\u0301") == "\u00e9"
