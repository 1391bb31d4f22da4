"""A process that wants the provider pool is run again, once that is prepared or cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pants.engine.fs import PathGlobs, Snapshot
from pants.engine.process import FallibleProcessResult
from pants.engine.rules import QueryRule

from terrapants.terraform.json_output import json_lines
from terrapants.terraform.process import TerraformModuleProcess
from terrapants.terraform.provider_pool import _WRITE
from terrapants.terraform.providers import PROVIDERS_CACHE
from terrapants.terraform.rules import rules, target_types
from terrapants.terraform.running import TerraformRun
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

# It fails, as nothing provides it: in Terraform, and not before.
MAIN = """\
terraform {
  required_providers {
    tiny = {
      source = "acme/tiny"
    }
  }
}
"""
# The pool cannot be installed with them.
OPTIONS = ("--pex-cli-url-template=file:///nowhere/pex", "--pex-cli-known-versions=[]")


def types(tmp_path: Path) -> list[str]:
    """Those of the lines that a run of `terraform validate` wrote."""
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    runner = terraform_rule_runner(
        [
            *rules(),
            QueryRule(FallibleProcessResult, [TerraformRun]),
            QueryRule(Snapshot, [PathGlobs]),
        ],
        target_types(),
        caches=str(tmp_path / "caches"),
    )
    runner.set_options(
        terraform_options(mirrors=[str(mirror)], pool=OPTIONS),
        env_inherit={"PATH", "PYENV_ROOT", "HOME"},
    )
    runner.write_files({"a/main.tf": MAIN})
    files = runner.request(Snapshot, [PathGlobs(["a/*"])])
    process = TerraformModuleProcess(
        directory="a",
        arguments=("validate", "-json"),
        input_digest=files.digest,
        description="Terraform",
        share_providers=True,
    )
    result = runner.request(FallibleProcessResult, [TerraformRun(process)])
    assert result.exit_code == 1
    return [message["type"] for message in json_lines(result.stdout.decode())]


def test_without_a_pool_the_process_runs_and_a_notice_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert "terrapants_init" in types(tmp_path)
    (said,) = caplog.messages
    assert said.startswith("Providers are not shared: the pool cannot be installed (")


def test_a_process_that_is_told_nothing_else_does_without_the_pool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk."""
    once = _WRITE.replace("printf", '[ -e "$0/clients/$PPID" ] || printf')
    assert once != _WRITE
    monkeypatch.setattr("terrapants.terraform.provider_pool._WRITE", once)
    assert "terrapants_init" in types(tmp_path)
    client = tmp_path / "caches/named" / PROVIDERS_CACHE / "pool/clients" / str(os.getpid())
    assert client.read_text() == "unprepared\n"
