"""Targets for READMEs and for the index of modules, which stand in no BUILD file.

With them `--changed-since` sees the change of a README, and a README or the index depends on the
modules it describes. Nothing depends on a README but the index: an edit runs no Terraform test.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.internals.synthetic_targets import (
    SyntheticAddressMaps,
    SyntheticTargetsRequest,
)
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule

from terrapants.readme.module_readme import readme_path
from terrapants.readme.module_settings import ModuleSettings, ModuleSettingsRequest
from terrapants.readme.subsystem import ModuleIndexSubsystem
from terrapants.readme.target_types import (
    ModuleIndexSourcesField,
    ModuleIndexTarget,
    ModuleReadmeSourcesField,
    ModuleReadmeTarget,
)
from terrapants.terraform.modules import TerraformModuleDirectories, TerraformModuleTargets
from terrapants.terraform.pants_compat import synthetic_target

README_NAME = "terraform-readme"
INDEX_NAME = "terraform-module-index"


@dataclass(frozen=True)
class SyntheticReadmesRequest(SyntheticTargetsRequest):
    path: str = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS


@rule
async def synthetic_readmes(
    request: SyntheticReadmesRequest,
    modules: TerraformModuleDirectories,
    index: ModuleIndexSubsystem,
) -> SyntheticAddressMaps:
    settings = await MultiGet(
        Get(ModuleSettings, ModuleSettingsRequest(directory)) for directory in modules.directories
    )
    maps = []
    for directory, found in zip(modules.directories, settings):
        path = readme_path(directory, found.settings) or os.path.join(directory, "README.md")
        readme = synthetic_target(
            ModuleReadmeTarget.alias,
            README_NAME,
            "the README of this directory's module",
            sources=(os.path.relpath(path, directory or "."),),
        )
        maps.append((os.path.join(directory, "BUILD.terrapants-readme"), (readme,)))
    if modules.directories and index.path:
        directory, name = os.path.split(index.path)
        page = synthetic_target(
            ModuleIndexTarget.alias, INDEX_NAME, "[module-index].path", sources=(name,)
        )
        maps.append((os.path.join(directory, "BUILD.terrapants-index"), (page,)))
    return SyntheticAddressMaps.for_targets_request(request, maps)


@dataclass(frozen=True)
class ReadmeInferenceFieldSet(FieldSet):
    required_fields = (ModuleReadmeSourcesField,)

    sources: ModuleReadmeSourcesField


class InferReadmeDependencies(InferDependenciesRequest[ReadmeInferenceFieldSet]):
    infer_from = ReadmeInferenceFieldSet


@rule
async def infer_readme_dependencies(
    request: InferReadmeDependencies, modules: TerraformModuleTargets
) -> InferredDependencies:
    return InferredDependencies(modules.by_directory.get(request.field_set.address.spec_path, ()))


@dataclass(frozen=True)
class IndexInferenceFieldSet(FieldSet):
    required_fields = (ModuleIndexSourcesField,)

    sources: ModuleIndexSourcesField


class InferIndexDependencies(InferDependenciesRequest[IndexInferenceFieldSet]):
    infer_from = IndexInferenceFieldSet


@rule
async def infer_index_dependencies(
    request: InferIndexDependencies, modules: TerraformModuleDirectories
) -> InferredDependencies:
    return InferredDependencies(
        Address(directory, target_name=README_NAME) for directory in modules.directories
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *SyntheticReadmesRequest.rules(),
        UnionRule(InferDependenciesRequest, InferReadmeDependencies),
        UnionRule(InferDependenciesRequest, InferIndexDependencies),
    ]
