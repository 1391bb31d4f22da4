"""Generated targets for READMEs and for the index of modules, which are in no BUILD file.

With them `--changed-since` sees the change of a README, and a README or the index depends on the
modules it describes. Nothing depends on a README but the index: editing one runs no Terraform test.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField, TerraformModuleTarget
from pants.engine.addresses import Address
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.synthetic_targets import (
    SyntheticAddressMaps,
    SyntheticTargetsRequest,
)
from pants.engine.internals.target_adaptor import TargetAdaptor
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import (
    FieldSet,
    InferDependenciesRequest,
    InferredDependencies,
    SourcesField,
    Target,
)
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.readme.subsystem import (
    ModuleIndexSubsystem,
    ModuleReadmeSubsystem,
    checked_rules,
)
from terrapants.readme.target_types import (
    ModuleIndexSourcesField,
    ModuleIndexTarget,
    ModuleReadmeSourcesField,
    ModuleReadmeTarget,
    ReadmeSkipRulesField,
    SkipModuleReadmeField,
)
from terrapants.readme.terraform_docs.applicable_settings import possible_settings_files
from terrapants.terraform.file_names import TerraformFileNames, nearest_module
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest
from terrapants.terraform.pants_compat import synthetic_target

README_NAME = "terraform-readme"
INDEX_NAME = "terraform-module-index"


@dataclass(frozen=True)
class ModuleReadmeFieldSet(FieldSet):
    """A module or its README: whichever was changed or named, the README is looked at."""

    required_fields = (SourcesField,)

    sources: SourcesField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return not (
            tgt.has_field(TerraformModuleSourcesField) or tgt.has_field(ModuleReadmeSourcesField)
        )


@dataclass(frozen=True)
class ModuleIndexFieldSet(FieldSet):
    required_fields = (ModuleIndexSourcesField,)

    sources: ModuleIndexSourcesField


@dataclass(frozen=True)
class DocumentedModulesRequest:
    """Directories, relative to the build root."""

    directories: tuple[str, ...]


@dataclass(frozen=True)
class DocumentedModules:
    """Each module of the directories with a target, unless that skips its README, and the rules not
    applied to it."""

    skipped_rules: FrozenDict[str, tuple[str, ...]]

    def selected(self, directories: Iterable[str], rule_id: str = "") -> tuple[str, ...]:
        """Those of the directories, in order, that are such modules.

        :param rule_id: a rule that has to apply.
        """
        return tuple(
            directory
            for directory in sorted({*directories} & self.skipped_rules.keys())
            if rule_id not in self.skipped_rules[directory]
        )


@rule(desc="Find the modules with a README", level=LogLevel.DEBUG)
async def documented_modules(
    request: DocumentedModulesRequest, subsystem: ModuleReadmeSubsystem
) -> DocumentedModules:
    everywhere = checked_rules(subsystem.skip_rules, "`[module-readme].skip_rules`")
    skipped: dict[str, frozenset[str]] = {}
    without_readme = set()
    found = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory)) for directory in request.directories
    )
    for target in (target for each in found for target in each.targets):
        directory = target.address.spec_path
        if target.get(SkipModuleReadmeField).value:
            without_readme.add(directory)
        own = checked_rules(
            target.get(ReadmeSkipRulesField).value or (),
            f"the field `{ReadmeSkipRulesField.alias}` of {target.address}",
        )
        skipped[directory] = skipped.get(directory, everywhere) | own
    return DocumentedModules(
        FrozenDict(
            {
                directory: tuple(sorted(rules))
                for directory, rules in skipped.items()
                if directory not in without_readme
            }
        )
    )


@dataclass(frozen=True)
class SyntheticReadmesRequest(SyntheticTargetsRequest):
    path: str = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS


@rule
async def synthetic_readmes(
    request: SyntheticReadmesRequest,
    files: TerraformFileNames,
    subsystem: ModuleReadmeSubsystem,
    index: ModuleIndexSubsystem,
) -> SyntheticAddressMaps:
    if not files.modules:
        return SyntheticAddressMaps()
    name = subsystem.settings_file
    settings_files = await Get(Paths, PathGlobs((f"**/{name}", f"**/.config/{name}")))
    present = frozenset(settings_files.files)
    inner: dict[str, list[str]] = {}
    for directory in files.modules:
        around = nearest_module(posixpath.dirname(directory), files.modules) if directory else None
        if around is not None:
            inner.setdefault(around, []).append(_relative(directory, around))
    maps = []
    for directory in sorted(files.modules):
        # Settings may name another file than README.md. Which one, only reading them would tell.
        configured = not present.isdisjoint(possible_settings_files(directory, name))
        others = (f"!{name}/**" for name in sorted(inner.get(directory, ())))
        readme = synthetic_target(
            ModuleReadmeTarget.alias,
            README_NAME,
            "the README of this directory's module",
            sources=("**/*.md", *others) if configured else ("README.md",),
        )
        maps.append(_map(directory, "BUILD.terrapants-readme", readme))
    if index.path:
        # Pants refuses targets in a directory that does not exist; the index may be the first file
        # of its directory.
        parts = index.path.split("/")
        above = ["/".join(parts[:count]) for count in range(1, len(parts))]
        existing = await Get(Paths, PathGlobs(above))
        directory = max((*existing.dirs, ""), key=len)
        page = synthetic_target(
            ModuleIndexTarget.alias,
            INDEX_NAME,
            "[module-index].path",
            sources=(_relative(index.path, directory),),
        )
        maps.append(_map(directory, "BUILD.terrapants-index", page))
    return SyntheticAddressMaps.for_targets_request(request, maps)


def _map(
    directory: str, build_file: str, target: TargetAdaptor
) -> tuple[str, tuple[TargetAdaptor, ...]]:
    return f"{directory}/{build_file}" if directory else build_file, (target,)


def _relative(path: str, directory: str) -> str:
    return path[len(directory) + 1 :] if directory else path


@dataclass(frozen=True)
class ReadmeInferenceFieldSet(FieldSet):
    required_fields = (ModuleReadmeSourcesField,)

    sources: ModuleReadmeSourcesField


class InferReadmeDependencies(InferDependenciesRequest[ReadmeInferenceFieldSet]):
    infer_from = ReadmeInferenceFieldSet


@rule
async def infer_readme_dependencies(
    request: InferReadmeDependencies,
) -> InferredDependencies:
    directory = request.field_set.address.spec_path
    modules = await Get(ModuleTargets, ModuleTargetsRequest(directory))
    return InferredDependencies(modules.addresses)


class InferIndexDependencies(InferDependenciesRequest[ModuleIndexFieldSet]):
    infer_from = ModuleIndexFieldSet


@rule
async def infer_index_dependencies(
    request: InferIndexDependencies, files: TerraformFileNames
) -> InferredDependencies:
    return InferredDependencies(
        Address(directory, target_name=README_NAME) for directory in sorted(files.modules)
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *SyntheticReadmesRequest.rules(),
        UnionRule(InferDependenciesRequest, InferReadmeDependencies),
        UnionRule(InferDependenciesRequest, InferIndexDependencies),
        TerraformModuleTarget.register_plugin_field(SkipModuleReadmeField),
        TerraformModuleTarget.register_plugin_field(ReadmeSkipRulesField),
    ]
