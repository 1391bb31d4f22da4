"""Which files are formatted: those of the selected targets and modules."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import (
    AllTargets,
    FieldSet,
    MultipleSourcesField,
    SingleSourceField,
    SourcesField,
    SourcesPaths,
    SourcesPathsRequest,
    Target,
)
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.terraform.input_files import nearest_module
from terrapants.terraform.modules import TerraformModuleTargets, wherever_targets_may_be
from terrapants.validation.target_types import SkipTerraformFmtField

# What `terraform fmt` processes ("Command: fmt" in Terraform's documentation).
SUFFIXES = (".tf", ".tfvars", ".tftest.hcl", ".tfmock.hcl")


@dataclass(frozen=True)
class TerraformFormatFieldSet(FieldSet):
    """A module, or any other target with files that `terraform fmt` can format."""

    required_fields = (SourcesField,)

    sources: SourcesField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        if tgt.get(SkipTerraformFmtField).value:
            return True
        sources = tgt[SourcesField]
        return not (isinstance(sources, TerraformModuleSourcesField) or _may_match(sources))


def _may_match(sources: SourcesField) -> bool:
    names: Iterable[str] = ()
    if isinstance(sources, MultipleSourcesField):
        names = sources.globs
    elif isinstance(sources, SingleSourceField):
        names = [sources.value] if sources.value else ()
    return any(name.endswith(SUFFIXES) for name in names)


@dataclass(frozen=True)
class TerraformFormatFiles:
    """Every file that `terraform fmt` can format, by the directory of the nearest module above it.

    :param every: all of them, including those without a module, but not those that
        `[GLOBAL].build_ignore` names, such as templates.
    :param skipped: the directories of modules that opt out.
    """

    by_module: FrozenDict[str, tuple[str, ...]]
    every: frozenset[str]
    skipped: frozenset[str]


@rule(desc="Find all files that `terraform fmt` formats", level=LogLevel.DEBUG)
async def terraform_format_files(
    modules: TerraformModuleTargets, all_targets: AllTargets, options: BuildFileOptions
) -> TerraformFormatFiles:
    globs = [f"*{suffix}" for suffix in SUFFIXES]
    found = await Get(Paths, PathGlobs, wherever_targets_may_be(globs, options))
    by_module: dict[str, list[str]] = defaultdict(list)
    for path in found.files:
        module = nearest_module(os.path.dirname(path), modules.by_directory)
        if module is not None:
            by_module[module].append(path)
    return TerraformFormatFiles(
        FrozenDict({module: tuple(paths) for module, paths in by_module.items()}),
        frozenset(found.files),
        frozenset(
            target.address.spec_path
            for target in all_targets
            if target.get(SkipTerraformFmtField).value
        ),
    )


@dataclass(frozen=True)
class FilesToFormatRequest:
    field_sets: tuple[TerraformFormatFieldSet, ...]


@dataclass(frozen=True)
class FilesToFormat:
    """Paths, sorted and without duplicates."""

    paths: tuple[str, ...]


@rule(level=LogLevel.DEBUG)
async def files_to_format(
    request: FilesToFormatRequest, every: TerraformFormatFiles, modules: TerraformModuleTargets
) -> FilesToFormat:
    sources = await MultiGet(
        Get(SourcesPaths, SourcesPathsRequest(field_set.sources))
        for field_set in request.field_sets
    )
    paths = {
        path
        for field_set, found in zip(request.field_sets, sources)
        for path in (
            *found.files,
            *(
                every.by_module.get(field_set.address.spec_path, ())
                if isinstance(field_set.sources, TerraformModuleSourcesField)
                else ()
            ),
        )
        if path in every.every
        and nearest_module(os.path.dirname(path), modules.by_directory) not in every.skipped
    }
    return FilesToFormat(tuple(sorted(paths)))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
