"""Which of the files that modules and tests name are not there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.core.goals.test import RuntimePackageDependenciesField
from pants.engine.addresses import Addresses
from pants.engine.fs import Digest, PathGlobs, Paths, Snapshot
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import Targets
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.named_files import NamedFile
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.needed_files import NeededFiles, NeededFilesRequest


@dataclass(frozen=True)
class MissingFilesRequest:
    """:param named_by: the file that names them, relative to the build root."""

    named_by: str
    named: tuple[NamedFile, ...]


@dataclass(frozen=True)
class MissingFiles:
    """Those of the files that neither the repository has, nor a dependency makes."""

    files: tuple[NamedFile, ...]


@rule(desc="Find missing files of a Terraform module", level=LogLevel.DEBUG)
async def missing_files(request: MissingFilesRequest) -> MissingFiles:
    missing = _without(
        request.named,
        (
            await Get(
                Paths,
                PathGlobs(
                    glob
                    for each in request.named
                    for path in [literal_glob(each.path)]
                    for glob in (path, *(() if each.reference.function else (f"{path}/*",)))
                ),
            )
        ).files,
    )
    if not missing:
        return MissingFiles(())
    # Only now is it worth asking what the targets' dependencies make.
    owners = await Get(Owners, OwnersRequest((request.named_by,)))
    targets, needed = await MultiGet(
        Get(Targets, Addresses(owners)), Get(NeededFiles, NeededFilesRequest(tuple(owners)))
    )
    if any(target.get(RuntimePackageDependenciesField).value for target in targets):
        # What these are is not known before they are built.
        return MissingFiles(())
    made = await Get(Snapshot, Digest, needed.digest)
    return MissingFiles(_without(missing, made.files))


def _without(named: Iterable[NamedFile], files: Iterable[str]) -> tuple[NamedFile, ...]:
    there = {*files}
    there.update([os.path.dirname(path) for path in there])
    return tuple(each for each in named if each.path not in there)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
