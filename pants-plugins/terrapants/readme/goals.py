"""`fix`, `lint` and `check` for READMEs."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.core.goals.fix import FixResult, FixTargetsRequest
from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.partitions import PartitionerType, Partitions
from pants.engine.fs import CreateDigest, FileContent
from pants.engine.internals.native_engine import Snapshot
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.findings.finding import fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.user_error import UserError
from terrapants.readme.documented_modules import DocumentedModules, ModuleReadmeFieldSet
from terrapants.readme.findings import GENERATED_PART, README_TOOL, shown
from terrapants.readme.module_readme import ModuleReadme, ModuleReadmeRequest
from terrapants.readme.readme_check import (
    ReadmeCheck,
    ReadmeCheckRequest,
    drift_of_readme,
)
from terrapants.readme.subsystem import ModuleReadmeSubsystem
from terrapants.terraform.pants_compat import without_lint

logger = logging.getLogger(__name__)


class UnfixableReadme(UserError):
    """READMEs that `fix` cannot write; nothing is written then."""


class FixReadmesRequest(FixTargetsRequest):
    """Write the generated parts, under `fix`."""

    field_set_type = ModuleReadmeFieldSet
    tool_subsystem = ModuleReadmeSubsystem  # type: ignore[assignment]
    partitioner_type = PartitionerType.CUSTOM


class LintReadmesRequest(LintTargetsRequest):
    """Compare the generated parts, under `lint`: unlike Pants' own `lint` of a fixer it shows how
    they differ."""

    field_set_type = ModuleReadmeFieldSet
    tool_subsystem = ModuleReadmeSubsystem  # type: ignore[assignment]


class CheckReadmesRequest(CheckRequest[ModuleReadmeFieldSet]):
    """Apply all rules, under `check`."""

    field_set_type = ModuleReadmeFieldSet
    tool_name = ModuleReadmeSubsystem.options_scope


@dataclass(frozen=True)
class Owners:
    """The module's directory by the path of its README, and what is to be said of settings.

    It is said by the rule that writes: this one is not run again as long as nothing changes.
    """

    directories: FrozenDict[str, str]
    warnings: tuple[str, ...]

    @property
    def description(self) -> None:
        return None


@rule(desc="Choose the READMEs to write", level=LogLevel.DEBUG)
async def partition_fix(
    request: FixReadmesRequest.PartitionRequest[ModuleReadmeFieldSet],
    subsystem: ModuleReadmeSubsystem,
    modules: DocumentedModules,
) -> Partitions[str, Owners]:
    if subsystem.skip:
        return Partitions()
    readmes = await MultiGet(
        Get(ModuleReadme, ModuleReadmeRequest(directory))
        for directory in modules.among(request.field_sets)
        if GENERATED_PART.id not in modules.skipped_rules[directory]
    )
    problems = [problem for readme in readmes for problem in readme.problems]
    if problems:
        raise UnfixableReadme(f"Nothing was written.\n{render(problems)}")
    generated = [each for each in readmes if each.expected is not None and each.is_file]
    # Whatever is among these is written, so that what is up to date is left out.
    chosen = [each for each in generated if each.is_stale] or generated
    owners = {readme.path: readme.directory for readme in chosen}
    warnings = tuple(dict.fromkeys(each for readme in readmes for each in readme.warnings))
    if not owners:
        log_once(warnings)
        return Partitions()
    return Partitions.single_partition(owners, metadata=Owners(FrozenDict(owners), warnings))


@rule(desc="Write generated parts of READMEs", level=LogLevel.DEBUG)
async def fix_readmes(request: FixReadmesRequest.Batch) -> FixResult:
    log_once(request.partition_metadata.warnings)
    directories = request.partition_metadata.directories
    readmes = await MultiGet(
        Get(ModuleReadme, ModuleReadmeRequest(directories[path])) for path in request.files
    )
    output = await Get(
        Snapshot,
        CreateDigest(
            FileContent(readme.path, readme.expected or b"", readme.is_executable)
            for readme in readmes
        ),
    )
    return FixResult(request.snapshot, output, "", "", request.tool_name)


@dataclass(frozen=True)
class ReadmesToLint:
    """All READMEs of a run as one element: Pants splits more, and then writes no report."""

    field_sets: tuple[ModuleReadmeFieldSet, ...]


@rule(desc="Choose the READMEs to compare", level=LogLevel.DEBUG)
async def partition_lint(
    request: LintReadmesRequest.PartitionRequest[ModuleReadmeFieldSet],
    subsystem: ModuleReadmeSubsystem,
) -> Partitions[ReadmesToLint, Any]:
    if subsystem.skip or not request.field_sets:
        return Partitions()
    return Partitions.single_partition([ReadmesToLint(tuple(request.field_sets))])


@rule(desc="Compare generated parts of READMEs", level=LogLevel.DEBUG)
async def lint_readmes(
    request: LintReadmesRequest.Batch[ReadmesToLint, Any], modules: DocumentedModules
) -> LintResult:
    field_sets = (each for element in request.elements for each in element.field_sets)
    readmes = await MultiGet(
        Get(ModuleReadme, ModuleReadmeRequest(directory))
        for directory in modules.among(field_sets)
        if GENERATED_PART.id not in modules.skipped_rules[directory]
    )
    log_once(warning for readme in readmes for warning in readme.warnings)
    found = dict(pair for readme in readmes for pair in drift_of_readme(readme))
    tool = replace(README_TOOL, goal="lint")
    report = await Get(FindingsReport, FindingsReportRequest(tool, in_order(found)))
    return LintResult(
        1 if fails(found) else 0, shown(found), "", request.tool_name, report=report.digest
    )


@rule(desc="Check READMEs of modules", level=LogLevel.DEBUG)
async def check_readmes(
    request: CheckReadmesRequest, subsystem: ModuleReadmeSubsystem, modules: DocumentedModules
) -> CheckResults:
    if subsystem.skip:
        return CheckResults([], checker_name=request.tool_name)
    checks = await MultiGet(
        Get(ReadmeCheck, ReadmeCheckRequest(directory, modules.skipped_rules[directory]))
        for directory in modules.among(request.field_sets)
    )
    log_once(warning for check in checks for warning in check.warnings)
    found = dict(pair for check in checks for pair in check.found)
    tool = replace(README_TOOL, goal="check")
    report = await Get(FindingsReport, FindingsReportRequest(tool, in_order(found)))
    result = CheckResult(1 if fails(found) else 0, shown(found), "", report=report.digest)
    return CheckResults([result] if checks else [], checker_name=request.tool_name)


def log_once(warnings: Iterable[str]) -> None:
    """Log each warning once, though many modules have it from one settings file."""
    for warning in dict.fromkeys(warnings):
        logger.warning("%s", warning)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *without_lint(FixReadmesRequest),
        *LintReadmesRequest.rules(),
        UnionRule(CheckRequest, CheckReadmesRequest),
    ]
