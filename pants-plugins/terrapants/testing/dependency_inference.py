"""What a Terraform test file depends on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import FieldSet, InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.paths import resolve_local
from terrapants.hcl.test_file import Run
from terrapants.terraform.dependency_inference import warn_of_missing_target
from terrapants.terraform.input_files import (
    TerraformInputFiles,
    TerraformTestFile,
    TerraformTestFileRequest,
    inputs_address,
    mocks_address,
    reference_address,
    repository_paths,
    repository_references,
)
from terrapants.terraform.modules import (
    TerraformModule,
    TerraformModuleDirectories,
    TerraformModuleRequest,
    TerraformModuleTargets,
)
from terrapants.terraform.target_types import TerraformTestModuleField
from terrapants.testing.target_types import TerraformTestSourceField
from terrapants.testing.tested_module import ModuleUnderTest, ModuleUnderTestRequest


@dataclass(frozen=True)
class TerraformTestInferenceFieldSet(FieldSet):
    required_fields = (TerraformTestSourceField,)

    source: TerraformTestSourceField
    module: TerraformTestModuleField


class InferTerraformTestDependencies(InferDependenciesRequest[TerraformTestInferenceFieldSet]):
    infer_from = TerraformTestInferenceFieldSet


@rule(desc="Infer the dependencies of a Terraform test file", level=LogLevel.DEBUG)
async def infer_terraform_test_dependencies(
    request: InferTerraformTestDependencies,
    targets: TerraformModuleTargets,
    directories: TerraformModuleDirectories,
    input_files: TerraformInputFiles,
) -> InferredDependencies:
    file = request.field_set.source.file_path
    module = await Get(ModuleUnderTest, ModuleUnderTestRequest(file, request.field_set.module))
    if module.address is None:
        # The run says what is wrong; here it would stop every other goal as well.
        return InferredDependencies([])
    interface = (await Get(TerraformModule, TerraformModuleRequest(module.directory))).interface
    references = [found for found in interface.file_references if found.base == "root"]
    files = [inputs_address(module.directory), inputs_address(os.path.dirname(file))]
    modules = [module.address]
    read = await Get(TerraformTestFile, TerraformTestFileRequest(file))
    if read.test is not None:
        references.extend(read.test.file_references)
        # Terraform resolves these sources from the module under test, not from the test file.
        for run in read.test.runs:
            modules.extend(_loaded(module.directory, run, targets, directories))
        for mock in read.test.mock_providers:
            if mock.source:
                directory = os.path.normpath(os.path.join(module.directory, mock.source))
                files.append(mocks_address(directory))
        possible = repository_paths(module.directory, read.test.possible_files)
        files.extend(map(reference_address, possible))
    files.extend(map(reference_address, repository_references(module.directory, references)))
    return InferredDependencies([*modules, *input_files.known(files)])


def _loaded(
    directory: str,
    run: Run,
    targets: TerraformModuleTargets,
    directories: TerraformModuleDirectories,
) -> tuple[Address, ...]:
    """The targets of the local module that a run block loads in place of the module under test."""
    local = resolve_local(directory, run.module_source) if run.module_source else None
    if run.module_source is None or local is None:
        return ()
    found = targets.by_directory.get(local, ())
    if not found:
        block = f'run "{run.name}"'
        warn_of_missing_target(run.position, block, run.module_source, local, directories)
    return found


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(InferDependenciesRequest, InferTerraformTestDependencies),
    ]
