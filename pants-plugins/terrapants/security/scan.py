"""The scan of one module: from its directory to what checkov says of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.core.target_types import FileSourceField
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address
from pants.engine.fs import Digest, DigestContents, MergeDigests, PathGlobs, Snapshot
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import SourcesField, TransitiveTargets, TransitiveTargetsRequest
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.security.configuration import ConfigPath, ConfigPathRequest, Configuration
from terrapants.security.report import ScanReport, UnreadableReport, read_report
from terrapants.security.suppressions import Suppression, suppressions_of
from terrapants.security.target_types import SkipCheckovField
from terrapants.security.tool import CheckovProcess, PreparedCheckov, last_words
from terrapants.terraform.input_files import VARIABLE_FILES
from terrapants.terraform.target_types import TerraformFilesSourcesField

# Reading takes some 15 seconds a megabyte.
_LARGEST_PARSED_BYTES = 1_000_000
_SOURCES = (TerraformModuleSourcesField, TerraformFilesSourcesField, FileSourceField)


@dataclass(frozen=True)
class ModuleScanRequest:
    """:param directory: of the module, relative to the build root.

    :param addresses: its targets; several where they share the files of the directory.
    """

    directory: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class ModuleScan:
    """:param called: the other modules whose files are there, by directory, as far as they are
        scanned themselves.

    :param skipped: the directories of those that are not.
    :param unreadable: why a file of `report.unreadable` was not read, a sentence by path.
    :param suppressions: in the module's own files.
    :param problem: why there is no report: one or two sentences, or nothing.
    """

    directory: str
    configuration: Configuration
    report: ScanReport = field(default_factory=ScanReport)
    called: FrozenDict[str, tuple[Address, ...]] = field(default_factory=FrozenDict)
    skipped: frozenset[str] = frozenset()
    unreadable: FrozenDict[str, str] = field(default_factory=FrozenDict)
    suppressions: tuple[Suppression, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class ModuleFiles:
    """The files that a scan may read, with the modules that they belong to."""

    snapshot: Snapshot
    called: FrozenDict[str, tuple[Address, ...]]
    skipped: frozenset[str]


@rule
async def module_files(request: ModuleScanRequest) -> ModuleFiles:
    transitive = await Get(TransitiveTargets, TransitiveTargetsRequest(request.addresses))
    sources, variables = await MultiGet(
        Get(
            SourceFiles,
            SourceFilesRequest(
                field
                for target in transitive.closure
                for field in [target.get(SourcesField)]
                if isinstance(field, _SOURCES)
            ),
        ),
        Get(Snapshot, PathGlobs(os.path.join(request.directory, glob) for glob in VARIABLE_FILES)),
    )
    modules: dict[bool, dict[str, tuple[Address, ...]]] = {True: {}, False: {}}
    for target in transitive.closure:
        directory = target.address.spec_path
        if target.has_field(TerraformModuleSourcesField) and directory != request.directory:
            of_kind = modules[target.get(SkipCheckovField).value]
            of_kind[directory] = (*of_kind.get(directory, ()), target.address)
    return ModuleFiles(
        await Get(Snapshot, MergeDigests((sources.snapshot.digest, variables.digest))),
        FrozenDict(modules[False]),
        frozenset(modules[True].keys() - modules[False].keys()),
    )


@rule(desc="Scan a Terraform module", level=LogLevel.DEBUG)
async def scan_module(request: ModuleScanRequest, prepared: PreparedCheckov) -> ModuleScan:
    files, config = await MultiGet(
        Get(ModuleFiles, ModuleScanRequest, request),
        Get(ConfigPath, ConfigPathRequest(request.directory)),
    )
    configured = await Get(Configuration, ConfigPath, config)
    if configured.problem:
        return ModuleScan(request.directory, configured, problem=configured.problem)
    if not any(os.path.dirname(path) == request.directory for path in files.snapshot.files):
        return ModuleScan(request.directory, configured)
    sandbox = await Get(Snapshot, MergeDigests((files.snapshot.digest, configured.digest)))
    process = await Get(
        Process,
        CheckovProcess(
            ("--directory", f"./{request.directory}", *configured.arguments),
            f"checkov: {request.directory or 'the root module'}",
            sandbox.digest,
            prepared.digest,
        ),
    )
    result = await Get(FallibleProcessResult, Process, process)
    problem, report = "", ScanReport()
    try:
        # With `hard-fail-on` in a configuration file it ends with 1 where it found something.
        if result.exit_code not in (0, 1):
            raise UnreadableReport("it did not come to its end")
        report = read_report(result.stdout.decode("utf-8", "replace"), sandbox.files)
    except UnreadableReport:
        problem = (
            f"checkov ended with exit code {result.exit_code} and no report on "
            f"{request.directory or 'the root module'}{last_words(result.stderr)}."
        )
    unreadable = {}
    suppressions: list[Suppression] = []
    for content in await Get(DigestContents, Digest, files.snapshot.digest):
        if content.path in report.unreadable:
            unreadable[content.path] = why_unreadable(content.path, content.content)
        elif os.path.dirname(content.path) == request.directory:
            suppressions.extend(read_suppressions(content.path, content.content))
    return ModuleScan(
        request.directory,
        configured,
        report,
        files.called,
        files.skipped,
        FrozenDict(unreadable),
        tuple(suppressions),
        problem,
    )


def why_unreadable(path: str, content: bytes) -> str:
    """What is wrong with a file that checkov did not read: `path:line:column: …`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return f"{path}:{line}: found the byte {content[error.start]:#x}, expected UTF-8"
    if len(content) > _LARGEST_PARSED_BYTES:
        return ""
    try:
        parse(text, path)
    except HclSyntaxError as error:
        return str(error)
    return ""


def read_suppressions(path: str, content: bytes) -> tuple[Suppression, ...]:
    """What the comments of a file suppress."""
    if b":skip=" not in content or not path.endswith(".tf"):
        return ()
    try:
        document = parse(content.decode("utf-8"), path)
    except (UnicodeDecodeError, HclSyntaxError):
        # checkov has read it, so it is newer than what python-hcl2 reads.
        return ()
    return tuple(each for comment in document.comments for each in suppressions_of(comment))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
