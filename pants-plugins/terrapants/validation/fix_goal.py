"""`fix` for Terraform modules: findings of the module rules for which the change is certain.

What no rule reports, because it is off or suppressed, is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pants.core.goals.fix import FixResult, FixTargetsRequest
from pants.core.util_rules.partitions import PartitionerType, Partitions
from pants.engine.fs import CreateDigest, Digest, DigestContents, FileContent
from pants.engine.internals.native_engine import Snapshot
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding
from terrapants.hcl.position import Position
from terrapants.hcl.rewriting import RewriteKind, rewritten
from terrapants.terraform.hcl_files import HclParser
from terrapants.terraform.pants_compat import without_lint
from terrapants.validation.module_findings import ModuleFindings, ModuleFindingsRequest
from terrapants.validation.module_lint import ModuleLintFieldSet, findings_requests
from terrapants.validation.subsystem import TerraformRulesSubsystem

RULES: Mapping[RewriteKind, str] = {
    RewriteKind.INTERPOLATION: "terraform-deprecated-interpolation",
    RewriteKind.INDEX: "terraform-deprecated-index",
    RewriteKind.LOOKUP: "terraform-deprecated-lookup",
    RewriteKind.COMMENT: "terraform-comment-syntax",
    RewriteKind.VARIABLE_TYPE: "terraform-variable-type",
    RewriteKind.PROVIDER_SOURCE: "terraform-required-provider",
}


class FixModulesRequest(FixTargetsRequest):
    field_set_type = ModuleLintFieldSet
    tool_subsystem = TerraformRulesSubsystem  # type: ignore[assignment]
    partitioner_type = PartitionerType.CUSTOM


@dataclass(frozen=True)
class FixablePlaces:
    """By path, the rule, line and column of each finding that can be fixed."""

    by_path: FrozenDict[str, frozenset[tuple[str, int, int]]]

    @property
    def description(self) -> None:
        return None


@rule(desc="Find what can be fixed in Terraform modules", level=LogLevel.DEBUG)
async def partition_modules_to_fix(
    request: FixModulesRequest.PartitionRequest[ModuleLintFieldSet],
    subsystem: TerraformRulesSubsystem,
) -> Partitions[str, Any]:
    # Not those whose tests were asked for: what nobody named is not changed.
    modules = [each for each in request.field_sets if each.is_module]
    if subsystem.skip or not modules:
        return Partitions()
    results = await MultiGet(
        Get(ModuleFindings, ModuleFindingsRequest, each)
        for each in findings_requests(modules, subsystem)
    )
    places = fixable(finding for result in results for finding in result.findings)
    if not places:
        return Partitions()
    return Partitions.single_partition(sorted(places), metadata=FixablePlaces(FrozenDict(places)))


def fixable(findings: Iterable[Finding]) -> dict[str, frozenset[tuple[str, int, int]]]:
    """The places in native syntax that a rewrite may be for."""
    places: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for finding in findings:
        if finding.rule in RULES.values() and finding.path.endswith(".tf"):
            places[finding.path].add((finding.rule, finding.line, finding.column))
    return {path: frozenset(found) for path, found in places.items()}


@rule(desc="Fix Terraform modules", level=LogLevel.DEBUG)
async def fix_modules(request: FixModulesRequest.Batch, _: HclParser) -> FixResult:
    places: FixablePlaces = request.partition_metadata
    files = await Get(DigestContents, Digest, request.snapshot.digest)
    output = await Get(Snapshot, CreateDigest(_fixed(file, places) for file in files))
    return FixResult(request.snapshot, output, "", "", request.tool_name)


def _fixed(file: FileContent, places: FixablePlaces) -> FileContent:
    found = places.by_path.get(file.path, frozenset())

    def wanted(kind: RewriteKind, position: Position) -> bool:
        return (RULES[kind], position.line, position.column) in found

    try:
        text = file.content.decode()
    except UnicodeDecodeError:
        return file
    content = rewritten(text, file.path, wanted).encode()
    return FileContent(file.path, content, file.is_executable)


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *without_lint(FixModulesRequest)]
