"""Generated targets for READMEs and for the index of modules, which are in no BUILD file.

With them `--changed-since` sees the change of a README, and a README or the index depends on the
modules it describes. Nothing depends on a README but the index: editing one runs no Terraform test.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
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

from terrapants.findings.finding import Finding
from terrapants.findings.rule_levels import OFF, RuleSettings
from terrapants.readme.subsystem import (
    ModuleIndexSubsystem,
    ModuleReadmeSubsystem,
    is_optional,
    level_problems,
    option_problems,
    repository_levels,
    settings_file_name,
    usable_levels,
)
from terrapants.readme.target_types import (
    ModuleIndexSourcesField,
    ModuleIndexTarget,
    ModuleReadmeSourcesField,
    ModuleReadmeTarget,
    ReadmeRuleLevelsField,
    ReadmeSkipRulesField,
    SkipModuleReadmeField,
)
from terrapants.readme.terraform_docs.applicable_settings import possible_settings_files
from terrapants.terraform.file_names import TerraformFileNames, nearest_module
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.module_kind import ModuleKind
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest
from terrapants.terraform.pants_compat import synthetic_target
from terrapants.terraform.target_types import ModuleKindField

README = "README.md"
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
class DocumentedModule:
    """The levels of the rules for a module's README, and what its target says that it is for."""

    levels: RuleSettings
    kind: ModuleKind | None


@dataclass(frozen=True)
class DocumentedModules:
    """Each module of the directories that has a target, unless that skips its README.

    :param problems: what is wrong with the options and fields that say so.
    """

    by_directory: FrozenDict[str, DocumentedModule]
    problems: tuple[Finding, ...]

    def selected(self, directories: Iterable[str], rule_id: str = "") -> tuple[str, ...]:
        """Those of the directories, in order, that are such modules.

        :param rule_id: a rule that has to apply.
        """
        return tuple(
            directory
            for directory in sorted({*directories} & self.by_directory.keys())
            if not self.by_directory[directory].levels.is_off(rule_id)
        )


@rule(desc="Find the modules with a README", level=LogLevel.DEBUG)
async def documented_modules(
    request: DocumentedModulesRequest, subsystem: ModuleReadmeSubsystem
) -> DocumentedModules:
    repository = repository_levels(subsystem)
    problems = [*option_problems(subsystem)]
    modules: dict[str, DocumentedModule] = {}
    without_readme = set()
    found = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory)) for directory in request.directories
    )
    for target in (target for each in found for target in each.targets):
        directory = target.address.spec_path
        if target.get(SkipModuleReadmeField).value:
            without_readme.add(directory)
        skipped = dict.fromkeys(target.get(ReadmeSkipRulesField).value or (), OFF)
        own: Mapping[str, str] = target.get(ReadmeRuleLevelsField).value or {}
        for field, levels in ((ReadmeSkipRulesField, skipped), (ReadmeRuleLevelsField, own)):
            origin = f"the field `{field.alias}` of {target.address}"
            problems += level_problems(levels, origin)
        kind = target.get(ModuleKindField).value
        before = modules.get(directory, DocumentedModule(repository, None))
        modules[directory] = DocumentedModule(
            before.levels.amended(usable_levels({**skipped, **own})),
            before.kind or (ModuleKind(kind) if kind else None),
        )
    return DocumentedModules(
        FrozenDict({each: modules[each] for each in modules if each not in without_readme}),
        tuple(problems),
    )


@dataclass(frozen=True)
class ReadmeDirectories:
    """The directories with a target of a README, and those whose settings may name another file.

    Whether a directory has a `terraform_module` target is not known before its BUILD file is read:
    one with Terraform configuration and a BUILD file counts.
    """

    directories: tuple[str, ...]
    configured: frozenset[str]


@rule
async def readme_directories(
    files: TerraformFileNames, subsystem: ModuleReadmeSubsystem
) -> ReadmeDirectories:
    name = settings_file_name(subsystem)
    globs = (f"**/{literal_glob(name)}", f"**/.config/{literal_glob(name)}") if name else ()
    settings_files = await Get(Paths, PathGlobs(globs))
    present = frozenset(settings_files.files)
    modules = files.modules & files.with_build_file
    configured = frozenset(
        directory
        for directory in modules
        if not present.isdisjoint(possible_settings_files(directory, name))
    )
    return ReadmeDirectories(
        tuple(
            directory
            for directory in sorted(modules)
            if directory in configured
            or README in files.names.get(directory, ())
            or not is_optional(directory, subsystem)
        ),
        configured,
    )


@dataclass(frozen=True)
class SyntheticReadmesRequest(SyntheticTargetsRequest):
    path: str = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS


@rule
async def synthetic_readmes(
    request: SyntheticReadmesRequest,
    files: TerraformFileNames,
    readmes: ReadmeDirectories,
    index: ModuleIndexSubsystem,
) -> SyntheticAddressMaps:
    if not readmes.directories:
        return SyntheticAddressMaps()
    inner: dict[str, list[str]] = {}
    for directory in files.modules:
        around = nearest_module(posixpath.dirname(directory), files.modules) if directory else None
        if around is not None:
            inner.setdefault(around, []).append(_relative(directory, around))
    maps = []
    for directory in readmes.directories:
        # Settings may name another file than README.md. Which one, only reading them would tell.
        configured = directory in readmes.configured
        others = (f"!{name}/**" for name in sorted(inner.get(directory, ())))
        readme = synthetic_target(
            ModuleReadmeTarget.alias,
            README_NAME,
            "the README of this directory's module",
            sources=("**/*.md", *others) if configured else (README,),
        )
        maps.append(_map(directory, "BUILD.terrapants-readme", readme))
    if index.problem:
        # In the root directory, so that `lint` can say so.
        maps.append(_map("", "BUILD.terrapants-index", _index_target()))
    elif index.page:
        # Pants refuses targets in a directory that does not exist; the index may be the first file
        # of its directory.
        parts = index.page.split("/")
        above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        existing = await Get(Paths, PathGlobs(map(literal_glob, above)))
        if index.create or index.page in (*existing.files, *existing.dirs):
            directory = max((*(each for each in existing.dirs if each != index.page), ""), key=len)
            maps.append(
                _map(
                    directory,
                    "BUILD.terrapants-index",
                    _index_target(_relative(index.page, directory)),
                )
            )
    return SyntheticAddressMaps.for_targets_request(request, maps)


def _index_target(*sources: str) -> TargetAdaptor:
    return synthetic_target(
        ModuleIndexTarget.alias, INDEX_NAME, "[module-index].path", sources=sources
    )


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
    request: InferIndexDependencies, readmes: ReadmeDirectories
) -> InferredDependencies:
    return InferredDependencies(
        Address(directory, target_name=README_NAME) for directory in readmes.directories
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *SyntheticReadmesRequest.rules(),
        UnionRule(InferDependenciesRequest, InferReadmeDependencies),
        UnionRule(InferDependenciesRequest, InferIndexDependencies),
        TerraformModuleTarget.register_plugin_field(SkipModuleReadmeField),
        TerraformModuleTarget.register_plugin_field(ReadmeSkipRulesField),
        TerraformModuleTarget.register_plugin_field(ReadmeRuleLevelsField),
        TerraformModuleTarget.register_plugin_field(ModuleKindField),
    ]
