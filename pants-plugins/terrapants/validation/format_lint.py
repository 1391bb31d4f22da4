"""`terraform fmt` as part of `lint`: what `fmt` would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pants.backend.terraform.lint.tffmt.tffmt import TfFmtSubsystem
from pants.core.goals.fmt import FmtSubsystem
from pants.core.goals.lint import LintResult, LintSubsystem, LintTargetsRequest, Partitions
from pants.engine.fs import Digest, DigestContents, PathGlobs, Snapshot
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.collections import partition_sequentially
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, Severity, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.sarif import SarifTool
from terrapants.findings.user_error import UserError
from terrapants.terraform.tool import TerraformBinary
from terrapants.validation.fmt_output import RULE, difference
from terrapants.validation.formatted_files import (
    FilesToFormat,
    FilesToFormatRequest,
    TerraformFormatFieldSet,
)
from terrapants.validation.formatting import FormatRequest, Formatted


class TerraformFormatLintRequest(LintTargetsRequest):
    field_set_type = TerraformFormatFieldSet
    tool_subsystem = TfFmtSubsystem  # type: ignore[assignment]


@rule(level=LogLevel.DEBUG)
async def partition_files_to_lint(
    request: TerraformFormatLintRequest.PartitionRequest[TerraformFormatFieldSet],
    subsystem: TfFmtSubsystem,
    lint: LintSubsystem,
) -> Partitions[FilesToFormat, Any]:
    """All files as one element, which Pants does not split: one result has one report
    (docs/sad.md)."""
    if subsystem.skip or lint.skip_formatters or not request.field_sets:
        return Partitions()
    files = await Get(FilesToFormat, FilesToFormatRequest(request.field_sets))
    return Partitions.single_partition([files]) if files.paths else Partitions()


@dataclass(frozen=True)
class DifferencesRequest:
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """For each file that is not formatted, a finding and the diff. For each that cannot be
    formatted, a finding and no diff."""

    found: tuple[tuple[Finding, str], ...]


@rule(desc="Compare with `terraform fmt`", level=LogLevel.DEBUG)
async def differences(request: DifferencesRequest) -> Differences:
    before = await Get(Snapshot, PathGlobs(request.paths))
    if not before.files:
        return Differences(())
    formatted = await Get(Formatted, FormatRequest(before))
    found = [(error, "") for error in formatted.errors]
    if formatted.files != before:
        old, new = await MultiGet(
            Get(DigestContents, Digest, before.digest),
            Get(DigestContents, Digest, formatted.files.digest),
        )
        found.extend(
            difference(
                was.path,
                was.content.decode("utf-8", "replace"),
                now.content.decode("utf-8", "replace"),
            )
            for was, now in zip(old, new)
            if was.content != now.content
        )
    return Differences(tuple(found))


@rule(desc="Lint with `terraform fmt`", level=LogLevel.DEBUG)
async def lint_format(
    request: TerraformFormatLintRequest.Batch[FilesToFormat, Any], fmt: FmtSubsystem
) -> LintResult:
    (files,) = request.elements
    # The same batches as in `fmt`, so that each goal can use the results of the other.
    batches = partition_sequentially(
        files.paths, key=str, size_target=fmt.batch_size, size_max=4 * fmt.batch_size
    )
    version = ""
    try:
        version = (await Get(TerraformBinary)).version
        every = await MultiGet(
            Get(Differences, DifferencesRequest(tuple(batch))) for batch in batches
        )
        found = dict(pair for each in every for pair in each.found)
    except UserError as error:
        found = {Finding(RULE.id, Severity.ERROR, str(error)): ""}
    findings = in_order(found)
    report = await Get(
        FindingsReport,
        FindingsReportRequest(
            SarifTool("terraform fmt", request.tool_name, version, (RULE,)), findings
        ),
    )
    text = "".join(f"{render([finding])}\n{found[finding]}\n" for finding in findings)
    return LintResult(
        exit_code=1 if findings else 0,
        stdout=text.rstrip("\n"),
        stderr="",
        linter_name=request.tool_name,
        report=report.digest,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *TerraformFormatLintRequest.rules()]
