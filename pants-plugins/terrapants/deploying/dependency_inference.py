"""What a deployment depends on, where Pants' own Terraform backend has no such targets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pants.engine.addresses import Address, AddressInput, MaybeAddress
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
    named_root: Any = field_set.root_module
    root, files = await MultiGet(
        Get(MaybeAddress, AddressInput, named_root.to_address_input()),
        Get(DeploymentFiles, DeploymentFilesRequest(field_set.address, field_set.dependencies)),
    )
    named = [target.address for target in (*files.backends, *files.var_files)]
    # Whoever deploys it says that it is gone; nothing else has to fail for that.
    return InferredDependencies([*([root.val] if isinstance(root.val, Address) else ()), *named])


def rules() -> Iterable[Rule | UnionRule]:
    if HAS_DEPLOYMENTS:
        return ()
    return (
        *collect_rules(),
        UnionRule(InferDependenciesRequest, InferDeploymentDependencies),
    )
