"""The security scan under `lint`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.partitions import Partitions
from pants.engine.addresses import Address
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, Target
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.findings.baseline_file import (
    AcceptableFindings,
    AcceptableFindingsRequest,
    Baseline,
)
from terrapants.findings.finding import Finding, count, fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.sarif import SarifTool
from terrapants.security.findings import (
    NEVER_ACCEPTED,
    directories_found_in,
    findings_of,
    known_as,
    rules_of,
)
from terrapants.security.junit import junit_xml
from terrapants.security.scan import ModuleScan, ModuleScanRequest, by_directory
from terrapants.security.subsystem import Checkov
from terrapants.security.target_types import SkipCheckovField
from terrapants.terraform.file_names import TerraformFileNames


@dataclass(frozen=True)
class CheckovFieldSet(FieldSet):
    required_fields = (TerraformModuleSourcesField,)

    sources: TerraformModuleSourcesField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return bool(tgt.get(SkipCheckovField).value)


class CheckovRequest(LintTargetsRequest):
    field_set_type = CheckovFieldSet
    tool_subsystem = Checkov  # type: ignore[assignment]


@rule
async def partition_modules(
    request: CheckovRequest.PartitionRequest[CheckovFieldSet], checkov: Checkov
) -> Partitions[tuple[CheckovFieldSet, ...], Any]:
    if checkov.skip or not request.field_sets:
        return Partitions()
    # Pants splits a partition into batches, after about every 128th element but possibly after any,
    # and writes the report of each to a directory of its own. A tuple is one element.
    return Partitions.single_partition([request.field_sets])


@dataclass(frozen=True)
class ScannedModulesRequest:
    """The addresses of the modules."""

    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class ScannedModules:
    """:param modules: each with what is reported about it.
    :param known_as: as in `Baseline.sort_out`.
    """

    modules: tuple[tuple[ModuleScan, tuple[Finding, ...]], ...]
    known_as: FrozenDict[Finding, Finding]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return in_order(finding for _, found in self.modules for finding in found)


@rule(level=LogLevel.DEBUG)
async def scanned_modules(request: ScannedModulesRequest) -> ScannedModules:
    wanted = by_directory(request.addresses)
    scans = await MultiGet(
        Get(ModuleScan, ModuleScanRequest(directory, addresses))
        for directory, addresses in wanted.items()
    )
    # The modules in whose files something was found, though another one's scan found it.
    called = {
        directory: scan.called[directory]
        for scan in scans
        for directory in directories_found_in(scan)
    }
    others = await MultiGet(
        Get(ModuleScan, ModuleScanRequest(directory, addresses))
        for directory, addresses in sorted(called.items())
    )
    by_place = {other.directory: other for other in others}
    return ScannedModules(
        tuple((scan, in_order(findings_of(scan, by_place))) for scan in scans),
        FrozenDict(pair for scan in scans for pair in known_as(scan, by_place)),
    )


@rule(desc="Scan with checkov", level=LogLevel.DEBUG)
async def lint_with_checkov(
    request: CheckovRequest.Batch[tuple[CheckovFieldSet, ...], Any],
    checkov: Checkov,
    baseline: Baseline,
) -> LintResult:
    addresses = tuple(field_set.address for each in request.elements for field_set in each)
    scanned = await Get(ScannedModules, ScannedModulesRequest(addresses))
    scans = [scan for scan, _ in scanned.modules]
    found = baseline.sort_out(Checkov.options_scope, scanned.findings, scanned.known_as)
    tool = SarifTool(
        "checkov",
        Checkov.options_scope,
        max(scan.report.version for scan in scans),
        rules_of(found.new),
    )
    sarif = await Get(FindingsReport, FindingsReportRequest(tool, found.new))
    new = {*found.new}
    shown = [
        (scan, [each for each in findings if each in new]) for scan, findings in scanned.modules
    ]
    junit = [FileContent(f"{tool.id}.xml", junit_xml(shown))] if checkov.junit else []
    junit_digest = await Get(Digest, CreateDigest(junit))
    lines = (
        render(found.new),
        _summary(scanned, count(found.new)),
        baseline.remark(found).rstrip(),
    )
    return LintResult(
        exit_code=1 if fails(found.new) else 0,
        stdout="\n".join(filter(None, lines)),
        stderr="",
        linter_name=request.tool_name,
        report=await Get(Digest, MergeDigests((sarif.digest, junit_digest))),
    )


class AcceptableInScans(AcceptableFindingsRequest):
    pass


@rule(level=LogLevel.DEBUG)
async def acceptable_in_scans(
    request: AcceptableInScans, checkov: Checkov, files: TerraformFileNames
) -> AcceptableFindings:
    addresses = tuple(
        target.address
        for target in request.targets
        if not checkov.skip and CheckovFieldSet.is_applicable(target)
    )
    scanned = await Get(ScannedModules, ScannedModulesRequest(addresses))
    return AcceptableFindings(
        Checkov.options_scope,
        tuple(
            scanned.known_as.get(finding, finding)
            for finding in scanned.findings
            if finding.rule not in NEVER_ACCEPTED
        ),
        frozenset(scan.directory for scan, _ in scanned.modules),
        files.module_of,
    )


def _summary(scanned: ScannedModules, found: str) -> str:
    """`3 modules: 1 error; 96 checks passed, 4 suppressed; nothing to check in 1 of them.`"""
    modules = [scan for scan, _ in scanned.modules]
    passed = sum(len(scan.passed) for scan in modules)
    suppressed = sum(len(scan.suppressed) for scan in modules)
    return (
        f"{pluralize(len(modules), 'module')}: {f'{found}; ' if found else ''}"
        f"{pluralize(passed, 'check')} passed, {suppressed} suppressed{_without_checks(scanned)}."
    )


def _without_checks(scanned: ScannedModules) -> str:
    """Results are counted with the module that has the block: one made of calls may have none."""
    empty = sum(not (scan.passed or scan.suppressed or found) for scan, found in scanned.modules)
    if not empty:
        return ""
    return f"; nothing to check in {'it' if len(scanned.modules) == 1 else f'{empty} of them'}"


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *CheckovRequest.rules(),
        UnionRule(AcceptableFindingsRequest, AcceptableInScans),
    ]
