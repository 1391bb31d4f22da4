"""What a scanner of plans is asked, and what it answers. One backend asks and another answers, and
neither needs to know the other."""

from __future__ import annotations

from dataclasses import dataclass

from pants.engine.environment import EnvironmentName
from pants.engine.unions import union
from pants.util.frozendict import FrozenDict

from terrapants.findings.finding import Finding
from terrapants.hcl.position import Position


@dataclass(frozen=True)
class PlannedBlock:
    """The block of a resource in a plan.

    :param address: within its module, such as `aws_s3_bucket.this`.
    :param way: the `module` calls that lead to it, then the block itself, as far as they are in the
        repository.
    """

    address: str
    way: tuple[Position, ...] = ()


@union(in_scope_types=[EnvironmentName])
@dataclass(frozen=True)
class PlanScanRequest:
    """:param deployment: the address of the target that is planned.

    :param directory: of the root module, relative to the build root.
    :param document: the plan as `terraform show -json` writes it, without secrets.
    :param blocks: of the resources in it, by their addresses.
    """

    deployment: str
    directory: str
    document: str
    blocks: FrozenDict[str, PlannedBlock]


@dataclass(frozen=True)
class PlanScan:
    """:param passed: how many checks passed.

    :param suppressed: how many were suppressed.
    :param problem: why there is no scan: a sentence, or nothing.
    """

    findings: tuple[Finding, ...] = ()
    passed: int = 0
    suppressed: int = 0
    problem: str = ""
