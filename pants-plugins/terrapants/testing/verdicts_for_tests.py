"""Verdicts of real runs of `terraform test`, for the tests of those."""

from __future__ import annotations

import os
from collections.abc import Mapping
from textwrap import dedent

from pants.engine.addresses import Address
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.arguments import read_arguments
from terrapants.testing.console import details
from terrapants.testing.execution import TerraformTestFieldSet, TerraformTestRun
from terrapants.testing.output import RunStatus
from terrapants.testing.register import rules, target_types
from terrapants.testing.verdict import TestFileVerdict, Verdict
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

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
EMPTY_RUN = 'run "empty" {\n}\n'


def expects(condition: str, *, run: str = "run") -> str:
    """A run block that asserts a condition."""
    return dedent(
        f"""\
        run "{run}" {{
          assert {{
            condition     = {condition}
            error_message = "It does not hold."
          }}
        }}
        """
    )


def verdict_rule_runner() -> RuleRunner:
    """One that gives the verdict on a `TerraformTestRun`."""
    return terraform_rule_runner(
        [*rules(), QueryRule(TestFileVerdict, [TerraformTestRun])], target_types()
    )


def verdict_on(
    rule_runner: RuleRunner,
    file: str,
    *arguments: str,
    target: str = "",
    options: tuple[str, ...] | None = None,
    env: Mapping[str, str] | None = None,
    timeout_seconds: int | None = None,
) -> TestFileVerdict:
    """Run a test file.

    :param target: the directory and name of its target; by default its generator is `tests` in its
        own directory, or in the one above `tests/`.
    """
    rule_runner.set_options(terraform_options() if options is None else options, env=env)
    directory, _, name = target.partition(":")
    if not target:
        directory = os.path.dirname(file)
        if os.path.basename(directory) == "tests":
            directory = os.path.dirname(directory)
    address = Address(
        directory,
        target_name=name or "tests",
        relative_file_path=os.path.relpath(file, directory or "."),
    )
    field_set = TerraformTestFieldSet.create(rule_runner.get_target(address))
    return rule_runner.request(
        TestFileVerdict,
        [TerraformTestRun(field_set, read_arguments(arguments), timeout_seconds, force=False)],
    )


def runs(verdict: TestFileVerdict) -> dict[str, RunStatus]:
    """The status of each run block, by its name."""
    return {run.name: run.status for run in verdict.runs}


def assert_passed(verdict: TestFileVerdict) -> None:
    assert verdict.verdict == Verdict.PASSED, details(verdict)
