from __future__ import annotations

import pytest
from pants.core.goals.lint import Lint, LintResult
from pants.core.util_rules.partitions import Partitions
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner
from pants.util.docutil import bin_name

from terrapants.terraform import rules as terraform
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner
from terrapants.validation import unowned_lint
from terrapants.validation.unowned_lint import UnownedLintRequest

FILES = {
    "infra/owned/BUILD": "terraform_module()\n",
    "infra/owned/main.tf": "",
    "infra/new/main.tf": "",
    "infra/new/outputs.tf": "",
    "infra/new/nested/main.tf": "",
}


@pytest.fixture
def rule_runner() -> RuleRunner:
    rule_runner = terraform_rule_runner(
        [
            *terraform.rules(),
            *unowned_lint.rules(),
            QueryRule(Partitions, [UnownedLintRequest.PartitionRequest]),
            QueryRule(LintResult, [UnownedLintRequest.Batch]),
        ],
        terraform.target_types(),
    )
    rule_runner.write_files(FILES)
    return rule_runner


def result_for(
    rule_runner: RuleRunner, *files: str, options: tuple[str, ...] = ()
) -> LintResult | None:
    """What is said when these files were asked for, None where there is nothing to say."""
    rule_runner.set_options(options)
    partitions = rule_runner.request(Partitions, [UnownedLintRequest.PartitionRequest(files)])
    if not partitions:
        return None
    (partition,) = partitions
    batch = UnownedLintRequest.Batch(
        "terraform-targets", tuple(partition.elements), partition.metadata
    )
    return rule_runner.request(LintResult, [batch])


def test_a_module_without_a_target_beside_others(rule_runner: RuleRunner) -> None:
    result = result_for(rule_runner, *FILES)
    assert result is not None
    assert (result.exit_code, result.stdout) == (
        0,
        (
            "No target owns infra/new/main.tf and 2 other Terraform files, so they are neither "
            f"checked nor tested. Run `{bin_name()} tailor infra/new::`.\n"
        ),
    )


def test_no_other_module_was_asked_for(rule_runner: RuleRunner) -> None:
    result = result_for(rule_runner, "infra/new/nested/main.tf")
    assert result is not None
    assert (result.exit_code, result.stdout) == (
        1,
        (
            "No target owns infra/new/nested/main.tf, so it is neither checked nor tested. "
            f"Run `{bin_name()} tailor infra/new/nested::`.\n"
        ),
    )


def test_nothing_to_say(rule_runner: RuleRunner) -> None:
    owned = ("infra/owned/BUILD", "infra/owned/main.tf")
    assert result_for(rule_runner, *owned) is None
    ignored = ("--tailor-ignore-paths=infra/new/**",)
    assert result_for(rule_runner, *FILES, options=ignored) is None
    assert result_for(rule_runner, *FILES, options=("--terraform-targets-skip",)) is None


def test_the_exit_code_of_lint(rule_runner: RuleRunner) -> None:
    only = ["--only=terraform-targets"]
    assert rule_runner.run_goal_rule(Lint, args=[*only, "infra/new::"]).exit_code == 1
    assert rule_runner.run_goal_rule(Lint, args=[*only, "infra::"]).exit_code == 0
    assert rule_runner.run_goal_rule(Lint, args=[*only, "infra/owned::"]).exit_code == 0
