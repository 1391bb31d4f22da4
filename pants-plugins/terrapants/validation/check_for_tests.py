"""`check` and what it found, for its tests."""

from __future__ import annotations

from collections.abc import Iterable

from pants.core.goals.check import Check, CheckResult, CheckResults
from pants.engine.addresses import Address
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner
from terrapants.validation.check_goal import TerraformValidateFieldSet, TerraformValidateRequest
from terrapants.validation.register import rules, target_types
from terrapants.validation.validating import Validated, ValidateDirectory


def check_rule_runner() -> RuleRunner:
    """One that validates directories, and runs `check`."""
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Validated, [ValidateDirectory]),
            QueryRule(CheckResults, [TerraformValidateRequest]),
        ],
        target_types(),
    )


def check_result(
    rule_runner: RuleRunner, *directories: str, options: Iterable[str] = ()
) -> CheckResult:
    """What `check` says of the `terraform_module` of each of the directories, together."""
    rule_runner.set_options((*terraform_options(), *options))
    field_sets = [
        TerraformValidateFieldSet.create(rule_runner.get_target(Address(directory)))
        for directory in directories
    ]
    (result,) = rule_runner.request(CheckResults, [TerraformValidateRequest(field_sets)]).results
    return result


def check(rule_runner: RuleRunner, *arguments: str) -> GoalRuleResult:
    return rule_runner.run_goal_rule(Check, global_args=terraform_options(), args=arguments)
