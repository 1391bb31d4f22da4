"""Which files are formatted: those of the selected targets and modules."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import (
    FieldSet,
    MultipleSourcesField,
    SingleSourceField,
    SourcesField,
    SourcesPaths,
    SourcesPathsRequest,
    Target,
)
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.terraform.file_names import upwards
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest
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
class FormatOwnerRequest:
    """A directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class FormatOwner:
    """:param module: the directory of the nearest module upwards that has a target.
    :param is_skipped: whether one of its targets opts out of `terraform fmt`.
    """

    module: str | None
    is_skipped: bool = False


@rule
async def format_owner(request: FormatOwnerRequest) -> FormatOwner:
    for directory in upwards(request.directory):
        found = await Get(ModuleTargets, ModuleTargetsRequest(directory))
        if found.targets:
            skipped = any(target.get(SkipTerraformFmtField).value for target in found.targets)
            return FormatOwner(directory, skipped)
    return FormatOwner(None)


@dataclass(frozen=True)
class FormattedBelowRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class FormattedBelow:
    """The files below a module that `terraform fmt` processes and that belong to no other module.

    Those of `[GLOBAL].build_ignore`, such as templates, are left out.
    """

    paths: tuple[str, ...]


@rule
async def formatted_below(
    request: FormattedBelowRequest, options: BuildFileOptions
) -> FormattedBelow:
    directory = literal_glob(request.directory)
    found = await Get(
        Paths,
        PathGlobs(
            (
                *(os.path.join(directory, "**", f"*{suffix}") for suffix in SUFFIXES),
                *(f"!{ignored}" for ignored in options.ignores),
            )
        ),
    )
    directories = sorted({os.path.dirname(path) for path in found.files})
    owners = await MultiGet(Get(FormatOwner, FormatOwnerRequest(each)) for each in directories)
    own = {each for each, owner in zip(directories, owners) if owner.module == request.directory}
    return FormattedBelow(tuple(path for path in found.files if os.path.dirname(path) in own))


@dataclass(frozen=True)
class FilesToFormatRequest:
    field_sets: tuple[TerraformFormatFieldSet, ...]


@dataclass(frozen=True)
class FilesToFormat:
    """Paths, sorted and without duplicates."""

    paths: tuple[str, ...]


@rule(level=LogLevel.DEBUG)
async def files_to_format(
    request: FilesToFormatRequest, options: BuildFileOptions
) -> FilesToFormat:
    modules = sorted(
        {
            field_set.address.spec_path
            for field_set in request.field_sets
            if isinstance(field_set.sources, TerraformModuleSourcesField)
        }
    )
    below = await MultiGet(Get(FormattedBelow, FormattedBelowRequest(module)) for module in modules)
    sources = await MultiGet(
        Get(SourcesPaths, SourcesPathsRequest(field_set.sources))
        for field_set in request.field_sets
    )
    named = {path for found in sources for path in found.files if path.endswith(SUFFIXES)}
    allowed = await Get(
        Paths,
        PathGlobs((*map(literal_glob, named), *(f"!{ignored}" for ignored in options.ignores))),
    )
    paths = {*allowed.files, *(path for found in below for path in found.paths)}
    directories = sorted({os.path.dirname(path) for path in paths})
    owners = await MultiGet(Get(FormatOwner, FormatOwnerRequest(each)) for each in directories)
    skipped = {each for each, owner in zip(directories, owners) if owner.is_skipped}
    return FilesToFormat(
        tuple(sorted(path for path in paths if os.path.dirname(path) not in skipped))
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
