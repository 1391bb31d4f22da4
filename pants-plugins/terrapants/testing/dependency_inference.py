"""What a Terraform test file depends on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import FieldSet, InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.terraform.dependency_inference import (
    TestFileDependencies,
    TestFileDependenciesRequest,
)
from terrapants.terraform.target_types import TerraformTestModuleField
from terrapants.terraform.tested_module import ModuleUnderTest, ModuleUnderTestRequest
from terrapants.testing.target_types import TerraformTestSourceField


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
) -> InferredDependencies:
    path = request.field_set.source.file_path
    module = await Get(ModuleUnderTest, ModuleUnderTestRequest(path, request.field_set.module))
    if module.address is None:
        # The run says what is wrong; here it would stop every other goal as well.
        return InferredDependencies([])
    dependencies = await Get(
        TestFileDependencies, TestFileDependenciesRequest(path, module.directory)
    )
    return InferredDependencies([module.address, *dependencies.found.addresses])


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(InferDependenciesRequest, InferTerraformTestDependencies),
    ]
