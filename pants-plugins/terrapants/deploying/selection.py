"""Which deployments a goal was asked for, and why where there are none."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.project_info.filter_targets import FilterSubsystem
from pants.base.specs import RawSpecs, Specs
from pants.engine.console import Console
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import (
    FilteredTargets,
    NoApplicableTargetsBehavior,
    Target,
    TargetRootsToFieldSetsRequest,
    Targets,
)
from pants.engine.unions import UnionRule
from pants.option.global_options import GlobalOptions
from pants.util.docutil import bin_name
from pants.util.strutil import pluralize
from pants.vcs.changed import Changed, DependentsOption

from terrapants.deploying.preparation import Deployed, DeployedFieldSet
from terrapants.terraform.pants_compat import TerraformRootModuleField
from terrapants.terraform.requested import (
    all_filtered_out,
    is_filtered,
    literal_stars,
    named_directories,
    spec_text,
)
from terrapants.terraform.target_types import TerraformFilesTarget


@dataclass(frozen=True)
class SelectionRequest:
    """:param goal: its name.

    :param found: what the specifications select.
    """

    goal: str
    found: tuple[DeployedFieldSet, ...]


def root_request(goal: str) -> TargetRootsToFieldSetsRequest[Deployed]:
    """Asks for what the specifications select, which only a goal can."""
    return TargetRootsToFieldSetsRequest(
        Deployed,
        goal_description=f"The `{goal}` goal",
        no_applicable_targets_behavior=NoApplicableTargetsBehavior.ignore,
    )


@dataclass(frozen=True)
class Selection:
    """:param nothing: why there are no deployments, in a line; "" where there are some.

    :param is_error: whether there should have been some.
    """

    field_sets: tuple[DeployedFieldSet, ...]
    nothing: str = ""
    is_error: bool = False


@rule
async def select_deployments(
    request: SelectionRequest,
    specs: Specs,
    options: GlobalOptions,
    filters: FilterSubsystem,
    changed: Changed,
) -> Selection:
    if request.found:
        return Selection(tuple(sorted(request.found, key=lambda each: each.address)))
    if specs.includes.from_change_detection:
        reason = "No deployment depends on what has changed."
        if changed.dependents == DependentsOption.NONE:
            reason = (
                "No deployment has changed. `--changed-dependents=transitive` selects those that "
                "depend on what has changed."
            )
        return Selection((), reason)
    targets = await Get(FilteredTargets, Specs, specs)
    unfiltered = 0
    if is_filtered(options, filters):
        every = await Get(
            Targets, RawSpecs, dataclasses.replace(specs.includes, filter_by_global_options=False)
        )
        unfiltered = sum(target.has_field(TerraformRootModuleField) for target in every)
    return Selection((), _reason(request.goal, specs, targets, unfiltered), is_error=True)


def say_nothing(console: Console, selection: Selection) -> int:
    """Say why there are no deployments. Returns the exit code."""
    say = console.print_stderr if selection.is_error else console.print_stdout
    say(f"0 deployments. {selection.nothing}")
    return 1 if selection.is_error else 0


def _reason(goal: str, specs: Specs, targets: Iterable[Target], unfiltered: int) -> str:
    """:param unfiltered: how many deployments there would be without filters."""
    if not specs.includes:
        return f"Nothing was named. `{bin_name()} {goal} ::` takes all deployments."
    asked = spec_text(specs.includes)
    starred = literal_stars(specs.includes)
    if starred:
        return starred
    if unfiltered:
        return all_filtered_out(asked, pluralize(unfiltered, "deployment"))
    types = Counter(
        target.alias for target in targets if not isinstance(target, TerraformFilesTarget)
    )
    named = ", ".join(f"{alias} ({count})" for alias, count in sorted(types.items())[:5])
    has = f"only targets of these types: {named}" if named else "no target at all"
    below = " For those further below, add `::`." if named_directories(specs) else ""
    return f"{asked} has no `terraform_deployment` target, {has}.{below}"


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(Deployed, DeployedFieldSet)]
