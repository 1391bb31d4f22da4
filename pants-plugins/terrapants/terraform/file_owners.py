"""Which targets own the files that modules and tests name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES
from terrapants.hcl.file_references import FileReference
from terrapants.hcl.paths import join_path
from terrapants.terraform.file_targets import DirectoryFiles, DirectoryFilesRequest
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.unowned_files import Remedy, UnownedFile


def repository_references(directory: str, references: Iterable[FileReference]) -> tuple[str, ...]:
    """The paths, relative to the build root, that the files of a directory refer to.

    References that leave the repository are left out, and so is the directory's own configuration,
    which belongs to its `terraform_module`.
    """
    return repository_paths(directory, (reference.path for reference in references))


def repository_paths(directory: str, paths: Iterable[str]) -> tuple[str, ...]:
    """As `repository_references`, of paths that are relative to the directory."""
    found = set()
    for each in paths:
        path = join_path(directory, each)
        if path and not (
            path.endswith(CONFIGURATION_SUFFIXES) and os.path.dirname(path) == directory
        ):
            found.add(path)
    return tuple(sorted(found))


@dataclass(frozen=True)
class FileOwnersRequest:
    """:param directory: that the references are relative to.

    :param references: of the directory's files.
    :param possible_files: texts that may be names of files, relative to the directory.
    """

    directory: str
    references: tuple[FileReference, ...] = ()
    possible_files: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileOwners:
    """The targets of the files.

    In place of a file that is not there, the target that stands for the missing files of the
    nearest directory above it.

    :param notices: for each file that no target owns, sentences for the user.
    """

    addresses: tuple[Address, ...]
    notices: tuple[str, ...]


@rule(desc="Find the owners of files that Terraform reads", level=LogLevel.DEBUG)
async def file_owners(request: FileOwnersRequest) -> FileOwners:
    paths: dict[str, FileReference | None] = {}
    globs: dict[str, FileReference] = {}
    for reference in request.references:
        for path in repository_references(request.directory, [reference]):
            (globs if reference.is_glob else paths)[path] = reference
    for path in repository_paths(request.directory, request.possible_files):
        paths.setdefault(path, None)
    # Of a file that is gone, nothing tells whether it matched.
    bases = {
        join_path(request.directory, reference.directory or ".") or "": "**" in path
        for path, reference in globs.items()
    }
    # A path that no function reads may be that of a directory.
    trees = [path for path, reference in paths.items() if reference and not reference.function]
    matching, *asked = await MultiGet(
        Get(Paths, PathGlobs(globs)),
        *(
            Get(DirectoryFiles, DirectoryFilesRequest(directory))
            for directory in dict.fromkeys((*bases, *trees))
        ),
    )
    directories = {each.directory: each for each in asked}
    recursive = {*(base for base in bases if bases[base]), *trees}
    addresses = {directories[base].stand_in for base in bases}
    below = await MultiGet(
        Get(DirectoryFiles, DirectoryFilesRequest(each))
        for each in sorted({each for base in recursive for each in directories[base].below})
    )
    addresses.update(each.stand_in for each in below)
    for tree in (directories[path] for path in trees if directories[path].exists):
        paths.pop(tree.directory)
        addresses.update((tree.stand_in, *tree.addresses()))
        addresses.update(
            address
            for each in below
            if each.directory in tree.below
            for address in each.addresses()
        )
    named = {**dict.fromkeys(matching.files), **paths}
    globbed = frozenset(matching.files) - paths.keys()
    parents = await MultiGet(
        Get(DirectoryFiles, DirectoryFilesRequest(parent))
        for parent in sorted({os.path.dirname(path) for path in named})
    )
    by_directory = {each.directory: each for each in parents}
    rest = []
    for path in named:
        directory, name = os.path.split(path)
        address = by_directory[directory].address(name)
        if address is None:
            rest.append(path)
        else:
            addresses.add(address)
    existing = await Get(Paths, PathGlobs(literal_glob(path) for path in rest))
    unowned: dict[str, FileReference] = {}
    warned: set[FileReference | None] = set()
    for path in rest:
        named_by = named[path]
        if path in existing.files:
            owners = await Get(Owners, OwnersRequest((path,)))
            addresses.update(owners)
            if path in globbed and not owners:
                # Of all files of a glob, one is enough.
                named_by = _glob_of(path, request.directory, globs.values())
                named_by = None if named_by in warned else named_by
                warned.add(named_by)
            if not owners and named_by is not None:
                unowned[path] = named_by
        elif named_by is not None:
            addresses.add(by_directory[os.path.dirname(path)].stand_in)
    remedies = await MultiGet(Get(Remedy, UnownedFile(path)) for path in unowned)
    return FileOwners(
        tuple(sorted(address for address in addresses if address is not None)),
        tuple(
            f"{reference.position}: reads {path}, which no target owns, so a change of that file "
            f"selects nothing. {remedy.sentence}"
            for (path, reference), remedy in zip(unowned.items(), remedies)
        ),
    )


def _glob_of(path: str, directory: str, globs: Iterable[FileReference]) -> FileReference | None:
    """The glob that a file matches, as far as the directory it is for tells."""
    for each in globs:
        base = join_path(directory, each.directory or ".") or ""
        if not base or path.startswith(f"{base}/"):
            return each
    return None


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
