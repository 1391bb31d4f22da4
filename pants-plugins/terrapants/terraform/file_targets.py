"""Targets for the files that Terraform reads besides configuration, from the names of files alone.

They are synthetic (they stand in no BUILD file), so that `--changed-since` sees a change of a
template or of the lock file, and a sandbox gets what the module needs, without BUILD boilerplate.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pants.engine.addresses import Address
from pants.engine.internals.synthetic_targets import (
    SyntheticAddressMaps,
    SyntheticTargetsRequest,
    SyntheticTargetsSpecPaths,
)
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES, TEST_SUFFIXES
from terrapants.terraform.file_names import (
    INPUT_GLOBS,
    MOCK_SUFFIXES,
    PYTHON,
    TerraformFileNames,
    upwards,
)
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.pants_compat import synthetic_target
from terrapants.terraform.target_types import TerraformFilesTarget

_INPUTS = "terraform-inputs"
_MOCKS = "terraform-mocks"
_FILE = "terraform-file-"
_SPECIAL = frozenset({_INPUTS, _MOCKS})


def inputs_address(directory: str) -> Address:
    """The target of the files that Terraform loads by itself from a directory.

    In some directories it also stands for files that are gone (see `stand_in`): whoever names one
    depends on it, so that a removal selects its former dependents.
    """
    return Address(directory, target_name=_INPUTS)


def target_name(name: str) -> str:
    """The target of a file in its directory, if it has one."""
    if any(fnmatchcase(name, glob) for glob in INPUT_GLOBS):
        return _INPUTS
    if name.endswith(MOCK_SUFFIXES):
        return _MOCKS
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    if safe != name:
        safe += "-" + hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{_FILE}{safe}"


def targets_in(directory: str, files: TerraformFileNames) -> dict[str, tuple[str, ...]]:
    """The targets of a directory by their names, each with its globs."""
    targets: dict[str, tuple[str, ...]] = {}
    names = files.names.get(directory, ())
    for name in names:
        target = target_name(name)
        if target == _INPUTS:
            targets[target] = INPUT_GLOBS
        elif target == _MOCKS:
            targets[target] = tuple(f"*{suffix}" for suffix in MOCK_SUFFIXES)
        elif not _has_another_owner(directory, name, files):
            targets[target] = (literal_glob(name),)
    if stand_in(directory, files) == directory:
        missing: tuple[str, ...] = files.listed
        if directory in files.outermost:
            missing = ("**/*",)
        elif directory in files.below_root:
            missing = ("*", *files.listed, *(f"!*{suffix}" for suffix in PYTHON))
        targets[_INPUTS] = (
            *INPUT_GLOBS,
            *missing,
            *_existing(directory, files),
            *_ignored(directory, files),
        )
    return targets


def stand_in(directory: str, files: TerraformFileNames) -> str | None:
    """The directory whose target of inputs stands for what is missing in this one: that of the
    module around it, else the nearest one upwards."""
    around = files.module_around(directory)
    if around is not None:
        return around
    for each in upwards(directory):
        if each in files.above_modules:
            return each
        if files.names.get(each) and not files.is_declared(each):
            return each
    return None


def _existing(directory: str, files: TerraformFileNames) -> Iterator[str]:
    """What is there, as globs to leave out."""
    for name in files.names[directory]:
        if target_name(name) != _INPUTS:
            yield f"!{literal_glob(name)}"
    if directory not in files.outermost:
        for name in files.subdirectories.get(directory, ()):
            yield f"!{literal_glob(name)}/**"
        return
    for below in files.directories_below(directory):
        for name in files.names[below]:
            yield f"!{literal_glob(os.path.relpath(os.path.join(below, name), directory))}"


def _ignored(directory: str, files: TerraformFileNames) -> Iterator[str]:
    """Where Pants looks for no targets, as globs to leave out."""
    prefix = f"{directory}/" if directory else ""
    for glob in files.ignored:
        if glob.startswith(("**", prefix)):
            yield f"!{glob if glob.startswith('**') else glob[len(prefix) :]}"


@dataclass(frozen=True)
class DirectoryFilesRequest:
    """A directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class DirectoryFiles:
    """What is known of one directory: whoever asks is not asked again when another one changes.

    :param exists: whether Terraform may read any file in it or below.
    :param targets: by the name of each file, the name of its target.
    :param stand_in: the target for what is missing in it, None where there is none.
    :param below: the directories in it and further below.
    """

    directory: str
    exists: bool
    targets: FrozenDict[str, str]
    stand_in: Address | None
    below: tuple[str, ...]

    @property
    def inputs(self) -> tuple[Address, ...]:
        """The target of the files that Terraform loads by itself, if there is one."""
        own = inputs_address(self.directory)
        return (own,) if _INPUTS in self.targets.values() or self.stand_in == own else ()

    def address(self, name: str) -> Address | None:
        """The target of a file, None where it has none."""
        target = self.targets.get(name)
        return None if target is None else Address(self.directory, target_name=target)

    def addresses(self) -> tuple[Address, ...]:
        """The targets of all files in the directory itself."""
        return tuple(
            Address(self.directory, target_name=target)
            for target in sorted({*self.targets.values()})
        )


@rule
async def directory_files(
    request: DirectoryFilesRequest, files: TerraformFileNames
) -> DirectoryFiles:
    directory = request.directory
    standing_in = stand_in(directory, files)
    return DirectoryFiles(
        directory,
        directory in files.names,
        FrozenDict(
            {
                name: target_name(name)
                for name in files.names.get(directory, ())
                if _has_target(directory, name, files)
            }
        ),
        None if standing_in is None else inputs_address(standing_in),
        tuple(files.directories_below(directory)),
    )


def _has_target(directory: str, name: str, files: TerraformFileNames) -> bool:
    return target_name(name) in _SPECIAL or not _has_another_owner(directory, name, files)


def _has_another_owner(directory: str, name: str, files: TerraformFileNames) -> bool:
    """Whether another kind of target is meant for the file."""
    if name.endswith((*CONFIGURATION_SUFFIXES, *TEST_SUFFIXES)):
        return True
    if any(fnmatchcase(name, pattern) for pattern in files.deployment_files):
        return True
    if any(fnmatchcase(name, pattern) for pattern in files.build_patterns):
        return True
    if directory in files.modules and name == "README.md":
        return True
    # Whoever writes a BUILD file says in it what its directory has.
    in_build = directory in files.with_build_file
    if directory in files.modules:
        return in_build and name.endswith(PYTHON)
    return in_build if files.module_around(directory) else files.is_declared(directory)


class DirectoriesWithFilesRequest:
    """Asks for the directories that have such targets."""


@rule
async def directories_with_files(
    _: DirectoriesWithFilesRequest, files: TerraformFileNames
) -> SyntheticTargetsSpecPaths:
    return SyntheticTargetsSpecPaths.from_paths(
        directory
        for directory, names in files.names.items()
        if stand_in(directory, files) == directory
        or any(_has_target(directory, name, files) for name in names)
    )


@dataclass(frozen=True)
class SyntheticTerraformFilesRequest(SyntheticTargetsRequest):
    path: str = SyntheticTargetsRequest.REQUEST_TARGETS_PER_DIRECTORY
    spec_paths_request = DirectoriesWithFilesRequest


@rule
async def synthetic_terraform_files(
    request: SyntheticTerraformFilesRequest, files: TerraformFileNames
) -> SyntheticAddressMaps:
    targets = tuple(
        synthetic_target(
            TerraformFilesTarget.alias,
            name,
            "the Terraform files of this directory",
            sources=globs,
        )
        for name, globs in targets_in(request.path, files).items()
    )
    return SyntheticAddressMaps.for_targets_request(
        request, [("BUILD.terrapants", targets)] if targets else []
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *SyntheticTerraformFilesRequest.rules()]
