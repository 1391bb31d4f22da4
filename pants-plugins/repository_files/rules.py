"""How `repository_files` targets become files."""

from __future__ import annotations

from collections.abc import Iterable

from pants.core.target_types import FileSourceField
from pants.engine.fs import PathGlobs
from pants.engine.internals.native_engine import Snapshot
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import GeneratedSources, GenerateSourcesRequest, InvalidTargetException
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from repository_files.target_types import RepositoryFilesField


class GenerateRepositoryFiles(GenerateSourcesRequest):
    input = RepositoryFilesField
    output = FileSourceField


@rule(desc="Find the files of the repository", level=LogLevel.DEBUG)
async def generate_repository_files(request: GenerateRepositoryFiles) -> GeneratedSources:
    """:raises InvalidTargetException: the target is not in the root directory."""
    target = request.protocol_target
    if target.address.spec_path:
        raise InvalidTargetException(
            f"{target.address} is a `repository_files` target, which can only be in the BUILD file "
            "of the root directory: move it there."
        )
    globs = PathGlobs(target[RepositoryFilesField].value)
    return GeneratedSources(await Get(Snapshot, PathGlobs, globs))


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(GenerateSourcesRequest, GenerateRepositoryFiles)]
