"""Which targets own the files that modules and tests name."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.file_references import FileReference
from terrapants.hcl.paths import join_path
from terrapants.terraform.file_names import TerraformFileNames
from terrapants.terraform.file_targets import (
    file_address,
    inputs_address,
    known,
    stand_in,
)
from terrapants.terraform.globs import literal_glob

logger = logging.getLogger(__name__)


def repository_references(directory: str, references: Iterable[FileReference]) -> tuple[str, ...]:
    """The paths, relative to the build root, that the files of a directory refer to.

    References that leave the repository are left out, and so are the directory's own `*.tf` files,
    which belong to its `terraform_module`.
    """
    return repository_paths(directory, (reference.path for reference in references))


def repository_paths(directory: str, paths: Iterable[str]) -> tuple[str, ...]:
    """As `repository_references`, of paths that are relative to the directory."""
    found = set()
    for each in paths:
        path = join_path(directory, each)
        if path and not (path.endswith(".tf") and os.path.dirname(path) == directory):
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
    """

    addresses: tuple[Address, ...]


@rule(desc="Find the owners of files that Terraform reads", level=LogLevel.DEBUG)
async def file_owners(request: FileOwnersRequest, files: TerraformFileNames) -> FileOwners:
    synthetic: set[Address] = set()
    declared: set[Address] = set()
    # Paths that no name above tells of, by who names them.
    elsewhere: dict[str, FileReference | None] = {}
    globs: dict[str, FileReference] = {}
    for reference in request.references:
        for path in repository_references(request.directory, [reference]):
            if reference.is_glob:
                globs[path] = reference
                base = join_path(request.directory, reference.directory or ".") or ""
                # Of a file that is gone, nothing tells whether it matched.
                synthetic.update(_missing(base, files, recursive="**" in path))
            elif not reference.function and path in files.names:
                synthetic.update(_tree(path, files))
            else:
                elsewhere[path] = reference
    for path in repository_paths(request.directory, request.possible_files):
        elsewhere.setdefault(path, None)
    matching = await Get(Paths, PathGlobs(globs))
    rest = []
    for path in dict.fromkeys((*matching.files, *elsewhere)):
        address = file_address(*os.path.split(path))
        if _is_named(path, files) and known([address], files):
            synthetic.add(address)
        else:
            rest.append(path)
    existing = await Get(Paths, PathGlobs(literal_glob(path) for path in rest))
    for path in rest:
        if path in existing.files:
            owners = await Get(Owners, OwnersRequest((path,)))
            declared.update(owners)
            named_by = elsewhere.get(path)
            if not owners and named_by is not None:
                _warn_of_unowned_file(path, named_by)
        elif elsewhere.get(path) is not None:
            synthetic.update(_missing(os.path.dirname(path), files))
    return FileOwners(tuple(sorted({*known(synthetic, files), *declared})))


def _is_named(path: str, files: TerraformFileNames) -> bool:
    directory, name = os.path.split(path)
    return name in files.names.get(directory, ())


def _missing(
    directory: str, files: TerraformFileNames, recursive: bool = False
) -> Iterator[Address]:
    standing_in = {stand_in(directory, files)}
    if recursive:
        standing_in.update(stand_in(each, files) for each in files.directories_below(directory))
    yield from (inputs_address(each) for each in standing_in if each is not None)


def _tree(directory: str, files: TerraformFileNames) -> Iterator[Address]:
    """The targets of all files in a directory and below, and of those that are gone."""
    yield from _missing(directory, files, recursive=True)
    for each in (directory, *files.directories_below(directory)):
        yield from (file_address(each, name) for name in files.names[each])


def _warn_of_unowned_file(path: str, reference: FileReference) -> None:
    logger.warning(
        "%s: reads %s, which no target owns, so a change of that file selects nothing. Add a "
        "`file` target for it to %s, or its name to `[terraform-shared-files].names`.",
        reference.position,
        path,
        os.path.join(os.path.dirname(path), "BUILD"),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
