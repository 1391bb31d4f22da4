"""Has plans scanned, by the backend that can."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionMembership, UnionRule
from pants.util.frozendict import FrozenDict

from terrapants.deploying.addresses import names_in
from terrapants.deploying.source_positions import SourcePositions
from terrapants.findings.user_error import UserError
from terrapants.hcl.position import Position
from terrapants.terraform.plan_scan import PlannedBlock, PlanScan, PlanScanRequest


@dataclass(frozen=True)
class PlanScansRequest:
    """:param document: as in `PlanScanRequest`, and so on."""

    deployment: str
    directory: str
    document: str
    blocks: FrozenDict[str, PlannedBlock]

    @classmethod
    def of(
        cls, deployment: str, directory: str, document: str, positions: SourcePositions
    ) -> PlanScansRequest:
        return cls(
            deployment,
            directory,
            document,
            FrozenDict(
                {
                    address: PlannedBlock(
                        ".".join(names_in(address)[-2:]),
                        tuple(
                            Position(each.path, each.line, 1) for each in positions.way_to(address)
                        ),
                    )
                    for address in _addresses(json.loads(document)["planned_values"]["root_module"])
                }
            ),
        )


def check_scanner(unions: UnionMembership) -> None:
    """:raises UserError: no backend scans plans."""
    if not unions.get(PlanScanRequest):
        raise UserError(
            "`[terraform-deployments].checkov` asks for scans of plans, but the backend that makes "
            "them is not enabled. Add `terrapants.security` to `[GLOBAL].backend_packages`."
        )


@rule
async def scan_of_plan(request: PlanScansRequest, unions: UnionMembership) -> PlanScan:
    scans = await MultiGet(
        Get(
            PlanScan,
            PlanScanRequest,
            scanner(request.deployment, request.directory, request.document, request.blocks),
        )
        for scanner in unions.get(PlanScanRequest)
    )
    return PlanScan(
        tuple(finding for each in scans for finding in each.findings),
        sum(each.passed for each in scans),
        sum(each.suppressed for each in scans),
        next((each.problem for each in scans if each.problem), ""),
    )


def _addresses(module: Mapping[str, Any]) -> Iterator[str]:
    for resource in module["resources"]:
        yield resource["address"]
    for child in module["child_modules"]:
        yield from _addresses(child)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
