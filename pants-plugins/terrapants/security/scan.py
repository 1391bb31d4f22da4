"""The scan of one module: from its directory to what checkov found in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Optional

from pants.engine.addresses import Address
from pants.engine.fs import (
    Digest,
    DigestContents,
    MergeDigests,
    PathGlobs,
    Snapshot,
)
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.module_interface import ModuleCall
from terrapants.hcl.paths import is_registry_source
from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import HclSyntaxError
from terrapants.security.configuration import ConfigPath, ConfigPathRequest, Configuration
from terrapants.security.report import CheckResult, ScanReport, UnreadableReport, read_report
from terrapants.security.suppressions import Suppression, suppressions_in
from terrapants.security.target_types import SkipCheckovField
from terrapants.security.tool import (
    REPOSITORY,
    RESULTS,
    CheckovProcess,
    PreparedCheckov,
    without_report,
)
from terrapants.terraform.file_names import VARIABLE_FILES
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.hcl_files import HclFile, HclFiles, HclFilesRequest
from terrapants.terraform.modules import (
    ModuleTargets,
    ModuleTargetsRequest,
    TerraformModule,
    TerraformModuleRequest,
)
from terrapants.terraform.needed_files import NeededFiles, NeededFilesRequest

# "Ensure Terraform module sources use a commit hash"
COMMIT_HASH = "CKV_TF_1"


@dataclass(frozen=True)
class ModuleScanRequest:
    """:param directory: of the module, relative to the build root.

    :param addresses: its targets; several if they share the files of the directory.
    """

    directory: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class ModuleScan:
    """:param called: the other modules whose files are in the sandbox, by directory, if they are
        scanned themselves.

    :param skipped: the directories of those that are not.
    :param calls: where its `module` blocks are, by name, if any module block has findings.
    :param versioned: those of them that name a version of a module in a registry.
    :param unreadable: why a file was not read, by path; None if only checkov cannot read it.
    :param suppressions: in the module's own files.
    :param problem: why there is no report: one or two sentences, or nothing.
    """

    directory: str
    configuration: Configuration
    report: ScanReport = field(default_factory=ScanReport)
    called: FrozenDict[str, tuple[Address, ...]] = field(default_factory=FrozenDict)
    skipped: frozenset[str] = frozenset()
    calls: FrozenDict[str, Position] = field(default_factory=FrozenDict)
    versioned: frozenset[Position] = frozenset()
    unreadable: FrozenDict[str, Optional[HclSyntaxError]] = field(default_factory=FrozenDict)
    suppressions: tuple[Suppression, ...] = ()
    problem: str = ""

    def is_own(self, path: str) -> bool:
        """Whether a file belongs to no other module: each of those is scanned, or skipped, by
        itself."""
        directory = os.path.dirname(path)
        return directory not in self.called and directory not in self.skipped

    @property
    def passed(self) -> list[CheckResult]:
        """The checks of the module's own blocks that passed."""
        return [result for result in self.report.passed if self.is_own(result.path)]

    @property
    def suppressed(self) -> list[CheckResult]:
        """The checks that are suppressed in the module's own blocks."""
        return [result for result in self.report.suppressed if self.is_own(result.path)]


def problem_of(file: HclFile) -> HclSyntaxError | None:
    """Why a file cannot be read, None where nothing is known of it."""
    problem = file.problem
    return problem.error() if problem is not None else None


@dataclass(frozen=True)
class ModuleFiles:
    """The files that a scan may read, with the modules that they belong to."""

    snapshot: Snapshot
    called: FrozenDict[str, tuple[Address, ...]]
    skipped: frozenset[str]


@rule
async def module_files(request: ModuleScanRequest) -> ModuleFiles:
    needed, variables = await MultiGet(
        Get(NeededFiles, NeededFilesRequest(request.addresses)),
        Get(
            Digest,
            PathGlobs(
                os.path.join(literal_glob(request.directory), glob) for glob in VARIABLE_FILES
            ),
        ),
    )
    others = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory))
        for directory in needed.modules
        if directory != request.directory
    )
    targets = [target for each in others for target in each.targets]
    called = by_directory(
        target.address for target in targets if not target.get(SkipCheckovField).value
    )
    return ModuleFiles(
        await Get(Snapshot, MergeDigests((needed.digest, variables))),
        called,
        frozenset(target.address.spec_path for target in targets) - called.keys(),
    )


def by_directory(addresses: Iterable[Address]) -> FrozenDict[str, tuple[Address, ...]]:
    """The addresses of targets by the directories that they are in."""
    found: dict[str, tuple[Address, ...]] = {}
    for address in sorted(addresses):
        found[address.spec_path] = (*found.get(address.spec_path, ()), address)
    return FrozenDict(found)


@rule(desc="Scan a Terraform module", level=LogLevel.DEBUG)
async def scan_module(request: ModuleScanRequest, prepared: PreparedCheckov) -> ModuleScan:
    files, config = await MultiGet(
        Get(ModuleFiles, ModuleScanRequest, request),
        Get(ConfigPath, ConfigPathRequest(request.directory)),
    )
    configured = await Get(Configuration, ConfigPath, config)
    own = {path for path in files.snapshot.files if os.path.dirname(path) == request.directory}
    if configured.problem or not own:
        return ModuleScan(request.directory, configured, problem=configured.problem)
    sandbox = await Get(Snapshot, MergeDigests((files.snapshot.digest, configured.digest)))
    process = await Get(
        Process,
        CheckovProcess(
            (
                *configured.arguments_for(configured.frameworks),
                "--directory",
                f"./{request.directory}",
            ),
            f"checkov: {request.directory or 'the root module'}",
            sandbox.digest,
            prepared.digest,
            output_directories=(RESULTS,),
        ),
    )
    result = await Get(FallibleProcessResult, Process, process)
    outputs = await Get(DigestContents, Digest, result.output_digest)
    results = {os.path.basename(output.path): output.content for output in outputs}
    problem, report = "", ScanReport()
    try:
        report = read_report(results.get("results_json.json", b""), sandbox.files)
    except UnreadableReport:
        problem = without_report(result, request.directory or "the root module")
    missing = sorted(set(report.unreadable) - set(sandbox.files))
    if missing:
        name = missing[0].rpartition(f"/{REPOSITORY}/")[2]
        problem = (
            f"checkov cannot read {name}, which `[checkov].args` names: check the path, and add it "
            "to `[checkov].extra_files`."
        )
        report = ScanReport()
    sources = await Get(
        DigestContents,
        PathGlobs(literal_glob(path) for path in sorted(own) if path.endswith(".tf")),
    )
    unread = await Get(HclFiles, HclFilesRequest(tuple(sorted(report.unreadable))))
    calls: tuple[ModuleCall, ...] = ()
    if any(
        found.resource.startswith("module.") or found.check_id == COMMIT_HASH
        for found in report.failed
    ):
        module = await Get(TerraformModule, TerraformModuleRequest(request.directory))
        calls = module.interface().module_calls
    return ModuleScan(
        request.directory,
        configured,
        report,
        files.called,
        files.skipped,
        FrozenDict({call.name: call.position for call in calls}),
        frozenset(
            call.position
            for call in calls
            if call.has_version and call.source and is_registry_source(call.source)
        ),
        FrozenDict({file.path: problem_of(file) for file in unread.files}),
        tuple(
            suppression
            for source in sources
            for suppression in suppressions_in(
                source.content.decode("utf-8", "replace"), source.path
            )
        ),
        problem,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
