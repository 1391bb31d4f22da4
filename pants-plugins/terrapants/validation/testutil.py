"""`check` and `terraform validate` by hand, for the tests that compare them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from pants.core.goals.check import Check, CheckResult, CheckResults
from pants.core.goals.lint import LintResult
from pants.core.util_rules.partitions import Partitions
from pants.engine.addresses import Address
from pants.engine.rules import QueryRule
from pants.engine.target import COMMON_TARGET_FIELDS, SingleSourceField, Target
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.terraform.target_types import TerraformTestModuleField
from terrapants.testutil.terraform_rule_runner import (
    terraform_on_path,
    terraform_options,
    terraform_rule_runner,
)
from terrapants.validation.check_goal import TerraformValidateFieldSet, TerraformValidateRequest
from terrapants.validation.module_lint import ModuleLintFieldSet, ModuleLintRequest
from terrapants.validation.register import rules, target_types
from terrapants.validation.validating import Validated, ValidateDirectory


class TerraformTestSource(SingleSourceField):
    pass


class TerraformTest(Target):
    """Like that of the backend `terrapants.testing`."""

    alias = "terraform_test"
    core_fields = (*COMMON_TARGET_FIELDS, TerraformTestSource, TerraformTestModuleField)


def check_rule_runner() -> RuleRunner:
    """One that validates directories, applies the module rules, and runs `check`."""
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Validated, [ValidateDirectory]),
            QueryRule(CheckResults, [TerraformValidateRequest]),
            QueryRule(Partitions, [ModuleLintRequest.PartitionRequest]),
            QueryRule(LintResult, [ModuleLintRequest.Batch]),
        ],
        [*target_types(), TerraformTest],
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


def lint_targets(rule_runner: RuleRunner, *targets: Target) -> LintResult:
    """What the module rules say of targets."""
    field_sets = tuple(map(ModuleLintFieldSet.create, targets))
    (partition,) = rule_runner.request(Partitions, [ModuleLintRequest.PartitionRequest(field_sets)])
    batch = ModuleLintRequest.Batch(
        "terraform-rules", tuple(partition.elements), partition.metadata
    )
    return rule_runner.request(LintResult, [batch])


def accepted_by_hand(
    root: Path, module: str, scratch: Path, *, mirror: str = "", tests: Iterable[str] = ()
) -> bool:
    """Whether Terraform exits with 0.

    :param root: the repository: all of it that the module needs.
    :param module: relative to the root.
    :param scratch: an empty directory for the copy.
    :param mirror: a directory of providers.
    :param tests: directories of tests beside `tests`.
    """
    shutil.copytree(root, scratch / "copy", symlinks=True)
    directory = scratch / "copy" / module
    configuration = scratch / "terraform.rc"
    configuration.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n'
        '    include = ["registry.terraform.io/hashicorp/aws"]\n  }\n'
        '  direct {\n    exclude = ["registry.terraform.io/hashicorp/aws"]\n  }\n}\n'
        if mirror
        else ""
    )
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(scratch),
        "TF_CLI_CONFIG_FILE": str(configuration),
        "CHECKPOINT_DISABLE": "1",
    }
    locked = ["-lockfile=readonly"] if (directory / ".terraform.lock.hcl").exists() else []
    for flags in ([], *([f"-test-directory={directory}"] for directory in tests)):
        for command in (["init", "-backend=false", "-input=false", *locked], ["validate"]):
            done = subprocess.run(
                [terraform_on_path().path, *command, *flags],
                cwd=directory,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if done.returncode:
                return False
    return True
