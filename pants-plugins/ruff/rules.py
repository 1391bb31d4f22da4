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
from pants.core.goals.lint import AbstractLintRequest, LintResult, LintTargetsRequest
from pants.core.util_rules.config_files import ConfigFiles, ConfigFilesRequest
from pants.core.util_rules.partitions import PartitionerType
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.fs import Digest, MergeDigests
from pants.engine.internals.native_engine import Snapshot
from pants.engine.process import FallibleProcessResult, Process, ProcessResult
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, Target
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel
from pants.util.meta import classproperty
from pants.util.strutil import pluralize

from ruff.skip_fields import SkipRuffCheckField, SkipRuffFormatField


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
    """`ruff check`, under `lint`."""

    field_set_type = RuffCheckFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check"


class RuffFixRequest(FixTargetsRequest):
    """`ruff check --fix`, under `fix`."""

    field_set_type = RuffCheckFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff check --fix"


class RuffFormatRequest(FmtTargetsRequest):
    """`ruff format`, under `fmt` and `lint`."""

    field_set_type = RuffFormatFieldSet
    tool_subsystem = Ruff  # type: ignore[assignment]
    partitioner_type = PartitionerType.DEFAULT_SINGLE_PARTITION

    @classproperty
    def tool_name(cls) -> str:
        return "ruff format"


@dataclass(frozen=True)
class RuffProcess:
    """One run of ruff; the files it is given are its output."""

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
                # A sandbox is used once: there is nothing for ruff to remember.
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


@rule(desc="Lint with ruff", level=LogLevel.DEBUG)
async def ruff_check(request: RuffCheckRequest.Batch[RuffCheckFieldSet, Any]) -> LintResult:
    sources = await Get(
        SourceFiles, SourceFilesRequest(field_set.source for field_set in request.elements)
    )
    process = await Get(Process, RuffProcess(("check",), sources.snapshot))
    result = await Get(FallibleProcessResult, Process, process)
    return LintResult.create(request, result, strip_chroot_path=True)


@rule(desc="Fix with ruff", level=LogLevel.DEBUG)
async def ruff_fix(request: RuffFixRequest.Batch) -> FixResult:
    # What ruff cannot fix is for `lint` to report; an error of ruff itself still fails here.
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
        *pex.rules(),
        *RuffCheckRequest.rules(),
        *RuffFormatRequest.rules(),
        # `lint` would report what `ruff check` finds a second time.
        *(r for r in RuffFixRequest.rules() if not _is_for_lint(r)),
    ]
