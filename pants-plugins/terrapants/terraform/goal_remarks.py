"""What is said after a goal of Pants for which there was nothing to do, or that left out Terraform
files without a target.

Pants itself ends silently and with exit code 0 in these cases. `tf-test` answers for itself.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Mapping
from typing import Any

from pants.backend.terraform.target_types import (
    TerraformModuleSourcesField,
    TerraformModuleTarget,
)
from pants.base.specs import RawSpecs, Specs
from pants.core.goals.check import CheckRequest, CheckSubsystem
from pants.core.goals.fix import AbstractFixRequest, FixSubsystem
from pants.core.goals.fmt import AbstractFmtRequest, FmtSubsystem
from pants.core.goals.lint import AbstractLintRequest, LintSubsystem
from pants.core.goals.test import TestFieldSet
from pants.engine.addresses import Address
from pants.engine.environment import EnvironmentName
from pants.engine.rules import Get, QueryRule, Rule, collect_rules, rule
from pants.engine.target import (
    FieldSet,
    FilteredTargets,
    RegisteredTargetTypes,
    Target,
    Targets,
)
from pants.engine.unions import UnionMembership, UnionRule
from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem
from pants.source.filespec import FilespecMatcher
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel
from pants.util.strutil import help_text, pluralize, softwrap
from pants.vcs.changed import Changed, DependentsOption

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES, TEST_SUFFIXES
from terrapants.terraform.file_names import TerraformFileNames
from terrapants.terraform.pants_changes import GoalRemarks, GoalRemarksRequest
from terrapants.terraform.requested import (
    UnownedFiles,
    UnownedFilesRequest,
    all_filtered_out,
    did_you_mean,
    directories_of_what_was_named,
    is_terraform_test,
    literal_stars,
    named_directories,
    nothing_itself,
    spec_text,
    unowned_sentence,
    without_what_is_below,
)
from terrapants.terraform.target_types import TerraformFilesSourcesField, TerraformFilesTarget

_REQUESTS: Mapping[str, Any] = {
    "check": CheckRequest,
    "fix": AbstractFixRequest,
    "fmt": AbstractFmtRequest,
    "lint": AbstractLintRequest,
}
GOALS = frozenset({*_REQUESTS, "test"})
_ANY_MODULE = TerraformModuleTarget({}, Address("", target_name="any"))


class TerraformTargetsSubsystem(Subsystem):
    options_scope = "terraform-targets"
    name = "targets of Terraform files"
    help = help_text(
        """
        `check`, `fix`, `fmt`, `lint` and `test` name the Terraform files that have no target, and
        say why where they had nothing to do. They fail if it was Terraform that was asked for.
        Directories in `[tailor].ignore_paths` are left out.
        """
    )

    skip = BoolOption(
        default=False,
        help=softwrap(
            """
            Name no files without a target, say nothing where there was nothing to do, and leave the
            exit code as it is.
            """
        ),
    )


@rule(desc="Look for what a goal left out", level=LogLevel.DEBUG)
async def goal_remarks(
    request: GoalRemarksRequest,
    specs: Specs,
    changed: Changed,
    files: TerraformFileNames,
    unions: UnionMembership,
    registered: RegisteredTargetTypes,
    subsystem: TerraformTargetsSubsystem,
    check: CheckSubsystem,
    fix: FixSubsystem,
    fmt: FmtSubsystem,
    lint: LintSubsystem,
) -> GoalRemarks:
    if subsystem.skip:
        return GoalRemarks()
    goal = request.goal
    options: Mapping[str, Any] = {"check": check, "fix": fix, "fmt": fmt, "lint": lint}
    only: tuple[str, ...] = options[goal].only if goal in options else ()
    used = _field_sets(goal, unions, only)
    filtered = await Get(FilteredTargets, Specs, specs)
    targets = [target for target in filtered if not _is_empty(target, files)]
    found = [target for target in targets if _applies(used, target)]
    unowned = UnownedFiles(())
    too_narrow: tuple[str, ...] = ()
    suffixes = TEST_SUFFIXES if goal == "test" else CONFIGURATION_SUFFIXES
    # Whoever asks for tools of another language does not ask for Terraform.
    if not only or _applies(used, _ANY_MODULE):
        unowned = await Get(UnownedFiles, UnownedFilesRequest(specs))
        served = {target.address.spec_path for target in found}
        too_narrow = tuple(
            directory
            for directory in without_what_is_below(named_directories(specs), suffixes, files)
            if directory not in served
        )
    starred = literal_stars(specs.includes)
    sentences = [unowned_sentence(unowned.files)] if unowned.files else []
    if found:
        if starred:
            sentences.append(starred)
        if too_narrow:
            sentences.append(nothing_itself("Terraform file", too_narrow))
        only_unowned = bool(unowned.files) and not any(map(_is_terraform, found))
        return GoalRemarks(tuple(sentences), is_error=only_unowned)
    if specs.includes.from_change_detection:
        return GoalRemarks(
            (*sentences, _nothing_changed(goal, changed)), is_error=bool(unowned.files)
        )
    if not specs.includes:
        return GoalRemarks(
            (f"`{goal}` was given nothing to do: `{bin_name()} {goal} ::` takes in everything.",),
            is_error=True,
        )
    every = await Get(
        Targets, RawSpecs, dataclasses.replace(specs.includes, filter_by_global_options=False)
    )
    filtered_out = [
        target for target in every if _applies(used, target) and not _is_empty(target, files)
    ]
    all_tools = _field_sets(goal, unions, ())
    without_only = [target for target in targets if only and _applies(all_tools, target)]
    below = without_what_is_below(directories_of_what_was_named(specs), suffixes, files)
    asked = spec_text(specs.includes)
    if starred:
        reason = starred
    elif filtered_out:
        reason = all_filtered_out(asked, f"{pluralize(len(filtered_out), 'target')} for it")
    elif without_only:
        type_ = _only_type(used, registered, unions)
        if type_ and all(target.alias != type_ for target in targets):
            reason = (
                f"{_only(goal, only)} works on targets of the type `{type_}`, and {asked} has "
                f"none: see `{bin_name()} help {type_}`."
            )
        else:
            reason = f"{_only(goal, only)} leaves no tool that works on {asked}."
    elif too_narrow:
        reason = f"no Terraform file is in {asked} itself: {did_you_mean(too_narrow)}"
    elif below:
        reason = f"it does not work on {asked}: {did_you_mean(below)}"
    elif unowned.files:
        reason = f"no Terraform file in {asked} has a target."
    else:
        reason = f"{asked} has no target that it works on."
    is_terraform = any(map(_is_terraform, (*filtered_out, *without_only)))
    return GoalRemarks(
        (*sentences, f"`{goal}` had nothing to do: {reason}"),
        is_error=bool(starred or unowned.files or too_narrow or below or is_terraform),
    )


def _nothing_changed(goal: str, changed: Changed) -> str:
    if changed.dependents == DependentsOption.NONE:
        return (
            f"`{goal}` had nothing to do: no target that it works on has changed. "
            "`--changed-dependents=transitive` adds those that depend on what has changed."
        )
    return f"`{goal}` had nothing to do: no target that it works on depends on what has changed."


def _field_sets(
    goal: str, unions: UnionMembership, only: tuple[str, ...]
) -> tuple[type[FieldSet], ...]:
    """What targets a goal works on.

    :param only: the tools to which it is limited; all where there are none.
    """
    if goal == "test":
        return tuple(unions.get(TestFieldSet))
    requests = (each for each in unions.get(_REQUESTS[goal]) if not only or each.tool_id in only)
    # Some tools for files have none.
    return tuple(filter(None, (getattr(each, "field_set_type", None) for each in requests)))


def _only(goal: str, only: Iterable[str]) -> str:
    return f"`--{goal}-only={','.join(only)}`"


def _only_type(
    field_sets: Iterable[type[FieldSet]],
    registered: RegisteredTargetTypes,
    unions: UnionMembership,
) -> str:
    """The one type of targets that the tools work on; "" where there are several."""
    types = {
        target_type.alias
        for each in field_sets
        for target_type in each.applicable_target_types(registered.types, unions)
    }
    return types.pop() if len(types) == 1 else ""


def _applies(field_sets: Iterable[type[FieldSet]], target: Target) -> bool:
    return any(each.is_applicable(target) for each in field_sets)


def _is_empty(target: Target, files: TerraformFileNames) -> bool:
    """Whether it is one that stands for whatever files a directory has, and there are none."""
    if not isinstance(target, TerraformFilesTarget):
        return False
    directory = target.address.spec_path
    filespec = target[TerraformFilesSourcesField].filespec
    matcher = FilespecMatcher(filespec["includes"], filespec.get("excludes", ()))
    paths = (os.path.join(directory, name) for name in files.names.get(directory, ()))
    return not matcher.matches(tuple(paths))


def _is_terraform(target: Target) -> bool:
    return target.has_field(TerraformModuleSourcesField) or is_terraform_test(target)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        QueryRule(GoalRemarks, [GoalRemarksRequest, Specs, EnvironmentName]),
    ]
