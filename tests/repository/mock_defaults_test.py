"""The mock defaults for AWS are those of the provider's schema, and modules that need them pass."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_on_path

GENERATOR = Path("build-support/mock_defaults/write.py").absolute()
DEFAULTS = Path("infra-packages/aws/mock-defaults").absolute()
CONSUMERS = Path("tests/repository/mock_defaults").absolute()

VERSIONS = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
"""
SETTINGS = """\
provider_installation {
  filesystem_mirror {
    path = "%s"
  }
}
"""
PLAIN = 'mock_provider "aws" {}\nrun "applies" {\n}\n'
WITH_DEFAULTS = 'mock_provider "aws" {\n  source = "./mock-defaults"\n}\nrun "applies" {\n}\n'


def test_the_files_are_those_that_the_generator_writes(tmp_path: Path) -> None:
    subprocess.run(
        (sys.executable, GENERATOR, "--mirror", provider_mirror(), "--directory", tmp_path),
        env={"PATH": os.path.dirname(terraform_on_path().path)},
        check=True,
    )
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text() for path in DEFAULTS.glob("*.tfmock.hcl")}
    assert written == kept, (
        "The mock defaults are out of date: run `python3 build-support/mock_defaults/write.py`."
    )


def test_a_mirror_without_the_provider_leaves_the_files_alone(tmp_path: Path) -> None:
    kept = tmp_path / "mocks/resources.tfmock.hcl"
    kept.parent.mkdir()
    kept.write_text("kept")
    finished = subprocess.run(
        (sys.executable, GENERATOR, "--mirror", tmp_path, "--directory", kept.parent),
        env={"PATH": os.path.dirname(terraform_on_path().path)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert finished.returncode == 1
    assert "provider registry.terraform.io/hashicorp/aws was not found" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert kept.read_text() == "kept"


@pytest.mark.parametrize(("kind", "at_least"), [("resources", 45), ("data_sources", 10)])
def test_modules_that_fail_with_plain_mocks_pass(kind: str, at_least: int, tmp_path: Path) -> None:
    consumers = CONSUMERS / f"{kind}.tf.txt"
    expected = set(re.findall(r'resource "\w+" "uses_(\w+)"', consumers.read_text()))
    assert len(expected) >= at_least
    shutil.copy(consumers, tmp_path / "main.tf")
    shutil.copytree(DEFAULTS, tmp_path / "mock-defaults")
    (tmp_path / "versions.tf").write_text(VERSIONS)
    (tmp_path / "plain.tftest.hcl").write_text(PLAIN)
    (tmp_path / "defaults.tftest.hcl").write_text(WITH_DEFAULTS)
    settings = (
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{provider_mirror()}"\n'
    )
    (tmp_path / "terraform.rc").write_text(settings + "  }\n}\n")
    terraform(tmp_path, "init", "-backend=false")

    with_plain_mocks = terraform(tmp_path, "test", "-json", "-filter=plain.tftest.hcl")
    with_defaults = terraform(tmp_path, "test", "-json", "-filter=defaults.tftest.hcl")

    assert with_defaults.returncode == 0, with_defaults.stdout
    assert with_plain_mocks.returncode == 1
    assert types_with_errors(with_plain_mocks.stdout) == expected


def terraform(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (terraform_on_path().path, *arguments),
        cwd=directory,
        env={"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": str(directory / "terraform.rc")},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def types_with_errors(output: str) -> set[str]:
    """Those whose users have an error, from the blocks that the errors are in."""
    lines = (json.loads(line) for line in output.splitlines())
    errors = (line["diagnostic"] for line in lines if "diagnostic" in line)
    return {
        error["snippet"]["context"].split('"uses_')[1].rstrip('"')
        for error in errors
        if error["severity"] == "error"
    }
