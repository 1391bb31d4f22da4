"""`fix`, `lint` and `check` for the index of modules."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.core.goals.fix import FixResult, FixTargetsRequest
from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.partitions import PartitionerType, Partitions
from pants.engine.fs import CreateDigest, FileContent, PathGlobs, Paths
from pants.engine.internals.native_engine import Snapshot
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, fails, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.unified_diff import unified_diff
from terrapants.readme.documented_modules import DocumentedModules
from terrapants.readme.findings import (
    INDEX_FILE,
    INDEX_TOOL,
    MODULE_INDEX,
    in_page,
    new_finding,
    shown,
)
from terrapants.readme.goals import UnfixableReadme
from terrapants.readme.markdown_page import read_page
from terrapants.readme.module_index import IndexEntry, generate_index, one_line_description
from terrapants.readme.module_readme import ModuleReadme, ModuleReadmeRequest, Page, PageRequest
from terrapants.readme.readme_text import NotUtf8, PageError, decode_readme
from terrapants.readme.subsystem import ModuleIndexSubsystem
from terrapants.readme.target_types import ModuleIndexSourcesField
from terrapants.terraform.input_files import TEST_GLOBS, nearest_module
from terrapants.terraform.modules import TerraformModule, TerraformModuleRequest
from terrapants.terraform.pants_compat import without_lint


@dataclass(frozen=True)
class ModuleIndexFieldSet(FieldSet):
    required_fields = (ModuleIndexSourcesField,)

    sources: ModuleIndexSourcesField


class FixIndexRequest(FixTargetsRequest):
    """Write the index, under `fix`."""

    field_set_type = ModuleIndexFieldSet
    tool_subsystem = ModuleIndexSubsystem  # type: ignore[assignment]
    partitioner_type = PartitionerType.CUSTOM


class LintIndexRequest(LintTargetsRequest):
    """Compare the index, under `lint`."""

    field_set_type = ModuleIndexFieldSet
    tool_subsystem = ModuleIndexSubsystem  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION


class CheckIndexRequest(CheckRequest[ModuleIndexFieldSet]):
    """Compare the index, under `check`."""

    field_set_type = ModuleIndexFieldSet
    tool_name = ModuleIndexSubsystem.options_scope


@dataclass(frozen=True)
class IndexEntryRequest:
    """A module's directory, and the number of its test files."""

    directory: str
    tests: int


@dataclass(frozen=True)
class OptionalIndexEntry:
    """A module's entry, None for a module that needs no README and so is not in the index."""

    entry: IndexEntry | None


@rule(desc="Describe a module in one line", level=LogLevel.DEBUG)
async def index_entry(request: IndexEntryRequest) -> OptionalIndexEntry:
    readme, module = await MultiGet(
        Get(ModuleReadme, ModuleReadmeRequest(request.directory)),
        Get(TerraformModule, TerraformModuleRequest(request.directory)),
    )
    if readme.is_optional:
        return OptionalIndexEntry(None)
    # As it will be: `fix` writes a header that a README does not have yet.
    content = readme.present if readme.expected is None else readme.expected
    description = ""
    if content is not None:
        with suppress(NotUtf8):
            description = one_line_description(read_page(decode_readme(content).text))
    return OptionalIndexEntry(
        IndexEntry(
            request.directory,
            None if content is None else readme.path,
            description,
            len({variable.name for variable in module.interface.variables}),
            len({output.name for output in module.interface.outputs}),
            request.tests,
        )
    )


@dataclass(frozen=True)
class ModuleIndexRequest:
    """The path of the index, relative to the build root."""

    path: str


@dataclass(frozen=True)
class ModuleIndex:
    """The index as it is, and as it should be; `expected` is None where a problem is in the way."""

    path: str
    present: bytes | None
    expected: bytes | None
    is_executable: bool
    problem: Finding | None

    def found(self) -> dict[Finding, str]:
        """What is found, and the diff that mends it, or "" where there is none."""
        if self.problem is not None:
            return {self.problem: ""}
        if self.expected is None or self.present == self.expected:
            return {}
        state = "does not exist" if self.present is None else "is out of date"
        command = f"./pants fix {'::' if self.present is None else self.path}"
        finding = new_finding(MODULE_INDEX, self.path, 0, f"the index {state}; run `{command}`")
        return {finding: unified_diff(self.path, self.present, self.expected)}


@rule(desc="Generate the index of modules", level=LogLevel.DEBUG)
async def module_index(request: ModuleIndexRequest, modules: DocumentedModules) -> ModuleIndex:
    page, tests = await MultiGet(
        Get(Page, PageRequest(request.path)),
        Get(Paths, PathGlobs(f"**/{glob}" for glob in TEST_GLOBS)),
    )
    directories = modules.skipped_rules.keys()
    counts = Counter(nearest_module(os.path.dirname(path), directories) for path in tests.files)
    found = await MultiGet(
        Get(OptionalIndexEntry, IndexEntryRequest(directory, counts[directory]))
        for directory in sorted(directories)
    )
    entries = [each.entry for each in found if each.entry is not None]
    expected, problem = None, None
    if page.problem is not None:
        problem = new_finding(INDEX_FILE, request.path, 0, page.problem)
    else:
        try:
            expected = generate_index(request.path, page.content, entries)
        except PageError as error:
            finding = new_finding(INDEX_FILE, request.path, error.line, str(error))
            problem = in_page(finding, page.content)
    return ModuleIndex(request.path, page.content, expected, page.is_executable, problem)


@rule(desc="Choose the index of modules", level=LogLevel.DEBUG)
async def partition_fix(
    request: FixIndexRequest.PartitionRequest[ModuleIndexFieldSet], subsystem: ModuleIndexSubsystem
) -> Partitions[str, Any]:
    if subsystem.skip or not request.field_sets:
        return Partitions()
    index = await Get(ModuleIndex, ModuleIndexRequest(subsystem.path))
    if index.problem is not None:
        raise UnfixableReadme(f"Nothing was written.\n{render([index.problem])}")
    return Partitions.single_partition([subsystem.path])


@rule(desc="Write the index of modules", level=LogLevel.DEBUG)
async def fix_index(request: FixIndexRequest.Batch, subsystem: ModuleIndexSubsystem) -> FixResult:
    index = await Get(ModuleIndex, ModuleIndexRequest(subsystem.path))
    file = FileContent(index.path, index.expected or b"", index.is_executable)
    output = await Get(Snapshot, CreateDigest([file]))
    return FixResult(request.snapshot, output, "", "", request.tool_name)


@rule(desc="Compare the index of modules", level=LogLevel.DEBUG)
async def lint_index(
    request: LintIndexRequest.Batch[ModuleIndexFieldSet, Any], subsystem: ModuleIndexSubsystem
) -> LintResult:
    index = await Get(ModuleIndex, ModuleIndexRequest(subsystem.path))
    found = index.found()
    tool = replace(INDEX_TOOL, goal="lint")
    report = await Get(FindingsReport, FindingsReportRequest(tool, tuple(found)))
    return LintResult(
        1 if fails(found) else 0, shown(found), "", request.tool_name, report=report.digest
    )


@rule(desc="Check the index of modules", level=LogLevel.DEBUG)
async def check_index(request: CheckIndexRequest, subsystem: ModuleIndexSubsystem) -> CheckResults:
    if subsystem.skip or not request.field_sets:
        return CheckResults([], checker_name=request.tool_name)
    index = await Get(ModuleIndex, ModuleIndexRequest(subsystem.path))
    found = index.found()
    tool = replace(INDEX_TOOL, goal="check")
    report = await Get(FindingsReport, FindingsReportRequest(tool, tuple(found)))
    result = CheckResult(1 if fails(found) else 0, shown(found), "", report=report.digest)
    return CheckResults([result], checker_name=request.tool_name)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *without_lint(FixIndexRequest),
        *LintIndexRequest.rules(),
        UnionRule(CheckRequest, CheckIndexRequest),
    ]
