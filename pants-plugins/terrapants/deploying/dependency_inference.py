"""What a deployment depends on, where Pants' own Terraform backend has no such targets."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.addresses import Address, AddressInput
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.deploying.preparation import (
    DeployedFieldSet,
    DeploymentFiles,
    DeploymentFilesRequest,
)
from terrapants.terraform.pants_compat import HAS_DEPLOYMENTS


class InferDeploymentDependencies(InferDependenciesRequest[DeployedFieldSet]):
    infer_from = DeployedFieldSet


@rule(desc="Find what a deployment depends on", level=LogLevel.DEBUG)
async def infer_deployment_dependencies(
    request: InferDeploymentDependencies,
) -> InferredDependencies:
    field_set = request.field_set
    root, files = await MultiGet(
        Get(Address, AddressInput, field_set.root_module.to_address_input()),
        Get(DeploymentFiles, DeploymentFilesRequest(field_set.address, field_set.dependencies)),
    )
    named = (*files.backends, *files.var_files)
    return InferredDependencies([root, *(target.address for target in named)])


def rules() -> Iterable[Rule | UnionRule]:
    if HAS_DEPLOYMENTS:
        return ()
    return (
        *collect_rules(),
        UnionRule(InferDependenciesRequest, InferDeploymentDependencies),
    )
