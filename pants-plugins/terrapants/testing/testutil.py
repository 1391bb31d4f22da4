"""Helpers of this room's tests: modules, and the verdicts of a real Terraform on their tests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import dedent

from pants.core.goals.test import TestDebugRequest, TestResult
from pants.engine.addresses import Address
from pants.engine.internals.session import RunId
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.testing.arguments import read_arguments
from terrapants.testing.console import details
from terrapants.testing.execution import TerraformTestFieldSet, TerraformTestRun
from terrapants.testing.output import RunStatus
from terrapants.testing.register import rules, target_types
from terrapants.testing.runner import TerraformTestRequest
from terrapants.testing.tf_test_goal import TfTest
from terrapants.testing.verdict import FileVerdict, Verdict
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import (
    provider_mirror,
    terraform_options,
    terraform_rule_runner,
)

BUILD = 'terraform_module()\nterraform_tests(name="tests")\n'
# A module that needs no provider: what goes in by `name` comes out by `name`.
MODULE = dedent(
    """\
    variable "name" {
      type    = string
      default = "unset"
    }

    output "name" {
      value = var.name
    }
    """
)
FILE = "tests/a.tftest.hcl"
# What finds the tools that install Python packages.
TOOL_ENVIRONMENT = {"HOME", "PATH", "PYENV_ROOT"}


def output_of(result: TestResult) -> str:
    """What a result of `test` shows: text on Pants 2.17, bytes in other fields later."""
    fields = vars(result)
    assert not fields.get("stderr", fields.get("stderr_bytes"))
    return str(fields["stdout"] if "stdout" in fields else fields["stdout_bytes"].decode())


def expects(condition: str, *, run: str = "run") -> str:
    """A run block that asserts a condition."""
    return dedent(
        f"""\
        run "{run}" {{
          assert {{
            condition     = {condition}
            error_message = "It does <not> hold."
          }}
        }}
        """
    )


PASSES = 'run "passes" {\n}\n'
FAILS = expects('var.name == "set"', run="fails")


def sleeps(seconds: str) -> str:
    """A resource that takes this long to create."""
    return dedent(
        f"""\
        resource "terraform_data" "this" {{
          provisioner "local-exec" {{
            command = "sleep {seconds}"
          }}
        }}
        """
    )


def new_rule_runner(caches: str | None = None, extra_rules: Iterable[QueryRule] = ()) -> RuleRunner:
    """One that runs `test` and `tf-test`; `caches` is as for `terraform_rule_runner`."""
    return terraform_rule_runner(
        [
            *rules(),
            *extra_rules,
            QueryRule(FileVerdict, [TerraformTestRun]),
            QueryRule(TestResult, [TerraformTestRequest.Batch]),
            QueryRule(TestDebugRequest, [TerraformTestRequest.Batch]),
            QueryRule(RunId, []),
        ],
        target_types(),
        caches=caches,
    )


def write(
    rule_runner: RuleRunner, directory: str, files: Mapping[str, str] | None = None, **tests: str
) -> None:
    """Write a module.

    :param files: in addition to, or instead of, a usual `BUILD` and `main.tf`.
    :param tests: the test files in `tests/`, by their names without the suffix.
    """
    content = {
        "BUILD": BUILD,
        "main.tf": MODULE,
        **{f"tests/{name}.tftest.hcl": content for name, content in tests.items()},
        **(files or {}),
    }
    rule_runner.write_files({os.path.join(directory, path): content[path] for path in content})


def field_set_of(
    rule_runner: RuleRunner, directory: str, file: str, target: str
) -> TerraformTestFieldSet:
    """The test file of a directory's target."""
    address = Address(directory, target_name=target, relative_file_path=file)
    return TerraformTestFieldSet.create(rule_runner.get_target(address))


def verdict_on(
    rule_runner: RuleRunner,
    directory: str,
    *arguments: str,
    file: str = FILE,
    target: str = "tests",
    options: tuple[str, ...] | None = None,
    env: Mapping[str, str] | None = None,
    env_inherit: set[str] | None = None,
    timeout_seconds: int | None = None,
) -> FileVerdict:
    """Run a test file of a directory's target, by default without a time limit."""
    rule_runner.set_options(
        terraform_options() if options is None else options, env=env, env_inherit=env_inherit
    )
    field_set = field_set_of(rule_runner, directory, file, target)
    run = TerraformTestRun(field_set, read_arguments(arguments), timeout_seconds, force=False)
    return rule_runner.request(FileVerdict, [run])


def runs(verdict: FileVerdict) -> dict[str, RunStatus]:
    """The status of each run block, by its name."""
    return {run.name: run.status for run in verdict.runs}


def assert_passed(verdict: FileVerdict) -> None:
    assert verdict.verdict == Verdict.PASSED, details(verdict)


def tf_test(
    rule_runner: RuleRunner, *arguments: str, options: tuple[str, ...] | None = None
) -> GoalRuleResult:
    """The goal `tf-test` as a user calls it."""
    return rule_runner.run_goal_rule(
        TfTest, global_args=terraform_options() if options is None else options, args=arguments
    )


def text(result: GoalRuleResult) -> str:
    """What was printed, with `0.00s` for every duration."""
    return re.sub(r"\d+\.\d\ds", "0.00s", result.stdout)


def lines(result: GoalRuleResult) -> list[str]:
    """What was printed, with single spaces, and `0.00s` for every duration."""
    return [" ".join(line.split()) for line in text(result).splitlines()]


class EmulatorRepository:
    """Runs test files with the emulator of the lock, each in a module of its own."""

    def __init__(self, directory: Path, extra_rules: Iterable[QueryRule] = ()) -> None:
        """:param directory: an empty one."""
        self.caches = str(directory / "caches")
        self.rule_runner = new_rule_runner(self.caches, extra_rules)
        self.options = (
            *terraform_options(mirrors=[provider_mirror()]),
            *pex_tool_options(directory),
        )

    def forget(self) -> None:
        """Remember no result of a rule, but what was installed."""
        self.rule_runner = new_rule_runner(self.caches)

    def set_options(self) -> None:
        self.rule_runner.set_options(self.options, env_inherit=TOOL_ENVIRONMENT)

    def verdict(
        self,
        directory: str,
        main: str,
        test: str,
        fields: str,
        options: tuple[str, ...] = (),
        timeout_seconds: int | None = None,
    ) -> FileVerdict:
        """On a module that is written to this directory.

        :param fields: of the target of its test.
        """
        build = f'terraform_module()\nterraform_tests(name="tests", {fields})\n'
        write(self.rule_runner, directory, {"BUILD": build, "main.tf": main}, a=test)
        return verdict_on(
            self.rule_runner,
            directory,
            options=(*self.options, *options),
            env_inherit=TOOL_ENVIRONMENT,
            timeout_seconds=timeout_seconds,
        )
