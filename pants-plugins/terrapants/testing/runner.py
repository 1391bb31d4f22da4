"""Terraform tests under Pants' `test`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pants.core.goals.test import (
    ShowOutput,
    TestDebugRequest,
    TestRequest,
    TestResult,
    TestSubsystem,
)
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
from terrapants.terraform.notices import Given, Logged, Notices
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
    """A filter without a match fails."""
    if not filtered.files:
        return replace(
            verdict,
            verdict=Verdict.FAILED,
            problem=f"{verdict.problem} It names no test file in the repository.",
        )
    return verdict


@rule
async def give_notices_of_test(run: TerraformTestRun, test_subsystem: TestSubsystem) -> Given:
    verdict = await Get(FileVerdict, TerraformTestRun, run)
    await Get(Logged, Notices, _notices(verdict, test_subsystem))
    return Given()


def _notices(verdict: FileVerdict, test_subsystem: TestSubsystem) -> Notices:
    """What `test` itself does not show of a verdict."""
    if verdict.verdict == Verdict.SKIPPED:
        text = f"{verdict.file}: no tests ran: {verdict.problem}"
        return Notices((text,), LogLevel.INFO)
    if verdict.verdict == Verdict.PASSED and test_subsystem.output == ShowOutput.FAILED:
        return Notices(tuple(_warnings(verdict)))
    return Notices(())


def _warnings(verdict: FileVerdict) -> Iterator[str]:
    for found in verdict.warnings:
        finding = finding_of_diagnostic(found)
        yield render([replace(finding, path=finding.path or verdict.file)])


@rule(desc="Run Terraform test", level=LogLevel.DEBUG)
async def test_terraform(
    batch: TerraformTestRequest.Batch[TerraformTestFieldSet, Any],
    test_subsystem: TestSubsystem,
    terraform_test: TerraformTestSubsystem,
) -> TestResult:
    field_set = batch.single_element
    try:
        arguments = read_arguments(terraform_test.args)
        run = TerraformTestRun(
            field_set,
            arguments,
            field_set.timeout.calculate_from_global_options(test_subsystem),
            test_subsystem.force,
        )
        verdict = await Get(FileVerdict, TerraformTestRun, run)
        if verdict.verdict == Verdict.SKIPPED:
            verdict = _skipped_or_failed(
                verdict, await Get(FilteredFiles, UserArguments, arguments)
            )
        if _notices(verdict, test_subsystem).texts:
            await Get(Given, TerraformTestRun, run)
    except UserError as error:
        # Other tests, in any language, must still get their verdicts.
        file = field_set.source.file_path
        verdict = FileVerdict(field_set.address, "", file, Verdict.FAILED, problem=str(error))
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
