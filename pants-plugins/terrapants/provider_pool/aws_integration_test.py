"""The AWS provider, whose schema has two thousand types, in the pool."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]
import pytest

from terrapants.provider_pool.client import INIT_DIRECTORY
from terrapants.provider_pool.schema import provider_schema
from terrapants.provider_pool.testutil import AWS, TestPool, kill, pool, provider_processes

VERSIONS = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
"""
# What Terraform says of each follows from the whole schema.
MISTAKES = """
resource "aws_s3_buckt" "near_a_resource" {}
resource "aws_instanec" "near_another" {}
resource "aws_nothing_of_the_kind" "near_none" {}
resource "aws_caller_identity" "is_a_data_source" {}
data "aws_kms_aliass" "near_a_data_source" {}
data "aws_s3_bucket_versioning" "is_a_resource" {}
ephemeral "aws_secretsmanager_secret_versio" "near_an_ephemeral" {}
"""
INVALID = """
resource "aws_s3_bucket" "a" {
  bukcet = "a"
}
resource "aws_kms_key" "a" {
  key_usage               = "NONSENSE"
  deletion_window_in_days = 3
}
data "aws_iam_policy_document" "a" {
  statement {
    effect = "Perhaps"
  }
}
output "a" {
  value = provider::aws::arn_pars("arn:aws:s3:::a")
}
"""
TEST = """
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }
}
run "passes" {
  assert {
    condition     = data.aws_caller_identity.a.account_id == "123456789012"
    error_message = "It does not."
  }
}
run "fails" {
  assert {
    condition = provider::aws::arn_parse("arn:aws:s3:::${aws_s3_bucket.a.bucket}").region == "b"
    error_message = "It is another."
  }
}
"""
MODULE = """
resource "aws_s3_bucket" "a" {
  bucket = "a"
}
data "aws_caller_identity" "a" {}
"""


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[TestPool]:
    with pool(tmp_path) as test_pool:
        yield test_pool


@pytest.mark.parametrize("main", [MISTAKES, INVALID])
def test_validate_says_the_same(shared: TestPool, main: str) -> None:
    sandbox = shared.aws_sandbox({"versions.tf": VERSIONS, "main.tf": main})
    pooled = sandbox.run("validate", "-json")
    plain = sandbox.run_plainly("validate", "-json")
    assert pooled.returncode == plain.returncode == 1
    said = [sorted(map(json.dumps, diagnostics(each.stdout))) for each in (pooled, plain)]
    assert said[0] == said[1]
    assert len(said[0]) >= 4


def diagnostics(output: str) -> list[Any]:
    found: list[Any] = json.loads(output)["diagnostics"]
    return found


def test_test_says_the_same(shared: TestPool) -> None:
    files = {"versions.tf": VERSIONS, "main.tf": MODULE, "tests/a.tftest.hcl": TEST}
    sandbox = shared.aws_sandbox(files)
    pooled = sandbox.run("test", "-no-color")
    plain = sandbox.run_plainly("test", "-no-color")
    assert (pooled.returncode, pooled.stdout) == (plain.returncode, plain.stdout)
    assert pooled.stderr.replace("client 0\n", "") == plain.stderr
    assert "1 passed, 1 failed" in pooled.stdout
    assert sandbox.fault == ""


def test_it_needs_little_memory_and_sends_a_small_schema(shared: TestPool) -> None:
    answer = shared.aws_sandbox({"versions.tf": VERSIONS, "main.tf": MODULE}).ask()
    with grpc.insecure_channel(f"unix:{answer.sockets[AWS]}") as provider:
        schema = provider.unary_unary("/tfplugin5.Provider/GetSchema")(b"")
        with pytest.raises(grpc.RpcError) as unknown:
            provider.unary_unary("/tfplugin5.Provider/GetResourceIdentitySchemas")(b"")
    assert unknown.value.code() is grpc.StatusCode.UNIMPLEMENTED
    assert provider_schema(schema).names == {"aws_s3_bucket", "aws_caller_identity"}
    assert len(schema) < 100_000
    assert peak_kilobytes(answer.server) < 120 * 1024
    assert len(provider_processes(answer.server)) == 1


def test_a_later_server_knows_what_the_one_before_found_out(shared: TestPool) -> None:
    files = {"versions.tf": VERSIONS, "main.tf": MODULE, "tests/a.tftest.hcl": TEST}
    first, second = (shared.aws_sandbox(files) for _ in range(2))
    said = first.run("test", "-no-color").stdout
    assert (first.root / INIT_DIRECTORY).exists()
    sizes = [file.stat().st_size for file in (shared.directory / "records").iterdir()]
    assert max(sizes) > 1_000_000 > min(sizes)
    kill(shared.aws_sandbox(files).ask().server)
    assert second.run("test", "-no-color").stdout == said
    assert not (second.root / INIT_DIRECTORY).exists()


def peak_kilobytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
