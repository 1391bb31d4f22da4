from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pants.backend.python.lint.ruff.subsystem import Ruff
from pants.backend.python.target_types import PythonSourceField
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.core.goals.fix import FixResult, FixTargetsRequest
from pants.core.goals.fmt import FmtResult, FmtTargetsRequest
from pants.core.goals.lint import (
    AbstractLintRequest,
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
from terrapants.findings import report as findings_report
from terrapants.findings.report import (
    AdoptedReportRequest,
    FindingsReport,
    FindingsSubsystem,
)


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


class RuffCheckRequest(LintTargetsRequest):
    """`ruff check`, as part of `lint`."""

    field_set_type = RuffCheckFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check"


class RuffFixRequest(FixTargetsRequest):
    """`ruff check --fix`, as part of `fix`."""

    field_set_type = RuffCheckFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check --fix"


class RuffFormatRequest(FmtTargetsRequest):
    """`ruff format`, as part of `fmt` and `lint`."""

    field_set_type = RuffFormatFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff format"


@dataclass(frozen=True)
class RuffProcess:
    """One run of ruff. Its output is the files that it was given."""

    subcommand: tuple[str, ...]
    files: Snapshot


@rule(level=LogLevel.DEBUG)
async def setup_ruff_process(request: RuffProcess, ruff: Ruff) -> Process:
    ruff_pex, config_files = await MultiGet(
        Get(VenvPex, PexRequest, ruff.to_pex_request()),
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


@dataclass(frozen=True)
class RuffCheckBatch:
    """:param sarif: whether to make SARIF, in addition to the text."""

    field_sets: tuple[RuffCheckFieldSet, ...]
    sarif: bool


@dataclass(frozen=True)
class RuffCheckOutput:
    """What ruff said.

    :param paths: the files that were checked.
    :param sarif: empty unless requested.
    """

    exit_code: int
    stdout: str
    stderr: str
    paths: tuple[str, ...]
    sarif: str


@rule(desc="Run ruff check", level=LogLevel.DEBUG)
async def ruff_check_batch(request: RuffCheckBatch) -> RuffCheckOutput:
    sources = await Get(
        SourceFiles, SourceFilesRequest(field_set.source for field_set in request.field_sets)
    )
    process = await Get(Process, RuffProcess(("check",), sources.snapshot))
    result = await Get(FallibleProcessResult, Process, process)
    sarif = ""
    if request.sarif:
        as_sarif = ("check", "--exit-zero", "--output-format=sarif")
        sarif_process = await Get(Process, RuffProcess(as_sarif, sources.snapshot))
        sarif = (await Get(ProcessResult, Process, sarif_process)).stdout.decode()
    return RuffCheckOutput(
        result.exit_code,
        strip_v2_chroot_path(result.stdout),
        strip_v2_chroot_path(result.stderr),
        sources.snapshot.files,
        sarif,
    )


@rule(desc="Lint with ruff", level=LogLevel.DEBUG)
async def ruff_check(
    request: RuffCheckRequest.Batch[Any, Any],
    lint: LintSubsystem,
    findings: FindingsSubsystem,
) -> LintResult:
    (field_sets,) = request.elements
    batches = partition_sequentially(
        field_sets,
        key=lambda field_set: str(field_set.address),
        size_target=lint.batch_size,
        size_max=4 * lint.batch_size,
    )
    outputs = await MultiGet(
        Get(RuffCheckOutput, RuffCheckBatch(tuple(batch), findings.sarif)) for batch in batches
    )
    report = EMPTY_DIGEST
    if findings.sarif:
        written = await Get(
            FindingsReport,
            AdoptedReportRequest(
                "ruff-check",
                tuple(output.sarif for output in outputs),
                tuple(path for output in outputs for path in output.paths),
            ),
        )
        report = written.digest
    # Success is shown once, not for each batch.
    failed = [output for output in outputs if output.exit_code] or outputs[:1]
    return LintResult(
        exit_code=max(output.exit_code for output in outputs),
        stdout="\n".join(output.stdout for output in failed),
        stderr="\n".join(filter(None, (output.stderr for output in outputs))),
        linter_name=request.tool_name,
        report=report,
    )


@rule(desc="Fix with ruff", level=LogLevel.DEBUG)
async def ruff_fix(request: RuffFixRequest.Batch) -> FixResult:
    # `lint` reports what ruff cannot fix; only an error of ruff itself fails here.
    process = await Get(Process, RuffProcess(("check", "--fix", "--exit-zero"), request.snapshot))
    result = await Get(ProcessResult, Process, process)
    return await FixResult.create(request, result, strip_chroot_path=True)


@rule(desc="Format with ruff", level=LogLevel.DEBUG)
async def ruff_format(request: RuffFormatRequest.Batch) -> FmtResult:
    process = await Get(Process, RuffProcess(("format",), request.snapshot))
    result = await Get(ProcessResult, Process, process)
    return await FmtResult.create(request, result, strip_chroot_path=True)


def _is_for_lint(union_rule: Any) -> bool:
    return isinstance(union_rule, UnionRule) and union_rule.union_base in (
        AbstractLintRequest,
        AbstractLintRequest.Batch,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *findings_report.rules(),
        *pex.rules(),
        *RuffCheckRequest.rules(),
        *RuffFormatRequest.rules(),
        # In `lint` it would report a second time what `ruff check` finds.
        *(r for r in RuffFixRequest.rules() if not _is_for_lint(r)),
    ]
