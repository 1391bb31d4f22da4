"""Deployments in a repository of a test, and the goals that run them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pants.engine.addresses import Addresses
from pants.engine.rules import QueryRule
from pants.engine.target import DependenciesRequest
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner, mock_console

from terrapants.deploying.register import rules, target_types
from terrapants.deploying.runner.testutil import MODULE
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

TOOL_ENVIRONMENT = {"HOME", "PATH", "PYENV_ROOT", "TF_VAR_name", "TF_VAR_password"}
BUILD = """\
terraform_module(name="module")
terraform_backend(name="backend", source="dev.tfbackend")
terraform_var_files(name="vars", sources=["dev.tfvars"])
terraform_deployment(name="dev", root_module=":module", environment="dev", {fields})
"""


def deployment_rule_runner(caches: Path, more: Iterable[Any] = ()) -> RuleRunner:
    """:param caches: a directory for the caches of Pants.

    :param more: rules of the test.
    """
    return terraform_rule_runner(
        [*rules(), QueryRule(Addresses, [DependenciesRequest]), *more],
        target_types(),
        caches=str(caches),
    )


def write(
    rule_runner: RuleRunner, states: Path, directory: str, main: str = MODULE, fields: str = ""
) -> None:
    """Write a module with a deployment, `dev`.

    :param states: the directory of the states.
    :param fields: further fields of the deployment.
    """
    states.mkdir(exist_ok=True)
    rule_runner.write_files(
        {
            f"{directory}/BUILD": BUILD.format(fields=fields),
            f"{directory}/main.tf": main,
            f"{directory}/dev.tfvars": f'name = "{directory}"\n',
            f"{directory}/dev.tfbackend": f'path = "{states}/{directory}.tfstate"\n',
        }
    )


class Result:
    """:param said: all that the user saw."""

    def __init__(self, result: GoalRuleResult, stdout: str, stderr: str) -> None:
        self.code = result.exit_code
        self.said = f"{result.stdout}{result.stderr}{stdout}{stderr}"


def run(
    rule_runner: RuleRunner,
    goal: type,
    *arguments: str,
    options: tuple[str, ...] = (),
    env: dict[str, str] | None = None,
) -> Result:
    every = (*terraform_options(), *options)
    rule_runner.set_options(every, env=env, env_inherit=TOOL_ENVIRONMENT)
    with mock_console(rule_runner.options_bootstrapper) as (_, stdio):
        result = rule_runner.run_goal_rule(
            goal, global_args=every, args=arguments, env=env, env_inherit=TOOL_ENVIRONMENT
        )
        return Result(result, stdio.get_stdout(), stdio.get_stderr())
