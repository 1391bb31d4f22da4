"""The goal `tf-apply`, and what `experimental-deploy` does with deployments."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, fields

from pants.core.goals.deploy import DeployFieldSet, DeployProcess, DeploySubsystem
from pants.engine.console import Console
from pants.engine.goal import Goal
from pants.engine.rules import Get, Rule, collect_rules, goal_rule, rule
from pants.engine.target import TargetRootsToFieldSets, TargetRootsToFieldSetsRequest
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name

from terrapants.deploying.other_deployments import Dependents, DependentsRequest
from terrapants.deploying.preparation import DeployedFieldSet
from terrapants.deploying.run import DeploymentProcess, DeploymentRun
from terrapants.deploying.runner.job import APPLY, PLAN
from terrapants.deploying.selection import Selection, SelectionRequest, root_request, say_nothing
from terrapants.deploying.subsystem import TfApplySubsystem
from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import run_in_foreground

logger = logging.getLogger(__name__)


class TfApply(Goal):
    subsystem_cls = TfApplySubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def run_tf_apply(console: Console, goal: TfApplySubsystem) -> TfApply:
    roots = root_request(goal.name)
    found = await Get(TargetRootsToFieldSets, TargetRootsToFieldSetsRequest, roots)
    selection = await Get(Selection, SelectionRequest(goal.name, tuple(found.field_sets)))
    if selection.nothing:
        return TfApply(say_nothing(console, selection))
    after: tuple[DeployedFieldSet, ...] = ()
    if goal.destroy and not goal.leave_dependents:
        addresses = tuple(each.address for each in selection.field_sets)
        after = (await Get(Dependents, DependentsRequest(addresses))).field_sets
    elif goal.leave_dependents and not goal.destroy:
        console.print_stderr(
            console.red("`--leave-dependents` has a meaning only with `--destroy`.")
        )
        return TfApply(exit_code=1)
    run = DeploymentRun(
        APPLY,
        selection.field_sets,
        destroys=goal.destroy,
        confirmed=goal.confirm,
        dependents=after,
    )
    try:
        prepared = await Get(DeploymentProcess, DeploymentRun, run)
    except UserError as error:
        console.print_stderr(console.red(str(error)))
        return TfApply(exit_code=1)
    if prepared.problems or prepared.process is None:
        for address, problem in prepared.problems.items():
            console.print_stderr(console.red(f"{address}: {problem}"))
        console.print_stderr("Nothing was applied.")
        return TfApply(exit_code=1)
    result = await run_in_foreground(prepared.process)
    return TfApply(result.exit_code)


@dataclass(frozen=True)
class DeploymentDeployFieldSet(DeployedFieldSet, DeployFieldSet):
    """What `experimental-deploy` selects."""


@rule
async def deploy_process(
    field_set: DeploymentDeployFieldSet, deploy: DeploySubsystem
) -> DeployProcess:
    """One deployment alone: Pants does not say what else was asked for."""
    is_dry = bool(getattr(deploy, "dry_run", False))
    own = DeployedFieldSet(
        **{field.name: getattr(field_set, field.name) for field in fields(DeployedFieldSet)}
    )
    prepared = await Get(DeploymentProcess, DeploymentRun(PLAN if is_dry else APPLY, (own,)))
    for address, problem in prepared.problems.items():
        raise UserError(f"{address}: {problem}")
    if field_set.after.value:
        logger.warning(
            "%s is to be applied after %s, but `%s` takes deployments in the order of their "
            "addresses. `%s tf-apply` takes them in their own order.",
            field_set.address,
            ", ".join(field_set.after.value),
            deploy.name,
            bin_name(),
        )
    return DeployProcess(name=field_set.address.spec, process=prepared.process)


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), UnionRule(DeployFieldSet, DeploymentDeployFieldSet))
