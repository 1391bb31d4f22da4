"""Runs `terraform fmt` on files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.fs import Digest, Snapshot
from pants.engine.process import FallibleProcessResult, Process, ProcessCacheScope
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.findings.finding import Finding, Severity
from terrapants.terraform.init_failure import plain_text
from terrapants.terraform.remote_cache import HEAD_START_MILLIS
from terrapants.terraform.tool import BINARY_DIRECTORY, TerraformBinary, started_by_bash
from terrapants.validation.fmt_output import RULE, read_fmt_errors


@dataclass(frozen=True)
class FormatRequest:
    """Files to format, and no others."""

    files: Snapshot


@dataclass(frozen=True)
class Formatted:
    """The same files, formatted where possible, and errors for the others."""

    files: Snapshot
    errors: tuple[Finding, ...]


@rule(desc="Format with `terraform fmt`", level=LogLevel.DEBUG)
async def format_files(
    request: FormatRequest, terraform: TerraformBinary, bash: BashBinary
) -> Formatted:
    paths = request.files.files
    result = await Get(
        FallibleProcessResult,
        Process(
            argv=started_by_bash(
                bash, terraform.path, "fmt", "-no-color", "-list=false", "--", *paths
            ),
            input_digest=request.files.digest,
            immutable_input_digests={BINARY_DIRECTORY: terraform.digest},
            env={"CHECKPOINT_DISABLE": "1"},
            output_files=paths,
            description=f"terraform fmt: {pluralize(len(paths), 'file')}, from {paths[0]}",
            level=LogLevel.DEBUG,
            # A file that cannot be formatted fails the next time too.
            cache_scope=ProcessCacheScope.ALWAYS,
            remote_cache_speculation_delay_millis=HEAD_START_MILLIS,
        ),
    )
    files = await Get(Snapshot, Digest, result.output_digest)
    stderr = result.stderr.decode("utf-8", "replace")
    errors = read_fmt_errors(stderr) if result.exit_code else ()
    if result.exit_code and not errors:
        text = plain_text(stderr) or "no reason was given"
        message = f"`terraform fmt` exited with {result.exit_code}"
        errors = (Finding(RULE.id, Severity.ERROR, message, detail=text),)
    return Formatted(files if files.files == paths else request.files, errors)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
