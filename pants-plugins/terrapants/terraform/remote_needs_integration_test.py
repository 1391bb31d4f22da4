"""What a process asks the provider pool for when its module calls remote ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import pytest
from pants.engine.fs import EMPTY_DIGEST, Digest, DigestContents
from pants.engine.process import Process
from pants.engine.rules import QueryRule
from pants.util.frozendict import FrozenDict

from terrapants.hcl.provider_needs import ProviderConfiguration
from terrapants.terraform.process import TerraformModuleProcess
from terrapants.terraform.rules import rules, target_types
from terrapants.testutil.module_server import ModuleServer, module_server
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

AWS = "registry.terraform.io/hashicorp/aws"
RANDOM = "registry.terraform.io/hashicorp/random"
NEEDS_AWS = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "%s" }
  }
}
resource "aws_s3_bucket" "this" {}
"""
CALLS_SUB = 'module "sub" {\n  source = "./sub"\n}\n'
MOCKED = frozenset({ProviderConfiguration(AWS)})


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ModuleServer]:
    with module_server(tmp_path) as server:
        yield server


def asked_for(
    tmp_path: Path,
    server: ModuleServer,
    remote: dict[str, str],
    mocked: Optional[frozenset[ProviderConfiguration]],
) -> dict[str, Any]:
    """The providers that the pool is asked for, with their constraints."""
    server.repository("repo").commit(remote, tag="v1")
    runner = terraform_rule_runner(
        [
            *rules(),
            QueryRule(Process, [TerraformModuleProcess]),
            QueryRule(DigestContents, [Digest]),
        ],
        target_types(),
        caches=str(tmp_path / "caches"),
    )
    runner.set_options(terraform_options())
    source = f"{server.url('repo')}?ref=v1"
    runner.write_files(
        {"a/main.tf": f'{NEEDS_AWS % ">= 5.0"}\nmodule "this" {{\n  source = "{source}"\n}}\n'}
    )
    process = runner.request(
        Process,
        [
            TerraformModuleProcess(
                directory="a",
                arguments=("validate",),
                input_digest=EMPTY_DIGEST,
                description="Terraform",
                env=FrozenDict(server.env),
                share_providers=True,
                mocked=mocked,
            )
        ],
    )
    files = {
        file.path: file.content for file in runner.request(DigestContents, [process.input_digest])
    }
    content = files.get(".terrapants/pool_request.json", b"{}")
    found: dict[str, Any] = json.loads(content).get("providers", {})
    return found


@pytest.mark.parametrize("mocked", [MOCKED, None])
def test_constraints_of_remote_modules_count(
    tmp_path: Path, server: ModuleServer, mocked: Optional[frozenset[ProviderConfiguration]]
) -> None:
    remote = {"main.tf": CALLS_SUB, "sub/main.tf": NEEDS_AWS % "< 6.0"}
    assert asked_for(tmp_path, server, remote, mocked) == {AWS: ["< 6.0", ">= 5.0"]}


@pytest.mark.parametrize(
    "remote",
    [
        {"main.tf": CALLS_SUB, "sub/main.tf": 'resource "random_id" "this" {}\n'},
        {"main.tf": 'provider "aws" {}\n'},
    ],
)
def test_a_remote_module_that_has_a_provider_configured(
    tmp_path: Path, server: ModuleServer, remote: dict[str, str]
) -> None:
    assert asked_for(tmp_path, server, remote, MOCKED) == {}


def test_validate_configures_none(tmp_path: Path, server: ModuleServer) -> None:
    remote = {"main.tf": 'resource "random_id" "this" {}\nprovider "random" {}\n'}
    assert asked_for(tmp_path, server, remote, None) == {AWS: [">= 5.0"], RANDOM: []}


def test_a_remote_module_that_cannot_be_read(tmp_path: Path, server: ModuleServer) -> None:
    assert asked_for(tmp_path, server, {"main.tf": "resource {"}, None) == {}
