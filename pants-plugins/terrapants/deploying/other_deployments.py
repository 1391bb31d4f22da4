"""What the rest of the repository says of the deployments that are asked for. All targets are read
for that, so it is asked for only where it matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import AllTargets
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.deploying.named_targets import NamedTarget, NamedTargetRequest
from terrapants.deploying.preparation import DeployedFieldSet, after_requests


@dataclass(frozen=True)
class AllDeployments:
    """All of the repository, in the order of their addresses."""

    field_sets: tuple[DeployedFieldSet, ...]

    @property
    def environments(self) -> tuple[str, ...]:
        """Those that some deployment has, without "" for none."""
        return tuple(sorted({each.environment.value or "" for each in self.field_sets} - {""}))


@rule(desc="Find all deployments", level=LogLevel.DEBUG)
async def all_deployments(targets: AllTargets) -> AllDeployments:
    found = (
        DeployedFieldSet.create(each) for each in targets if DeployedFieldSet.is_applicable(each)
    )
    return AllDeployments(tuple(sorted(found, key=lambda each: each.address)))


@dataclass(frozen=True)
class DependentsRequest:
    """:param addresses: of deployments."""

    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class Dependents:
    """The deployments that name one of those in their `after` field, without those themselves."""

    field_sets: tuple[DeployedFieldSet, ...]


@rule(desc="Find the deployments that come after others", level=LogLevel.DEBUG)
async def dependents(request: DependentsRequest) -> Dependents:
    every = (await Get(AllDeployments)).field_sets
    others = [each for each in every if each.address not in request.addresses]
    asked = [(each, one) for each in others for one in after_requests(each)]
    named = await MultiGet(Get(NamedTarget, NamedTargetRequest, one) for _, one in asked)
    # A mistake in the field of another deployment is for whoever deploys that one.
    found = {
        each.address: each
        for (each, _), target in zip(asked, named)
        if target.address in request.addresses
    }
    return Dependents(tuple(found.values()))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
