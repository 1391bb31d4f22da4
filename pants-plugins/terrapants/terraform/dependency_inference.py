"""What a Terraform module depends on: the local modules it calls and the files it reads."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.addresses import Address
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import FieldSet, InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.paths import resolve_local
from terrapants.hcl.position import Position
from terrapants.terraform.input_files import (
    TerraformInputFiles,
    json_address,
    reference_address,
    repository_references,
)
from terrapants.terraform.modules import (
    TerraformModule,
    TerraformModuleDirectories,
    TerraformModuleRequest,
    TerraformModuleTargets,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TerraformModuleInferenceFieldSet(FieldSet):
    required_fields = (TerraformModuleSourcesField,)

    sources: TerraformModuleSourcesField


class InferTerraformModuleDependencies(InferDependenciesRequest[TerraformModuleInferenceFieldSet]):
    infer_from = TerraformModuleInferenceFieldSet


@rule(desc="Infer the dependencies of a Terraform module", level=LogLevel.DEBUG)
async def infer_terraform_module_dependencies(
    request: InferTerraformModuleDependencies,
    targets: TerraformModuleTargets,
    directories: TerraformModuleDirectories,
    input_files: TerraformInputFiles,
) -> InferredDependencies:
    directory = request.field_set.address.spec_path
    module = await Get(TerraformModule, TerraformModuleRequest(directory))
    called: list[Address] = []
    for call in module.interface.module_calls:
        local = resolve_local(directory, call.source) if call.source else None
        if call.source is None or local is None or local == directory:
            continue
        found = targets.by_directory.get(local, ())
        if not found:
            block = f'module "{call.name}"'
            warn_of_missing_target(call.position, block, call.source, local, directories)
        called.extend(found)
    files = [
        json_address(directory),
        # Other paths Terraform resolves from the root module: they are the tests' dependencies.
        *map(
            reference_address,
            repository_references(
                directory,
                (found for found in module.interface.file_references if found.base == "module"),
            ),
        ),
    ]
    return InferredDependencies([*called, *input_files.known(files)])


def warn_of_missing_target(
    position: Position,
    block: str,
    source: str,
    directory: str,
    found: TerraformModuleDirectories,
) -> None:
    """Say that a local module has no target, so that it will not reach the sandbox."""
    place = directory or "the root directory"
    if directory in found.directories:
        missing = f"no `terraform_module` target is in {place}. Run `./pants tailor ::`."
    else:
        missing = f"there are no `*.tf` files in {place} that Pants may read. Correct the source."
    logger.warning("%s: %s has the source %s, but %s", position, block, source, missing)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(InferDependenciesRequest, InferTerraformModuleDependencies),
    ]
