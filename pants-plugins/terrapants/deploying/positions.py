"""Where a deployment's resources are declared, from what is known of its modules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule

from terrapants.deploying.source_positions import SourcePositions
from terrapants.terraform.modules import TerraformModule, TerraformModuleRequest


@dataclass(frozen=True)
class DeploymentPositionsRequest:
    """:param root: the directory of the root module.

    :param modules: those of all local modules.
    """

    root: str
    modules: tuple[str, ...]


@dataclass(frozen=True)
class DeploymentPositions:
    positions: SourcePositions


@rule
async def deployment_positions(request: DeploymentPositionsRequest) -> DeploymentPositions:
    modules = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(directory)) for directory in request.modules
    )
    return DeploymentPositions(
        SourcePositions(request.root, {each.directory: each.interface() for each in modules})
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
