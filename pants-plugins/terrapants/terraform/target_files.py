"""The files of targets and of all they depend on, for a sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.core.target_types import FileSourceField, ResourceSourceField
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address
from pants.engine.fs import Digest, MergeDigests
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import SourcesField, TransitiveTargets, TransitiveTargetsRequest
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel


@dataclass(frozen=True)
class TargetFilesRequest:
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class TargetFiles:
    """The sources of the targets and of their transitive dependencies, at their paths in the
    repository; generated ones too, where files are generated."""

    digest: Digest


@rule(level=LogLevel.DEBUG)
async def target_files(request: TargetFilesRequest) -> TargetFiles:
    transitive = await Get(TransitiveTargets, TransitiveTargetsRequest(request.addresses))
    sources = [target.get(SourcesField) for target in transitive.closure]
    file_types = (FileSourceField, ResourceSourceField)
    # Codegen is asked for as files and resources only: of a Python source there is just itself.
    files, others = await MultiGet(
        Get(
            SourceFiles,
            SourceFilesRequest(sources, for_sources_types=file_types, enable_codegen=True),
        ),
        Get(
            SourceFiles,
            SourceFilesRequest(field for field in sources if not isinstance(field, file_types)),
        ),
    )
    return TargetFiles(
        await Get(Digest, MergeDigests((files.snapshot.digest, others.snapshot.digest)))
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
