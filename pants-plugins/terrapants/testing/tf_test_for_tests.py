"""The goal `tf-test` as a user calls it, for its tests."""

from __future__ import annotations

import re
from textwrap import dedent

from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.testing.register import rules, target_types
from terrapants.testing.tf_test_goal import TfTest
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

MODULE = 'variable "name" {\n  default = "unset"\n}\n'
PASSES = 'run "passes" {\n}\n'
FAILS = dedent(
    """\
    run "fails" {
      assert {
        condition     = var.name == "set"
        error_message = "The name is not set."
      }
    }
    """
)


def tf_test_rule_runner() -> RuleRunner:
    """One that runs `tf-test`, and `test`."""
    return terraform_rule_runner(rules(), target_types())


def write(rule_runner: RuleRunner, directory: str, **tests: str) -> None:
    """A module with test files in `tests/`, by their names without suffix."""
    rule_runner.write_files(
        {
            f"{directory}/BUILD": 'terraform_module()\nterraform_tests(name="tests")\n',
            f"{directory}/main.tf": MODULE,
            **{f"{directory}/tests/{name}.tftest.hcl": content for name, content in tests.items()},
        }
    )


def tf_test(
    rule_runner: RuleRunner, *arguments: str, options: tuple[str, ...] | None = None
) -> GoalRuleResult:
    return rule_runner.run_goal_rule(
        TfTest, global_args=terraform_options() if options is None else options, args=arguments
    )


def text(result: GoalRuleResult) -> str:
    """What was printed, with `0.00s` for every duration."""
    return re.sub(r"\d+\.\d\ds", "0.00s", result.stdout)


def lines(result: GoalRuleResult) -> list[str]:
    """What was printed, without its columns and with `0.00s` for every duration."""
    return [" ".join(line.split()) for line in text(result).splitlines()]
