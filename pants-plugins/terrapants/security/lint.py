"""The security scan under `lint`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.partitions import Partition, Partitions
from pants.engine.addresses import Address
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, Target
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.findings.finding import Finding, count, fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.sarif import SarifTool
from terrapants.security.findings import directories_found_in, findings_of, rules_of
from terrapants.security.junit import ScannedModule, junit_xml
from terrapants.security.scan import ModuleScan, ModuleScanRequest
from terrapants.security.subsystem import Checkov
from terrapants.security.target_types import SkipCheckovField
from terrapants.terraform.modules import TerraformModule, TerraformModuleRequest


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


@dataclass(frozen=True)
class ModulesToScan:
    """The modules of a run: their targets by directory.

    They are one partition of one element: Pants would make several results of many elements, and
    a service that reads SARIF takes one from a tool.
    """

    by_directory: FrozenDict[str, tuple[Address, ...]]

    @property
    def description(self) -> None:
        return None


@rule
async def partition_modules(
    request: CheckovRequest.PartitionRequest[CheckovFieldSet], checkov: Checkov
) -> Partitions[CheckovFieldSet, ModulesToScan]:
    if checkov.skip or not request.field_sets:
        return Partitions()
    by_directory: dict[str, tuple[Address, ...]] = {}
    for field_set in sorted(request.field_sets, key=lambda each: each.address):
        directory = field_set.address.spec_path
        by_directory[directory] = (*by_directory.get(directory, ()), field_set.address)
    return Partitions([Partition(request.field_sets[:1], ModulesToScan(FrozenDict(by_directory)))])


@rule(desc="Scan with checkov", level=LogLevel.DEBUG)
async def lint_with_checkov(
    request: CheckovRequest.Batch[CheckovFieldSet, Any], checkov: Checkov
) -> LintResult:
    wanted: ModulesToScan = request.partition_metadata
    scans = await MultiGet(
        Get(ModuleScan, ModuleScanRequest(directory, addresses))
        for directory, addresses in wanted.by_directory.items()
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
    modules = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(scan.directory)) for scan in scans
    )
    by_directory = {other.directory: other for other in others}
    scanned = [
        ScannedModule(
            scan, in_order(findings_of(scan, by_directory, module.interface.module_calls))
        )
        for scan, module in zip(scans, modules)
    ]
    findings = in_order(finding for each in scanned for finding in each.findings)
    version = max(scan.report.version for scan in scans)
    sarif = await Get(
        FindingsReport,
        FindingsReportRequest(
            SarifTool("checkov", Checkov.options_scope, version, rules_of(findings)), findings
        ),
    )
    reports = [sarif.digest]
    if checkov.junit:
        xml = FileContent(f"{Checkov.options_scope}.xml", junit_xml(scanned))
        reports.append(await Get(Digest, CreateDigest([xml])))
    return LintResult(
        exit_code=1 if fails(findings) else 0,
        stdout="\n".join(filter(None, (render(findings), summary(scanned, findings)))),
        stderr="",
        linter_name=request.tool_name,
        report=await Get(Digest, MergeDigests(reports)),
    )


def summary(modules: Sequence[ScannedModule], findings: Iterable[Finding]) -> str:
    """`3 modules: 1 error; 96 checks passed, 4 suppressed`."""
    found = count(findings)
    passed = sum(len(module.passed) for module in modules)
    suppressed = sum(len(module.suppressed) for module in modules)
    return (
        f"{pluralize(len(modules), 'module')}: {f'{found}; ' if found else ''}"
        f"{pluralize(passed, 'check')} passed, {suppressed} suppressed."
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *CheckovRequest.rules()]
