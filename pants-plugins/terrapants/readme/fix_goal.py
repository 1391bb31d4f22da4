"""`fix` for READMEs and for the index of modules.

A page that cannot be written is left as it is and named in an error, and all others are written.
Then `fix` fails.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from pants.core.goals.fix import FixResult, FixTargetsRequest
from pants.core.util_rules.partitions import PartitionerType, Partitions
from pants.engine.fs import CreateDigest, FileContent
from pants.engine.internals.native_engine import Snapshot
from pants.engine.internals.session import RunId
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, in_order, render
from terrapants.readme.findings import GENERATED_PART
from terrapants.readme.generated_page import GeneratedPage
from terrapants.readme.module_index import ModuleIndex
from terrapants.readme.module_readme import (
    ModuleReadme,
    ModuleReadmeRequest,
    warn_of_settings,
)
from terrapants.readme.subsystem import ModuleIndexSubsystem, ModuleReadmeSubsystem
from terrapants.readme.targets import (
    DocumentedModules,
    DocumentedModulesRequest,
    ModuleIndexFieldSet,
    ModuleReadmeFieldSet,
)
from terrapants.terraform.pants_changes import fail_when_done
from terrapants.terraform.pants_compat import without_lint

logger = logging.getLogger(__name__)


class FixReadmesRequest(FixTargetsRequest):
    field_set_type = ModuleReadmeFieldSet
    tool_subsystem = ModuleReadmeSubsystem  # type: ignore[assignment]
    partitioner_type = PartitionerType.CUSTOM


class FixIndexRequest(FixTargetsRequest):
    field_set_type = ModuleIndexFieldSet
    tool_subsystem = ModuleIndexSubsystem  # type: ignore[assignment]
    partitioner_type = PartitionerType.CUSTOM


@dataclass(frozen=True)
class PagesToWrite:
    """The pages of a partition, by path."""

    by_path: FrozenDict[str, GeneratedPage]

    @property
    def description(self) -> None:
        return None


@rule(desc="Choose the READMEs to write", level=LogLevel.DEBUG)
async def partition_readmes(
    request: FixReadmesRequest.PartitionRequest[ModuleReadmeFieldSet],
    subsystem: ModuleReadmeSubsystem,
    # So that errors and warnings are logged in every run.
    run_id: RunId,
) -> Partitions[str, PagesToWrite]:
    if subsystem.skip:
        return Partitions()
    selected = tuple(sorted({each.address.spec_path for each in request.field_sets}))
    modules = await Get(DocumentedModules, DocumentedModulesRequest(selected))
    directories = modules.selected(selected, GENERATED_PART.id)
    readmes = await MultiGet(
        Get(ModuleReadme, ModuleReadmeRequest(directory)) for directory in directories
    )
    warn_of_settings(readme.settings for readme in readmes)
    pages = [readme.generated for readme in readmes]
    return _partition(subsystem.options_scope, pages, modules.problems)


@rule(desc="Choose the index of modules to write", level=LogLevel.DEBUG)
async def partition_index(
    request: FixIndexRequest.PartitionRequest[ModuleIndexFieldSet],
    subsystem: ModuleIndexSubsystem,
    run_id: RunId,
) -> Partitions[str, PagesToWrite]:
    if subsystem.skip or not request.field_sets:
        return Partitions()
    index = await Get(ModuleIndex)
    return _partition(subsystem.options_scope, [index.generated])


def _partition(
    tool_name: str, pages: list[GeneratedPage], problems: tuple[Finding, ...] = ()
) -> Partitions[str, PagesToWrite]:
    problems = in_order((*problems, *(problem for page in pages for problem in page.problems)))
    if problems:
        logger.error("%s could not write every page:\n%s", tool_name, render(problems))
    if any(page.problems for page in pages):
        # Not where only an option is wrong, which keeps no page from being written.
        fail_when_done(tool_name)
    writable = [page for page in pages if page.expected is not None and not page.page.obstacle]
    # Pants writes all files of a partition if one of them changes. So what is up to date is among
    # them only if everything is.
    chosen = [page for page in writable if page.is_stale] or writable
    for created in (page.page.path for page in chosen if page.page.content is None):
        logger.info("%s creates %s.", tool_name, created)
    if not chosen:
        return Partitions()
    by_path = FrozenDict({page.page.path: page for page in chosen})
    return Partitions.single_partition(by_path, metadata=PagesToWrite(by_path))


async def _write(request: FixTargetsRequest.Batch) -> FixResult:
    pages = (request.partition_metadata.by_path[path] for path in request.files)
    output = await Get(
        Snapshot,
        CreateDigest(
            FileContent(page.page.path, page.expected or b"", page.page.is_executable)
            for page in pages
        ),
    )
    return FixResult(request.snapshot, output, "", "", request.tool_name)


@rule(desc="Write generated parts of READMEs", level=LogLevel.DEBUG)
async def fix_readmes(request: FixReadmesRequest.Batch) -> FixResult:
    return await _write(request)


@rule(desc="Write the index of modules", level=LogLevel.DEBUG)
async def fix_index(request: FixIndexRequest.Batch) -> FixResult:
    return await _write(request)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *without_lint(FixReadmesRequest),
        *without_lint(FixIndexRequest),
    ]
