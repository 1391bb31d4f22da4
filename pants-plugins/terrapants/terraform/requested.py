"""What a person asked for on the command line, as the names of files say, and what of it no target
owns."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pants.backend.project_info.filter_targets import FilterSubsystem
from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.base.specs import DirGlobSpec, DirLiteralSpec, RawSpecs, RecursiveGlobSpec, Specs
from pants.core.goals.tailor import TailorSubsystem
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FilteredTargets, SingleSourceField, Target
from pants.engine.unions import UnionRule
from pants.option.global_options import GlobalOptions
from pants.source.filespec import FilespecMatcher
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES, TEST_SUFFIXES
from terrapants.terraform.file_names import (
    DEFAULT_TEST_DIRECTORY,
    TerraformFileNames,
    upwards,
)
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest


def requested_files(
    specs: Specs, suffixes: tuple[str, ...], files: TerraformFileNames
) -> frozenset[str]:
    """The files whose names end so, with or without a target."""
    found = _files_of(specs.includes, suffixes, files)
    return frozenset(found - _files_of(specs.ignores, suffixes, files))


def _files_of(specs: RawSpecs, suffixes: tuple[str, ...], files: TerraformFileNames) -> set[str]:
    found = {
        each.file
        for each in specs.file_literals
        if each.file.endswith(suffixes)
        # A change may be a removal.
        and not (specs.from_change_detection and not _exists(each.file, files))
    }
    directories = {each.directory for each in specs.dir_literals}
    directories.update(each.directory for each in specs.dir_globs)
    for ancestors in specs.ancestor_globs:
        directories.update(upwards(ancestors.directory))
    for below in specs.recursive_globs:
        directories.add(below.directory)
        directories.update(files.directories_below(below.directory))
    found.update(
        path for directory in directories for path in _files_in(directory, suffixes, files)
    )
    return found


def _exists(path: str, files: TerraformFileNames) -> bool:
    directory, name = os.path.split(path)
    return name in files.names.get(directory, ())


def _files_in(
    directory: str, suffixes: tuple[str, ...], files: TerraformFileNames
) -> Iterator[str]:
    for name in files.names.get(directory, ()):
        if name.endswith(suffixes):
            yield os.path.join(directory, name)


def without_what_is_below(
    directories: Iterable[str], suffixes: tuple[str, ...], files: TerraformFileNames
) -> tuple[str, ...]:
    """Of the directories, those that have no such file, but have one further below: where such a
    directory was named, `::` was probably meant."""
    return tuple(
        directory
        for directory in dict.fromkeys(directories)
        if not any(_files_in(directory, suffixes, files))
        and any(
            name.endswith(suffixes)
            for below in files.directories_below(directory)
            for name in files.names[below]
        )
    )


def named_directories(specs: Specs) -> tuple[str, ...]:
    """Those that were named without `::`."""
    return tuple(each.directory for each in specs.includes.dir_literals)


def directories_of_what_was_named(specs: Specs) -> tuple[str, ...]:
    """As `named_directories`, of files and targets as well."""
    includes = specs.includes
    return (
        *named_directories(specs),
        *(each.directory for each in includes.dir_globs),
        *(os.path.dirname(each.file) for each in includes.file_literals),
        *(each.path_component for each in includes.address_literals),
    )


def nothing_itself(what: str, directories: Iterable[str]) -> str:
    """That the directories have what was asked for only below, and what was probably meant.

    :param what: such as `test file`.
    """
    every = tuple(directories)
    named = ", ".join(directory or "." for directory in every)
    return f"No {what} is in {named} itself: {did_you_mean(every)}"


def literal_stars(specs: RawSpecs) -> str:
    """That Pants looked for a directory with `*` in its name, and what was probably meant; ""
    where none was named."""
    every: tuple[DirGlobSpec | RecursiveGlobSpec, ...] = (*specs.dir_globs, *specs.recursive_globs)
    starred = [each for each in every if "*" in each.directory]
    if not starred:
        return ""
    named = " ".join(map(str, starred))
    # Those of files know the `*`.
    meant = " ".join(f"'{each.to_glob()}'" for each in starred)
    return (
        f"Pants looked for a directory with `*` in its name, because of `{named}`: "
        f"did you mean `{meant}`?"
    )


def all_filtered_out(asked: str, what: str) -> str:
    """:param what: such as `3 test files`."""
    return f"{asked} has {what}, but the options `--tag` and `--filter-…` leave none."


def did_you_mean(directories: Iterable[str]) -> str:
    """The question, with the specifications that take in what is below."""
    meant = " ".join(f"{directory}::" for directory in directories)
    return f"did you mean `{meant}`?"


def spec_text(specs: RawSpecs) -> str:
    """The specifications as a person writes them."""
    every = (
        *specs.address_literals,
        *specs.file_literals,
        *specs.file_globs,
        *specs.dir_literals,
        *specs.dir_globs,
        *specs.recursive_globs,
        *specs.ancestor_globs,
    )
    texts = [_spec_text(each) for each in every]
    more = f" and {len(texts) - 3} more" if len(texts) > 3 else ""
    return f"`{' '.join(texts[:3])}`{more}"


def _spec_text(spec: object) -> str:
    return "." if isinstance(spec, DirLiteralSpec) and not spec.directory else str(spec)


@dataclass(frozen=True)
class UnownedFilesRequest:
    specs: Specs


@dataclass(frozen=True)
class UnownedFiles:
    """What was asked for and has no target: the configuration files of modules, and test files."""

    files: tuple[str, ...]


@rule(desc="Find Terraform files without targets", level=LogLevel.DEBUG)
async def unowned_files(
    request: UnownedFilesRequest,
    files: TerraformFileNames,
    tailor: TailorSubsystem,
    options: GlobalOptions,
    filters: FilterSubsystem,
) -> UnownedFiles:
    specs = request.specs
    targets = await Get(FilteredTargets, Specs, specs)
    selected = {
        target.address.spec_path
        for target in targets
        if target.has_field(TerraformModuleSourcesField)
    }
    by_directory: dict[str, list[str]] = {}
    for path in sorted(requested_files(specs, CONFIGURATION_SUFFIXES, files)):
        if os.path.dirname(path) not in selected:
            by_directory.setdefault(os.path.dirname(path), []).append(path)
    modules = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory)) for directory in by_directory
    )
    unowned = [
        path
        for paths, found in zip(by_directory.values(), modules)
        if not found.targets
        for path in paths
    ]
    if not is_filtered(options, filters):
        owned = {
            target[SingleSourceField].file_path for target in targets if is_terraform_test(target)
        }
        unowned += sorted(requested_files(specs, TEST_SUFFIXES, files) - owned)
    return UnownedFiles(not_ignored(unowned, tailor.ignore_paths))


def is_filtered(options: GlobalOptions, filters: FilterSubsystem) -> bool:
    """Whether `--tag` or `--filter-…` leave out some of what is asked for.

    `FilterSubsystem.is_specified` is always true, because granularity has a default.
    """
    return bool(options.tag or filters.target_type or filters.address_regex or filters.tag_regex)


def is_terraform_test(target: Target) -> bool:
    return target.has_field(SingleSourceField) and str(
        target[SingleSourceField].value or ""
    ).endswith(TEST_SUFFIXES)


def not_ignored(paths: Iterable[str], ignored: tuple[str, ...]) -> tuple[str, ...]:
    """The paths whose directories are not among those for which `tailor` is told to do nothing."""
    matcher = FilespecMatcher(ignored, ())
    return tuple(
        path
        for path in paths
        if not matcher.matches((os.path.join(os.path.dirname(path), "BUILD"),))
    )


def unowned_sentence(paths: Collection[str]) -> str:
    """That no target owns the files, and the command that helps; "" where there are none."""
    if not paths:
        return ""
    every = sorted(paths)
    common = os.path.commonpath([f"/{os.path.dirname(path)}" for path in every])[1:]
    if os.path.basename(common) == DEFAULT_TEST_DIRECTORY:
        # The module above may lack a target as well.
        common = os.path.dirname(common)
    if len(every) > 2:
        named = f"{every[0]} and {len(every) - 1} other Terraform files"
    else:
        named = " and ".join(every)
    they_are = "it is" if len(every) == 1 else "they are"
    return (
        f"No target owns {named}, so {they_are} neither checked nor tested. "
        f"Run `{bin_name()} tailor {common}::`."
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
