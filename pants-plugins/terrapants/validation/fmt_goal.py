"""`terraform fmt` as part of `fmt`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from pants.backend.terraform.lint.tffmt.tffmt import TfFmtSubsystem
from pants.core.goals.fmt import FmtResult, FmtTargetsRequest
from pants.core.util_rules.partitions import Partitions
from pants.engine.fs import Digest, DigestEntries, GlobMatchErrorBehavior, PathGlobs, Snapshot
from pants.engine.internals.session import RunId
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, render
from terrapants.findings.user_error import UserError
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.pants_changes import fail_when_done
from terrapants.terraform.pants_compat import without_lint
from terrapants.validation.formatted_files import (
    FilesToFormat,
    FilesToFormatRequest,
    TerraformFormatFieldSet,
)
from terrapants.validation.formatting import FormatRequest, Formatted

logger = logging.getLogger(__name__)


class TerraformFmtRequest(FmtTargetsRequest):
    field_set_type = TerraformFormatFieldSet
    tool_subsystem = TfFmtSubsystem  # type: ignore[assignment]


@rule(level=LogLevel.DEBUG)
async def partition_files_to_format(
    request: TerraformFmtRequest.PartitionRequest[TerraformFormatFieldSet],
    subsystem: TfFmtSubsystem,
) -> Partitions[str, Any]:
    if subsystem.skip or not request.field_sets:
        return Partitions()
    files = await Get(FilesToFormat, FilesToFormatRequest(request.field_sets))
    return Partitions.single_partition(files.paths) if files.paths else Partitions()


# What was logged in the latest run.
_logged: set[tuple[RunId, str]] = set()


def _is_new(run_id: RunId, text: str) -> bool:
    """Whether a text has not been logged in this run: `_current` says why the rule runs twice."""
    _logged.intersection_update({each for each in _logged if each[0] == run_id})
    before = len(_logged)
    _logged.add((run_id, text))
    return len(_logged) > before


async def _current(errors: Iterable[Finding], files: Snapshot) -> tuple[Finding, ...]:
    """The errors in files that are on disk as they are here.

    After a repair Pants runs the rule once more with the files as they were, to find out whether
    anything has changed.
    """
    found = tuple(errors)
    if not found:
        return ()
    paths = PathGlobs(map(literal_glob, files.files), GlobMatchErrorBehavior.ignore)
    on_disk = await Get(Digest, PathGlobs, paths)
    before, now = await MultiGet(
        Get(DigestEntries, Digest, files.digest), Get(DigestEntries, Digest, on_disk)
    )
    changed = {entry.path for entry in {*before} - {*now}}
    return tuple(error for error in found if error.path not in changed)


@rule(desc="Format with `terraform fmt`", level=LogLevel.DEBUG)
async def terraform_fmt(
    request: TerraformFmtRequest.Batch,
    # So that errors are logged in every run.
    run_id: RunId,
) -> FmtResult:
    output, stderr = request.snapshot, ""
    try:
        formatted = await Get(Formatted, FormatRequest(request.snapshot))
    except UserError as error:
        stderr = str(error)
    else:
        output = formatted.files
        stderr = render(await _current(formatted.errors, request.snapshot))
    if stderr:
        fail_when_done(request.tool_name)
    if stderr and _is_new(run_id, stderr):
        # `fmt` does not show the output of its tools.
        logger.error("terraform-fmt left these files as they are:\n%s", stderr)
    return FmtResult(
        input=request.snapshot,
        output=output,
        stdout="",
        stderr=stderr,
        tool_name=request.tool_name,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        # As part of `lint` it would only name the files; `format_lint` shows the diff.
        *without_lint(TerraformFmtRequest),
    ]
