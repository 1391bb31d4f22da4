"""`lint` for READMEs and for the index of modules: their generated parts are up to date.

Unlike Pants' own `lint` of a fixer it shows how they differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.partitions import PartitionerType, Partitions
from pants.engine.internals.session import RunId
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.readme.findings import GENERATED_PART, INDEX_TOOL, README_TOOL
from terrapants.readme.module_index import ModuleIndex
from terrapants.readme.module_readme import (
    ModuleReadme,
    ModuleReadmeRequest,
    ModuleSettings,
    ModuleSettingsRequest,
    warn_of_settings,
)
from terrapants.readme.subsystem import ModuleIndexSubsystem, ModuleReadmeSubsystem
from terrapants.readme.targets import (
    DocumentedModules,
    DocumentedModulesRequest,
    ModuleIndexFieldSet,
    ModuleReadmeFieldSet,
)


class LintReadmesRequest(LintTargetsRequest):
    field_set_type = ModuleReadmeFieldSet
    tool_subsystem = ModuleReadmeSubsystem  # type: ignore[assignment]


class LintIndexRequest(LintTargetsRequest):
    field_set_type = ModuleIndexFieldSet
    tool_subsystem = ModuleIndexSubsystem  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION


@rule(desc="Choose the READMEs to compare", level=LogLevel.DEBUG)
async def partition_readmes(
    request: LintReadmesRequest.PartitionRequest[ModuleReadmeFieldSet],
    subsystem: ModuleReadmeSubsystem,
    # So that warnings are logged in every run.
    run_id: RunId,
) -> Partitions[Any, Any]:
    """All modules as one element, which Pants does not split: one result has one report
    (docs/sad.md)."""
    directories = tuple(sorted({each.address.spec_path for each in request.field_sets}))
    if subsystem.skip or not directories:
        return Partitions()
    modules = await Get(DocumentedModules, DocumentedModulesRequest(directories))
    selected = modules.selected(directories, GENERATED_PART.id)
    settings = await MultiGet(
        Get(ModuleSettings, ModuleSettingsRequest(directory)) for directory in selected
    )
    warn_of_settings(settings)
    return Partitions.single_partition([directories])


@rule(desc="Compare generated parts of READMEs", level=LogLevel.DEBUG)
async def lint_readmes(request: LintReadmesRequest.Batch[Any, Any]) -> LintResult:
    (directories,) = request.elements
    modules = await Get(DocumentedModules, DocumentedModulesRequest(directories))
    readmes = await MultiGet(
        Get(ModuleReadme, ModuleReadmeRequest(directory))
        for directory in modules.selected(directories, GENERATED_PART.id)
    )
    found = {
        finding: diff
        for readme in readmes
        for drift, diff in readme.drift
        for finding in modules.by_directory[readme.directory].levels.applied([drift])
    }
    found.update((problem, "") for problem in modules.problems)
    tool = replace(README_TOOL, goal="lint")
    report = await Get(FindingsReport, FindingsReportRequest(tool, in_order(found)))
    return replace(_result(request.tool_name, found), report=report.digest)


@rule(desc="Compare the index of modules", level=LogLevel.DEBUG)
async def lint_index(
    request: LintIndexRequest.Batch[ModuleIndexFieldSet, Any], index: ModuleIndex
) -> LintResult:
    found = dict(index.drift)
    tool = replace(INDEX_TOOL, goal="lint")
    report = await Get(FindingsReport, FindingsReportRequest(tool, tuple(found)))
    return replace(_result(request.tool_name, found), report=report.digest)


def _result(tool_name: str, found: Mapping[Finding, str]) -> LintResult:
    """:param found: the findings, each with the diff that fixes it, or "" where there is none."""
    return LintResult(1 if fails(found) else 0, "\n".join(_lines(found)), "", tool_name)


def _lines(found: Mapping[Finding, str]) -> Iterator[str]:
    for finding in in_order(found):
        yield render([finding])
        if found[finding]:
            yield found[finding].rstrip("\n")


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *LintReadmesRequest.rules(), *LintIndexRequest.rules()]
