"""Tests with the emulator and the AWS provider, and tests that would use a real account."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform.json_output import json_lines
from terrapants.terraform.process import CommandRunner, TerraformModuleProcess
from terrapants.testing.console import details
from terrapants.testing.emulated_resources import CONFIGURATION, CYCLE, EMPTY_ZIP
from terrapants.testing.emulator import EmulatorRequest
from terrapants.testing.output import RunStatus
from terrapants.testing.testutil import assert_passed, new_rule_runner, runs, verdict_on, write
from terrapants.testing.verdict import FileVerdict, Verdict
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_options

LOCK = "3rdparty/python/moto.lock"
DOCUMENTATION = "docs/using/emulator.md"
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


class Repository:
    """Runs test files, each in a module of its own."""

    def __init__(self, directory: Path) -> None:
        self.rule_runner: RuleRunner = new_rule_runner(
            extra_rules=[
                QueryRule(CommandRunner, [EmulatorRequest]),
                QueryRule(Process, [TerraformModuleProcess]),
                QueryRule(FallibleProcessResult, [Process]),
            ]
        )
        self.rule_runner.write_files({LOCK: Path(LOCK).read_text()})
        self.options = (
            *terraform_options(mirrors=[provider_mirror()]),
            *pex_tool_options(directory),
            "--python-enable-resolves",
            "--python-resolves-generate-lockfiles=false",
            "--python-default-resolve=moto",
            f"--python-resolves={{'moto': '{LOCK}'}}",
        )

    def set_options(self, *options: str) -> None:
        self.rule_runner.set_options(
            (*self.options, *options), env_inherit={"HOME", "PATH", "PYENV_ROOT"}
        )

    def verdict(
        self, directory: str, main: str, test: str, fields: str, options: tuple[str, ...] = ()
    ) -> FileVerdict:
        build = f'terraform_module()\nterraform_tests(name="tests", {fields})\n'
        write(self.rule_runner, directory, {"BUILD": build, "main.tf": main}, a=test)
        return verdict_on(
            self.rule_runner,
            directory,
            options=(*self.options, *options),
            env_inherit={"HOME", "PATH", "PYENV_ROOT"},
        )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("pex"))


def test_applies_and_plans_again(repository: Repository) -> None:
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
        "    topic/tests/a.tftest.hcl:12:1: error: The plan has changes",
        "      aws_sns_topic.this: update (display_name)",
    ]


def test_call_that_is_not_implemented_is_named(repository: Repository) -> None:
    verdict = repository.verdict("console", CONSOLE, 'run "applies" {\n}\n', 'emulator="aws"')
    assert verdict.verdict == Verdict.FAILED
    assert re.fullmatch(
        r"emulator: ec2 EnableSerialConsoleAccess is not implemented \(moto [\d.]+\)\.",
        verdict.problem,
    )


def test_run_that_only_claims_to_change_nothing(repository: Repository) -> None:
    test = 'run "again_without_changes" {\n}\n'
    verdict = repository.verdict("claims", TOPIC, test, 'emulator="aws"')
    assert verdict.problem == (
        'claims/tests/a.tftest.hcl:1:1: run "again_without_changes" says that it is without '
        "changes, which only a plan shows. Add `command = plan`, or rename it."
    )


def test_emulator_and_real_cloud_exclude_each_other(repository: Repository) -> None:
    verdict = repository.verdict(
        "both", TOPIC, 'run "applies" {\n}\n', 'emulator="aws", real_cloud=True'
    )
    assert verdict.problem == (
        "both/tests/a.tftest.hcl:../tests has both `emulator` and `real_cloud`: a test uses one of "
        "them."
    )


def test_missing_resolve(repository: Repository) -> None:
    verdict = repository.verdict(
        "resolve",
        TOPIC,
        'run "applies" {\n}\n',
        'emulator="aws"',
        ("--moto-install-from-resolve=motto",),
    )
    assert verdict.problem == (
        "The emulator is installed from the resolve motto, which `[python.resolves]` does not "
        'have. Add `motto = "3rdparty/python/moto.lock"` there, with a lock of `moto[server]`, '
        "or set `[moto].install_from_resolve`. Did you mean moto?"
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
    repository: Repository, name: str, provider: str, withheld: str
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


def test_mocked_tests_are_as_before(repository: Repository) -> None:
    """Neither refused nor given an emulator, whatever their target says."""
    for name, fields in (("mocked", ""), ("mocked_too", 'emulator="aws"')):
        test = 'mock_provider "aws" {}\nrun "applies" {\n}\n'
        assert_passed(repository.verdict(name, TOPIC, test, fields))


def test_documented_table_is_what_the_emulator_can_do(repository: Repository) -> None:
    if not os.path.exists(DOCUMENTATION):
        pytest.fail(f"{DOCUMENTATION} is missing.")
    documented = Path(DOCUMENTATION).read_text().partition("<!-- table -->\n")[2]
    table = "\n".join(table_of(cycle(repository)))
    assert documented.partition("\n<!-- end of table -->")[0] == table, (
        f"Replace the table of {DOCUMENTATION} by this one:\n{table}"
    )


def cycle(repository: Repository) -> str:
    """The output of creating, planning and destroying each type of resource."""
    repository.set_options()
    request = repository.rule_runner.request
    runner = request(CommandRunner, [EmulatorRequest("aws")])
    files = CreateDigest(
        [
            FileContent("all/main.tf", CONFIGURATION.encode()),
            FileContent("all/function.zip", EMPTY_ZIP),
            FileContent("all/cycle.sh", CYCLE.encode()),
        ]
    )
    run_all = 'set -- "$1" "$BASH" cycle.sh "$2" -json\n'
    process = request(
        Process,
        [
            TerraformModuleProcess(
                "all",
                ("ignored",),
                request(Digest, [files]),
                "Create, plan and destroy every resource",
                runner=replace(runner, script=run_all + runner.script),
            )
        ],
    )
    return request(FallibleProcessResult, [process]).stdout.decode()


def table_of(output: str) -> Iterator[str]:
    yield "| resource type | created | read back without a difference | destroyed |"
    yield "| --- | --- | --- | --- |"
    step = ""
    done: dict[str, dict[str, bool]] = {}
    for message in json_lines(output):
        if message.get("type") == "step":
            step = message["step"]
        address = (message.get("hook") or message.get("change") or {}).get("resource", {})
        kind = address.get("resource_type")
        if kind is None or address.get("addr", "").startswith("data."):
            continue
        found = done.setdefault(kind, {"create": False, "read": False, "destroy": False})
        if message["type"] == "planned_change" and step == "create":
            # Until something else is heard of it.
            found.update(read=True)
        elif message["type"] == "planned_change" and step == "read":
            found["read"] = False
        elif message["type"] in ("apply_complete", "apply_errored") and step in found:
            found[step] = message["type"] == "apply_complete"
    for kind, found in sorted(done.items()):
        answers = ("yes" if found[each] else "no" for each in ("create", "read", "destroy"))
        yield f"| `{kind}` | {' | '.join(answers)} |"
