from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pants.backend.python.target_types import ConsoleScript, PythonSourceField
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.backend.python.util_rules.pex_requirements import PexRequirements, Resolve
from pants.core.goals.fix import FixResult, FixTargetsRequest
from pants.core.goals.fmt import FmtResult, FmtTargetsRequest
from pants.core.goals.lint import (
    LintResult,
    LintSubsystem,
    LintTargetsRequest,
    Partitions,
)
from pants.core.util_rules.config_files import ConfigFiles, ConfigFilesRequest
from pants.core.util_rules.partitions import PartitionerType
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.fs import EMPTY_DIGEST, Digest, MergeDigests
from pants.engine.internals.native_engine import Snapshot
from pants.engine.process import FallibleProcessResult, Process, ProcessResult
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, Target
from pants.engine.unions import UnionRule
from pants.util.collections import partition_sequentially
from pants.util.logging import LogLevel
from pants.util.meta import classproperty
from pants.util.strutil import pluralize, strip_v2_chroot_path

from ruff.skip_fields import SkipRuffCheckField, SkipRuffFormatField
from ruff.subsystem import Ruff
from terrapants.findings import report as findings_report
from terrapants.findings.report import (
    AdoptedReportRequest,
    FindingsReport,
    FindingsSubsystem,
)
from terrapants.terraform.pants_compat import without_lint


@dataclass(frozen=True)
class RuffCheckFieldSet(FieldSet):
    required_fields = (PythonSourceField,)

    source: PythonSourceField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return tgt.get(SkipRuffCheckField).value


@dataclass(frozen=True)
class RuffFormatFieldSet(FieldSet):
    required_fields = (PythonSourceField,)

    source: PythonSourceField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return tgt.get(SkipRuffFormatField).value


# The names for `--only`; in SARIF too.
CHECK = "ruff-check"
FORMAT = "ruff-format"


class RuffCheckRequest(LintTargetsRequest):
    """`ruff check`, as part of `lint`."""

    field_set_type = RuffCheckFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check"

    @classproperty
    def tool_id(cls) -> str:
        return CHECK


class RuffFixRequest(FixTargetsRequest):
    """`ruff check --fix`, as part of `fix`."""

    field_set_type = RuffCheckFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check --fix"

    @classproperty
    def tool_id(cls) -> str:
        return CHECK


class RuffFormatRequest(FmtTargetsRequest):
    """`ruff format`, as part of `fmt` and `lint`."""

    field_set_type = RuffFormatFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff format"

    @classproperty
    def tool_id(cls) -> str:
        return FORMAT


@dataclass(frozen=True)
class RuffProcess:
    """One run of ruff. Its output is the files that it was given."""

    subcommand: tuple[str, ...]
    files: Snapshot


@rule(level=LogLevel.DEBUG)
async def setup_ruff_process(request: RuffProcess, ruff: Ruff) -> Process:
    ruff_pex, config_files = await MultiGet(
        Get(
            VenvPex,
            PexRequest(
                output_filename="ruff.pex",
                internal_only=True,
                requirements=PexRequirements(
                    from_superset=Resolve(ruff.install_from_resolve, use_entire_lockfile=True),
                    description_of_origin="the requirements of ruff",
                ),
                main=ConsoleScript("ruff"),
            ),
        ),
        Get(ConfigFiles, ConfigFilesRequest, ruff.config_request(request.files.dirs)),
    )
    input_digest = await Get(
        Digest, MergeDigests((request.files.digest, config_files.snapshot.digest))
    )
    command = " ".join(("ruff", *request.subcommand))
    return await Get(
        Process,
        VenvPexProcess(
            ruff_pex,
            argv=(
                *request.subcommand,
                # Each sandbox is used only once.
                "--no-cache",
                *((f"--config={ruff.config}",) if ruff.config else ()),
                *ruff.args,
                *request.files.files,
            ),
            input_digest=input_digest,
            output_files=request.files.files,
            description=f"Run {command} on {pluralize(len(request.files.files), 'file')}.",
            level=LogLevel.DEBUG,
        ),
    )


@rule(level=LogLevel.DEBUG)
async def partition_ruff_check(
    request: RuffCheckRequest.PartitionRequest[RuffCheckFieldSet], ruff: Ruff
) -> Partitions[Any, Any]:
    """All sources as one element, which Pants does not split: one result has one report
    (docs/sad.md)."""
    if ruff.skip or not request.field_sets:
        return Partitions()
    return Partitions.single_partition([request.field_sets])


@rule(desc="Lint with ruff", level=LogLevel.DEBUG)
async def ruff_check(
    request: RuffCheckRequest.Batch[Any, Any],
    lint: LintSubsystem,
    findings: FindingsSubsystem,
) -> LintResult:
    (field_sets,) = request.elements
    sources = await MultiGet(
        Get(SourceFiles, SourceFilesRequest(field_set.source for field_set in batch))
        for batch in partition_sequentially(
            field_sets,
            key=lambda field_set: str(field_set.address),
            size_target=lint.batch_size,
            size_max=4 * lint.batch_size,
        )
    )
    results = await MultiGet(
        Get(FallibleProcessResult, RuffProcess(("check",), batch.snapshot)) for batch in sources
    )
    report = EMPTY_DIGEST
    if findings.sarif:
        as_sarif = ("check", "--exit-zero", "--output-format=sarif")
        logs = await MultiGet(
            Get(ProcessResult, RuffProcess(as_sarif, batch.snapshot)) for batch in sources
        )
        written = await Get(
            FindingsReport,
            AdoptedReportRequest(
                CHECK,
                tuple(log.stdout.decode() for log in logs),
                tuple(path for batch in sources for path in batch.files),
            ),
        )
        report = written.digest
    # Success is shown once, not for each batch.
    shown = [result for result in results if result.exit_code] or results[:1]
    return LintResult(
        exit_code=max(result.exit_code for result in results),
        stdout="\n".join(strip_v2_chroot_path(result.stdout) for result in shown),
        stderr="\n".join(
            strip_v2_chroot_path(result.stderr) for result in results if result.stderr
        ),
        linter_name=request.tool_name,
        report=report,
    )


@rule(desc="Fix with ruff", level=LogLevel.DEBUG)
async def ruff_fix(request: RuffFixRequest.Batch) -> FixResult:
    # `lint` reports what ruff cannot fix; only an error of ruff itself fails here.
    arguments = ("check", "--fix", "--exit-zero")
    result = await Get(ProcessResult, RuffProcess(arguments, request.snapshot))
    output = await Get(Snapshot, Digest, result.output_digest)
    return _changed(request.tool_name, request.snapshot, output, result)


@rule(desc="Format with ruff", level=LogLevel.DEBUG)
async def ruff_format(request: RuffFormatRequest.Batch) -> FmtResult:
    result = await Get(ProcessResult, RuffProcess(("format",), request.snapshot))
    output = await Get(Snapshot, Digest, result.output_digest)
    return _changed(request.tool_name, request.snapshot, output, result)


def _changed(tool_name: str, before: Snapshot, after: Snapshot, result: ProcessResult) -> FixResult:
    return FixResult(
        input=before,
        output=after,
        stdout=strip_v2_chroot_path(result.stdout),
        stderr=strip_v2_chroot_path(result.stderr),
        tool_name=tool_name,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *findings_report.rules(),
        *pex.rules(),
        *RuffCheckRequest.rules(),
        *RuffFormatRequest.rules(),
        # In `lint` it would report a second time what `ruff check` finds.
        *without_lint(RuffFixRequest),
    ]
