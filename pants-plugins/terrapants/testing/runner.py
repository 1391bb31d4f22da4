"""Terraform tests under Pants' `test`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pants.core.goals.test import (
    ShowOutput,
    TestDebugRequest,
    TestRequest,
    TestResult,
    TestSubsystem,
)
from pants.engine.engine_aware import EngineAwareReturnType
from pants.engine.fs import (
    CreateDigest,
    Digest,
    DigestEntries,
    FileContent,
    FileEntry,
    Snapshot,
)
from pants.engine.process import InteractiveProcess, Process
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import AllTargets
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import render
from terrapants.findings.user_error import UserError
from terrapants.terraform.json_output import finding_of_diagnostic
from terrapants.terraform.pants_compat import test_result
from terrapants.terraform.process import TerraformModuleProcess
from terrapants.testing.arguments import UserArguments, read_arguments
from terrapants.testing.console import details, one_line
from terrapants.testing.execution import (
    TerraformTestFieldSet,
    TerraformTestRun,
    TerraformTestSetup,
    TerraformTestSetupRequest,
)
from terrapants.testing.junit import junit_xml, report_name
from terrapants.testing.subsystem import TerraformTestSubsystem
from terrapants.testing.target_types import TerraformTestSourceField
from terrapants.testing.verdict import FileVerdict, Verdict

logger = logging.getLogger(__name__)


class TerraformTestRequest(TestRequest):
    tool_subsystem = TerraformTestSubsystem  # type: ignore[assignment]
    field_set_type = TerraformTestFieldSet
    supports_debug = True


@dataclass(frozen=True)
class FilteredFiles:
    """The test files of the repository that `-filter` arguments could match."""

    files: tuple[str, ...]


@rule
async def filtered_files(arguments: UserArguments, all_targets: AllTargets) -> FilteredFiles:
    files = {
        target[TerraformTestSourceField].file_path
        for target in all_targets
        if target.has_field(TerraformTestSourceField)
    }
    return FilteredFiles(tuple(sorted(filter(arguments.may_want, files))))


def _skipped_or_failed(verdict: FileVerdict, filtered: FilteredFiles) -> FileVerdict:
    """`test` does not show why a file is skipped, so we log it. A filter without a match fails."""
    if not filtered.files:
        return replace(
            verdict,
            verdict=Verdict.FAILED,
            problem=f"{verdict.problem} It names no test file in the repository.",
        )
    logger.info("%s: no tests ran: %s", verdict.file, verdict.problem)
    return verdict


@dataclass(frozen=True)
class TerraformWarning:
    """A warning of Terraform, as text."""

    text: str


@dataclass(frozen=True)
class AnnouncedWarning(EngineAwareReturnType):
    """A warning that is shown once in a session, however many test files give it."""

    text: str

    def level(self) -> LogLevel:
        return LogLevel.WARN

    def message(self) -> str:
        return self.text

    def cacheable(self) -> bool:
        return False


@rule(desc="Terraform warns", level=LogLevel.DEBUG)
async def announce_warning(warning: TerraformWarning) -> AnnouncedWarning:
    return AnnouncedWarning(warning.text)


def _warnings(verdict: FileVerdict) -> Iterable[TerraformWarning]:
    for found in verdict.warnings:
        finding = finding_of_diagnostic(found)
        yield TerraformWarning(render([replace(finding, path=finding.path or verdict.file)]))


@rule(desc="Run Terraform test", level=LogLevel.DEBUG)
async def test_terraform(
    batch: TerraformTestRequest.Batch[TerraformTestFieldSet, Any],
    test_subsystem: TestSubsystem,
    terraform_test: TerraformTestSubsystem,
) -> TestResult:
    field_set = batch.single_element
    try:
        arguments = read_arguments(terraform_test.args)
        verdict = await Get(
            FileVerdict,
            TerraformTestRun(
                field_set,
                arguments,
                field_set.timeout.calculate_from_global_options(test_subsystem),
                test_subsystem.force,
            ),
        )
        if verdict.verdict == Verdict.SKIPPED:
            verdict = _skipped_or_failed(
                verdict, await Get(FilteredFiles, UserArguments, arguments)
            )
    except UserError as error:
        # Other tests, in any language, must still get their verdicts.
        file = field_set.source.file_path
        verdict = FileVerdict(field_set.address, "", file, Verdict.FAILED, problem=str(error))
    if verdict.verdict == Verdict.PASSED and test_subsystem.output == ShowOutput.FAILED:
        # `test` shows nothing of a file that passed.
        await MultiGet(Get(AnnouncedWarning, TerraformWarning, each) for each in _warnings(verdict))
    report, text = report_name(verdict.file, verdict.address), output_text(verdict)
    xml_results, output = await MultiGet(
        Get(Snapshot, CreateDigest([FileContent(report, junit_xml(verdict))])),
        Get(
            Digest, CreateDigest([FileContent("stdout", text.encode()), FileContent("stderr", b"")])
        ),
    )
    digests = {
        entry.path: entry.file_digest
        for entry in await Get(DigestEntries, Digest, output)
        if isinstance(entry, FileEntry)
    }
    return test_result(
        exit_code=None if verdict.verdict == Verdict.SKIPPED else verdict.exit_code,
        stdout=text,
        stdout_digest=digests["stdout"],
        stderr_digest=digests["stderr"],
        address=field_set.address,
        output_setting=test_subsystem.output,
        result_metadata=verdict.process,
        xml_results=xml_results,
    )


def output_text(verdict: FileVerdict) -> str:
    """What `test` shows for a file: the same as `tf-test --output=all`."""
    return f"{one_line(verdict)}\n{details(verdict, everything=True)}\n"


@rule(desc="Set up a Terraform test for interactive use", level=LogLevel.DEBUG)
async def debug_terraform_test(
    batch: TerraformTestRequest.Batch[TerraformTestFieldSet, Any],
    test_subsystem: TestSubsystem,
    terraform_test: TerraformTestSubsystem,
) -> TestDebugRequest:
    run = TerraformTestRun(
        batch.single_element, read_arguments(terraform_test.args), None, test_subsystem.force
    )
    return TestDebugRequest(await Get(InteractiveProcess, TerraformTestRun, run))


class NothingToDebug(UserError):
    """A test file whose verdict is known without running it."""

    def __init__(self, verdict: FileVerdict) -> None:
        super().__init__(verdict.problem)
        self.exit_code = verdict.exit_code


@rule(level=LogLevel.DEBUG)
async def interactive_terraform_test(run: TerraformTestRun) -> InteractiveProcess:
    setup = await Get(TerraformTestSetup, TerraformTestSetupRequest(run, interactive=True))
    if isinstance(setup.outcome, FileVerdict):
        raise NothingToDebug(setup.outcome)
    process = await Get(Process, TerraformModuleProcess, setup.outcome)
    return InteractiveProcess.from_process(process, restartable=True)


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *TerraformTestRequest.rules()]
