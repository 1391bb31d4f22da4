"""Names in `lint` the modules that no target owns, so that nothing checks them.

Linters are given the targets that were asked for, and not the specifications; only one for files,
such as this, is given what has no target.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pants.core.goals.lint import LintFilesRequest, LintResult
from pants.core.goals.tailor import TailorSubsystem
from pants.core.util_rules.partitions import Partitions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.option.option_types import SkipOption
from pants.option.subsystem import Subsystem
from pants.util.logging import LogLevel
from pants.util.strutil import help_text

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES
from terrapants.terraform.file_names import TerraformFileNames
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest
from terrapants.terraform.requested import not_ignored, unowned_sentence


class TerraformTargetsSubsystem(Subsystem):
    options_scope = "terraform-targets"
    name = "targets of Terraform modules"
    help = help_text(
        """
        `lint` names the Terraform modules that have no target, so that nothing checks them. It
        fails if no other module was asked for. Directories in `[tailor].ignore_paths` are left out.
        """
    )

    skip = SkipOption("lint")


@dataclass(frozen=True)
class RequestedModules:
    """:param unowned: the `*.tf` files of the modules without a target.
    :param others: how many modules have one.
    """

    unowned: tuple[str, ...]
    others: int


class UnownedLintRequest(LintFilesRequest):
    tool_subsystem = TerraformTargetsSubsystem  # type: ignore[assignment]


@rule(desc="Find Terraform modules without targets", level=LogLevel.DEBUG)
async def partition_requested_modules(
    request: UnownedLintRequest.PartitionRequest,
    subsystem: TerraformTargetsSubsystem,
    names: TerraformFileNames,
    tailor: TailorSubsystem,
) -> Partitions[Any, Any]:
    if subsystem.skip:
        return Partitions()
    by_directory: dict[str, list[str]] = {}
    for path in sorted(request.files):
        if path.endswith(CONFIGURATION_SUFFIXES) and os.path.dirname(path) in names.modules:
            by_directory.setdefault(os.path.dirname(path), []).append(path)
    targets = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory)) for directory in by_directory
    )
    without = [paths for paths, found in zip(by_directory.values(), targets) if not found.targets]
    unowned = not_ignored((path for paths in without for path in paths), tailor.ignore_paths)
    if not unowned:
        return Partitions()
    requested = RequestedModules(unowned, sum(bool(found.targets) for found in targets))
    return Partitions.single_partition([requested])


@rule(desc="Name Terraform modules without targets", level=LogLevel.DEBUG)
async def name_unowned_modules(request: UnownedLintRequest.Batch[Any, Any]) -> LintResult:
    (requested,) = request.elements
    return LintResult(
        exit_code=0 if requested.others else 1,
        stdout=f"{unowned_sentence(requested.unowned)}\n",
        stderr="",
        linter_name=request.tool_name,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *UnownedLintRequest.rules()]
