"""The security scan under `lint`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.partitions import Partitions
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, Target
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.findings.finding import count, fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.sarif import SarifTool
from terrapants.security.findings import directories_found_in, findings_of, rules_of
from terrapants.security.junit import junit_xml
from terrapants.security.scan import ModuleScan, ModuleScanRequest, by_directory
from terrapants.security.subsystem import Checkov
from terrapants.security.target_types import SkipCheckovField


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


@rule(desc="Scan with checkov", level=LogLevel.DEBUG)
async def lint_with_checkov(
    request: CheckovRequest.Batch[tuple[CheckovFieldSet, ...], Any], checkov: Checkov
) -> LintResult:
    wanted = by_directory(field_set.address for each in request.elements for field_set in each)
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
    scanned = [
        (scan, in_order(findings_of(scan, {other.directory: other for other in others})))
        for scan in scans
    ]
    findings = in_order(finding for _, found in scanned for finding in found)
    tool = SarifTool(
        "checkov",
        Checkov.options_scope,
        max(scan.report.version for scan in scans),
        rules_of(findings),
    )
    sarif = await Get(FindingsReport, FindingsReportRequest(tool, findings))
    junit = [FileContent(f"{tool.id}.xml", junit_xml(scanned))] if checkov.junit else []
    junit_digest = await Get(Digest, CreateDigest(junit))
    return LintResult(
        exit_code=1 if fails(findings) else 0,
        stdout="\n".join(filter(None, (render(findings), _summary(scans, count(findings))))),
        stderr="",
        linter_name=request.tool_name,
        report=await Get(Digest, MergeDigests((sarif.digest, junit_digest))),
    )


def _summary(scans: Iterable[ModuleScan], found: str) -> str:
    """`3 modules: 1 error; 96 checks passed, 4 suppressed.`"""
    modules = list(scans)
    passed = sum(len(scan.passed) for scan in modules)
    suppressed = sum(len(scan.suppressed) for scan in modules)
    return (
        f"{pluralize(len(modules), 'module')}: {f'{found}; ' if found else ''}"
        f"{pluralize(passed, 'check')} passed, {suppressed} suppressed."
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *CheckovRequest.rules()]
