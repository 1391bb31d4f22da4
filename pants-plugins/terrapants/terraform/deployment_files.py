"""What the Terraform backend's own goals need of a module beside its `*.tf` files.

On later releases of Pants that backend has deployments (`experimental-deploy`) and lock files
(`generate-lockfiles`), and finds the files of both by dependencies that its own inference made, in
whose place ours is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.core.target_types import FileSourceField
from pants.engine.addresses import Address, AddressInput, MaybeAddress
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import (
    FieldSet,
    GeneratedSources,
    GenerateSourcesRequest,
    HydratedSources,
    HydrateSourcesRequest,
    InferDependenciesRequest,
    InferredDependencies,
)
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import LOCK_FILE
from terrapants.terraform.file_targets import DirectoryFiles, DirectoryFilesRequest
from terrapants.terraform.pants_compat import HAS_LOCK_FILE_TARGETS, TerraformRootModuleField
from terrapants.terraform.target_types import TerraformFilesSourcesField


class TerraformFilesAsFiles(GenerateSourcesRequest):
    """A template or a variable file is a file for whatever depends on it, as for Terraform."""

    input = TerraformFilesSourcesField
    output = FileSourceField
    exportable = False


@rule(level=LogLevel.DEBUG)
async def terraform_files_as_files(request: TerraformFilesAsFiles) -> GeneratedSources:
    sources = await Get(
        HydratedSources, HydrateSourcesRequest(request.protocol_target[TerraformFilesSourcesField])
    )
    return GeneratedSources(sources.snapshot)


@dataclass(frozen=True)
class LockedModuleFieldSet(FieldSet):
    required_fields = (TerraformModuleSourcesField,)

    sources: TerraformModuleSourcesField


class InferLockFile(InferDependenciesRequest[LockedModuleFieldSet]):
    infer_from = LockedModuleFieldSet


@rule(desc="Find the lock file of a Terraform module", level=LogLevel.DEBUG)
async def infer_lock_file(request: InferLockFile) -> InferredDependencies:
    directory = request.field_set.address.spec_path
    files = await Get(DirectoryFiles, DirectoryFilesRequest(directory))
    has_lock_file = HAS_LOCK_FILE_TARGETS and LOCK_FILE in files.targets
    return InferredDependencies(
        [Address(directory, target_name=LOCK_FILE)] if has_lock_file else []
    )


@dataclass(frozen=True)
class DeploymentFieldSet(FieldSet):
    required_fields = (TerraformRootModuleField,)

    root_module: TerraformRootModuleField  # type: ignore[valid-type]


class InferDeploymentInputs(InferDependenciesRequest[DeploymentFieldSet]):
    infer_from = DeploymentFieldSet


@rule(desc="Find the files that Terraform loads by itself", level=LogLevel.DEBUG)
async def infer_deployment_inputs(request: InferDeploymentInputs) -> InferredDependencies:
    """`terraform.tfvars` and the like: the root module decides which, not those that call it."""
    root_module = await Get(
        MaybeAddress,
        AddressInput,
        request.field_set.root_module.to_address_input(),  # type: ignore[attr-defined]
    )
    if not isinstance(root_module.val, Address):
        return InferredDependencies(())
    files = await Get(DirectoryFiles, DirectoryFilesRequest(root_module.val.spec_path))
    return InferredDependencies(files.inputs)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(GenerateSourcesRequest, TerraformFilesAsFiles),
        UnionRule(InferDependenciesRequest, InferLockFile),
        UnionRule(InferDependenciesRequest, InferDeploymentInputs),
    ]
