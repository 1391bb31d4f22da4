"""What a person asked for on the command line, as the names of files say, and what of it no target
owns."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pants.base.specs import DirLiteralSpec, RawSpecs, Specs
from pants.core.goals.tailor import TailorSubsystem
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.source.filespec import FilespecMatcher
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES
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
class UnownedModulesRequest:
    specs: Specs


@dataclass(frozen=True)
class UnownedModules:
    """The configuration files of the modules that were asked for and have no target."""

    files: tuple[str, ...]


@rule(desc="Find Terraform modules without targets", level=LogLevel.DEBUG)
async def unowned_modules(
    request: UnownedModulesRequest, files: TerraformFileNames, tailor: TailorSubsystem
) -> UnownedModules:
    by_directory: dict[str, list[str]] = {}
    for path in sorted(requested_files(request.specs, CONFIGURATION_SUFFIXES, files)):
        by_directory.setdefault(os.path.dirname(path), []).append(path)
    targets = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory)) for directory in by_directory
    )
    unowned = [paths for paths, found in zip(by_directory.values(), targets) if not found.targets]
    return UnownedModules(
        not_ignored((path for paths in unowned for path in paths), tailor.ignore_paths)
    )


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
