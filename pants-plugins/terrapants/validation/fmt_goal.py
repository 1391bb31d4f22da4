"""`terraform fmt` as part of `fmt`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from pants.backend.terraform.lint.tffmt.tffmt import TfFmtSubsystem
from pants.core.goals.fmt import FmtResult, FmtTargetsRequest
from pants.core.util_rules.partitions import Partitions
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import render
from terrapants.findings.user_error import UserError
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


@rule(desc="Format with `terraform fmt`", level=LogLevel.DEBUG)
async def terraform_fmt(request: TerraformFmtRequest.Batch) -> FmtResult:
    output, stderr = request.snapshot, ""
    try:
        formatted = await Get(Formatted, FormatRequest(request.snapshot))
    except UserError as error:
        stderr = str(error)
    else:
        output, stderr = formatted.files, render(formatted.errors)
    if stderr:
        # `fmt` does not show the output of its tools, and stops when one fails.
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
