"""Tests with the emulator and the AWS provider, and tests that would use a real account."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pants.engine.fs import Snapshot
from pants.engine.rules import QueryRule

from terrapants.terraform.process import CommandRunner
from terrapants.testing.console import details
from terrapants.testing.emulator import EmulatorRequest
from terrapants.testing.output import RunStatus
from terrapants.testing.testutil import EmulatorRepository, assert_passed, runs
from terrapants.testing.verdict import Verdict

AWS = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
"""
TOPIC = (
    AWS
    + """\
variable "name" {
  default = "orders"
}

resource "aws_sns_topic" "this" {
  name         = "orders"
  display_name = var.name
}
"""
)
# The emulator has topics, but not this.
CONSOLE = AWS + 'resource "aws_ec2_serial_console_access" "this" {\n  enabled = true\n}\n'


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> EmulatorRepository:
    return EmulatorRepository(
        tmp_path_factory.mktemp("pex"), [QueryRule(CommandRunner, [EmulatorRequest])]
    )


def test_scripts_are_not_part_of_what_is_installed(repository: EmulatorRepository) -> None:
    """Otherwise each change of them would install moto again."""
    repository.set_options()
    runner = repository.rule_runner.request(CommandRunner, [EmulatorRequest("aws")])
    assert runner.append_only_caches["pex_root"] == ".cache/pex_root"
    files = repository.rule_runner.request(Snapshot, [runner.digest]).files
    assert [file for file in files if file.endswith(("launch.py", "aws.py", "terrapants"))] == [
        ".terrapants/emulators/aws.py",
        ".terrapants/emulators/launch.py",
    ]


def test_applies_and_plans_again(repository: EmulatorRepository) -> None:
    """Without a provider block, in the region that is passed, and without other settings."""
    test = """\
run "creates" {
  assert {
    condition     = aws_sns_topic.this.arn == "arn:aws:sns:eu-central-1:123456789012:orders"
    error_message = "It must be in the region that the target names."
  }
}

run "again_without_changes" {
  command = plan
}

run "other_name_without_changes" {
  command = plan

  variables {
    name = "returns"
  }
}
"""
    fields = 'emulator="aws", extra_env_vars=["AWS_REGION=eu-central-1", "AWS_PROFILE=none"]'
    verdict = repository.verdict("topic", TOPIC, test, fields)
    assert runs(verdict) == {
        "creates": RunStatus.PASS,
        "again_without_changes": RunStatus.PASS,
        "other_name_without_changes": RunStatus.FAIL,
    }, details(verdict)
    assert details(verdict).splitlines()[1:] == [
        "  topic/tests/a.tftest.hcl:12:1: error: The plan has changes",
        "    aws_sns_topic.this: update (display_name)",
    ]
    # Moto ran where the next test finds it, compiled, instead of installing it in its sandbox.
    venvs = Path(repository.caches, "named/pex_root/venvs")
    assert list(venvs.glob("**/site-packages/moto/__pycache__/*.pyc"))


def test_call_that_is_not_implemented_is_named(repository: EmulatorRepository) -> None:
    verdict = repository.verdict("console", CONSOLE, 'run "applies" {\n}\n', 'emulator="aws"')
    assert verdict.verdict == Verdict.FAILED
    assert re.fullmatch(
        r"emulator: ec2 EnableSerialConsoleAccess is not implemented \(moto [\d.]+\)\.",
        verdict.problem,
    )


def test_run_that_only_claims_to_change_nothing(repository: EmulatorRepository) -> None:
    test = 'run "again_without_changes" {\n}\n'
    verdict = repository.verdict("claims", TOPIC, test, 'emulator="aws"')
    assert verdict.problem == (
        'claims/tests/a.tftest.hcl:1:1: run "again_without_changes" says that it is without '
        "changes, which only a plan shows. Add `command = plan`, or rename it."
    )


def test_emulator_and_real_cloud_exclude_each_other(repository: EmulatorRepository) -> None:
    verdict = repository.verdict(
        "both", TOPIC, 'run "applies" {\n}\n', 'emulator="aws", real_cloud=True'
    )
    assert verdict.problem == (
        "both/tests/a.tftest.hcl:../tests has both `emulator` and `real_cloud`: a test uses one of "
        "them."
    )


def test_missing_resolve(repository: EmulatorRepository) -> None:
    verdict = repository.verdict(
        "resolve",
        TOPIC,
        'run "applies" {\n}\n',
        'emulator="aws"',
        ("--moto-install-from-resolve=motto",),
    )
    assert verdict.problem == (
        "`[moto].install_from_resolve` is 'motto', which is none of `[python].resolves`: "
        "python-default. Unset it to install the versions that come with the suite."
    )


@pytest.mark.parametrize(
    ("name", "provider", "withheld"),
    [
        (
            "environment",
            "",
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of `extra_env_vars` did not reach it. ",
        ),
        (
            "keys",
            'provider "aws" {\n  region = "us-east-1"\n  access_key = "a"\n  secret_key = "b"\n}\n',
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of `extra_env_vars` did not reach it. ",
        ),
    ],
)
def test_real_account_is_refused(
    repository: EmulatorRepository, name: str, provider: str, withheld: str
) -> None:
    fields = (
        'extra_env_vars=["AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=something", '
        '"AWS_SECRET_ACCESS_KEY=something"]'
    )
    verdict = repository.verdict(name, TOPIC, provider + 'run "applies" {\n}\n', fields)
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == (
        f"This test would use a real AWS account, which its target does not allow. {withheld}Mock "
        'the provider (`mock_provider "aws" {}`), set `emulator="aws"` on the target, or, if it is '
        "to create real resources at your cost, set `real_cloud=True` and pass credentials in "
        "`extra_env_vars`."
    )


def test_mocked_tests_are_as_before(repository: EmulatorRepository) -> None:
    """Neither refused nor given an emulator, whatever their target says."""
    for name, fields in (("mocked", ""), ("mocked_too", 'emulator="aws"')):
        test = 'mock_provider "aws" {}\nrun "applies" {\n}\n'
        assert_passed(repository.verdict(name, TOPIC, test, fields))
