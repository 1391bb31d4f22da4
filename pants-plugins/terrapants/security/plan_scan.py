"""The scan of a plan: what checkov says of the values that a deployment would have."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pants.engine.fs import (
    CreateDigest,
    Digest,
    DigestContents,
    FileContent,
    MergeDigests,
    PathGlobs,
)
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.findings.baseline_file import Baseline
from terrapants.findings.finding import Finding, Severity, in_order
from terrapants.hcl.position import Position
from terrapants.security.configuration import ConfigPath, ConfigPathRequest, Configuration
from terrapants.security.report import CheckResult, UnreadableReport, read_report
from terrapants.security.subsystem import Checkov
from terrapants.security.suppressions import suppressed_in_block
from terrapants.security.target_types import SkipCheckovField
from terrapants.security.tool import RESULTS, CheckovProcess, PreparedCheckov, without_report
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest
from terrapants.terraform.plan_scan import PlannedBlock, PlanScan, PlanScanRequest

_FRAMEWORK = "terraform_plan"
_FILE = ".terrapants-plan.json"


@dataclass(frozen=True)
class CheckovPlanScan(PlanScanRequest):
    pass


@dataclass(frozen=True)
class SuppressedChecksRequest:
    """Where blocks begin."""

    places: frozenset[Position]


@dataclass(frozen=True)
class SuppressedChecks:
    """:param at: the checks that the block at a place suppresses.

    :param skipped: the directories of the modules that are not scanned.
    """

    at: FrozenDict[Position, frozenset[str]]
    skipped: frozenset[str]

    def covers(self, check_id: str, way: Sequence[Position]) -> bool:
        """Whether a block, or a `module` call that leads to it, suppresses the check."""
        return any(check_id in self.at[place] for place in way) or any(
            os.path.dirname(block.path) in self.skipped for block in way[-1:]
        )


@rule(level=LogLevel.DEBUG)
async def suppressed_checks(request: SuppressedChecksRequest) -> SuppressedChecks:
    paths = sorted({place.path for place in request.places})
    sources, *modules = await MultiGet(
        Get(DigestContents, PathGlobs(map(literal_glob, paths))),
        *(
            Get(ModuleTargets, ModuleTargetsRequest(directory))
            for directory in sorted({*map(os.path.dirname, paths)})
        ),
    )
    texts = {each.path: each.content.decode("utf-8", "replace") for each in sources}
    return SuppressedChecks(
        FrozenDict(
            {
                place: suppressed_in_block(texts.get(place.path, ""), place)
                for place in request.places
            }
        ),
        frozenset(
            target.address.spec_path
            for each in modules
            for target in each.targets
            if target.get(SkipCheckovField).value
        ),
    )


@rule(desc="Scan a plan with checkov", level=LogLevel.DEBUG)
async def scan_plan(
    request: CheckovPlanScan, prepared: PreparedCheckov, baseline: Baseline
) -> PlanScan:
    config = await Get(ConfigPath, ConfigPathRequest(request.directory))
    configured = await Get(Configuration, ConfigPath, config)
    if configured.problem:
        return PlanScan(problem=configured.problem)
    plan = await Get(Digest, CreateDigest([FileContent(_FILE, request.document.encode())]))
    sandbox = await Get(Digest, MergeDigests((plan, configured.digest)))
    process = await Get(
        Process,
        CheckovProcess(
            (*configured.arguments_for((_FRAMEWORK,)), "--file", _FILE),
            f"checkov: the plan of {request.deployment}",
            sandbox,
            prepared.digest,
            output_directories=(RESULTS,),
        ),
    )
    result = await Get(FallibleProcessResult, Process, process)
    outputs = await Get(DigestContents, Digest, result.output_digest)
    results = {os.path.basename(output.path): output.content for output in outputs}
    try:
        report = read_report(results.get("results_json.json", b""), (_FILE,))
    except UnreadableReport:
        return PlanScan(problem=without_report(result, f"the plan of {request.deployment}"))
    if report.unreadable:
        return PlanScan(problem=f"checkov could not read the plan of {request.deployment}.")
    blocks = {
        each.resource: request.blocks.get(each.resource, PlannedBlock(each.resource))
        for each in report.failed
    }
    suppressed = await Get(
        SuppressedChecks,
        SuppressedChecksRequest(
            frozenset(place for block in blocks.values() for place in block.way)
        ),
    )
    failed = [
        each
        for each in report.failed
        if not suppressed.covers(each.check_id, blocks[each.resource].way)
    ]
    known_as = dict(_findings(failed, blocks, configured))
    found = baseline.sort_out(Checkov.options_scope, known_as, known_as)
    return PlanScan(
        in_order(found.new),
        len(report.passed),
        len(report.suppressed) + len(report.failed) - len(failed) + found.accepted,
    )


def _findings(
    failed: Iterable[CheckResult],
    blocks: Mapping[str, PlannedBlock],
    configured: Configuration,
) -> Iterator[tuple[Finding, Finding]]:
    """One for each check of a block, whatever the number of its instances, with what stands for it
    in a baseline: what `lint` says of the module that has the block."""
    by_block: dict[tuple[str, object], list[CheckResult]] = defaultdict(list)
    for result in failed:
        way = blocks[result.resource].way
        by_block[result.check_id, way[-1] if way else result.resource].append(result)
    for results in by_block.values():
        first, block = results[0], blocks[results[0].resource]
        more = f" and {pluralize(len(results) - 1, 'more instance')}" if results[1:] else ""
        finding = Finding(
            first.check_id,
            Severity.ERROR if configured.policy.fails(first.check_id) else Severity.WARNING,
            f"{first.resource}{more}: {first.name}",
            block.way[-1].path if block.way else "",
            block.way[-1].line if block.way else 0,
            detail=first.guideline,
        )
        yield finding, replace(finding, message=f"{first.name} ({block.address})")


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(PlanScanRequest, CheckovPlanScan)]
