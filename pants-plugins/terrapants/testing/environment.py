"""Which of the user's environment variables Terraform tests see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.tool import TerraformTool
from pants.core.goals.test import TestSubsystem
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.unions import UnionRule

from terrapants.terraform.extra_variables import checked_variables
from terrapants.terraform.pants_compat import extra_env_vars
from terrapants.testing.subsystem import TfTestSubsystem


@dataclass(frozen=True)
class TerraformTestEnvironment:
    """The entries of `[test].extra_env_vars`, `[tf-test].extra_env_vars` and, where Pants has that
    option, `[download-terraform].extra_env_vars`.

    The first two apply to both goals; otherwise one goal could not use what the other has cached.
    """

    requested: tuple[str, ...]


@rule
async def terraform_test_environment(
    test: TestSubsystem.EnvironmentAware,
    tf_test: TfTestSubsystem.EnvironmentAware,
    terraform: TerraformTool,
) -> TerraformTestEnvironment:
    return TerraformTestEnvironment(
        (
            *checked_variables(extra_env_vars(terraform), "`[download-terraform].extra_env_vars`"),
            *checked_variables(test.extra_env_vars, "`[test].extra_env_vars`"),
            *checked_variables(tf_test.extra_env_vars, "`[tf-test].extra_env_vars`"),
        )
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
