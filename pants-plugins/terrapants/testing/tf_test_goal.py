"""The goal `tf-test`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.base.build_root import BuildRoot
from pants.core.goals.test import ShowOutput, TestSubsystem
from pants.core.util_rules.distdir import DistDir
from pants.engine.console import Console
from pants.engine.engine_aware import EngineAwareReturnType
from pants.engine.goal import Goal
from pants.engine.internals.session import RunId
from pants.engine.process import InteractiveProcess
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, goal_rule, rule
from pants.engine.target import (
    NoApplicableTargetsBehavior,
    TargetRootsToFieldSets,
    TargetRootsToFieldSetsRequest,
    parse_shard_spec,
)
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.terraform.json_output import Diagnostic
from terrapants.terraform.pants_compat import run_in_foreground
from terrapants.testing.arguments import read_arguments
from terrapants.testing.console import details, one_line, summary_rows, total_line
from terrapants.testing.execution import TerraformTestRun
from terrapants.testing.junit import junit_xml, report_name
from terrapants.testing.report_files import write_reports
from terrapants.testing.runner import NothingToDebug
from terrapants.testing.selection import TestSelection, TestSelectionRequest, TfTestFieldSet
from terrapants.testing.subsystem import TerraformTestSubsystem, TfTestSubsystem, Timeouts
from terrapants.testing.verdict import FileVerdict, Verdict


class TfTest(Goal):
    subsystem_cls = TfTestSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@dataclass(frozen=True)
class AnnouncedVerdict(EngineAwareReturnType):
    """A verdict that is shown as soon as it is known."""

    verdict: FileVerdict

    def level(self) -> LogLevel:
        return LogLevel.ERROR if self.verdict.exit_code else LogLevel.INFO

    def message(self) -> str:
        return one_line(self.verdict)

    def cacheable(self) -> bool:
        return False


@rule(desc="Run Terraform test", level=LogLevel.DEBUG)
async def announce_verdict(run: TerraformTestRun) -> AnnouncedVerdict:
    return AnnouncedVerdict(await Get(FileVerdict, TerraformTestRun, run))


async def _run_interactively(console: Console, runs: Iterable[TerraformTestRun]) -> int:
    code = 0
    for run in runs:
        try:
            process = await Get(InteractiveProcess, TerraformTestRun, run)
        except NothingToDebug as reason:
            console.print_stderr(str(reason))
            code = code or reason.exit_code
            continue
        result = await run_in_foreground(process)
        code = code or result.exit_code
    return code


@goal_rule
async def run_tf_test(
    console: Console,
    goal: TfTestSubsystem,
    terraform_test: TerraformTestSubsystem,
    build_root: BuildRoot,
    distdir: DistDir,
    run_id: RunId,
    test: TestSubsystem,
) -> TfTest:
    if terraform_test.skip:
        console.print_stdout("0 test files. `[terraform-testing].skip` is set.")
        return TfTest(exit_code=0)
    try:
        shard, num_shards = parse_shard_spec(goal.shard, "the [tf-test].shard option")
    except ValueError as error:
        console.print_stderr(console.red(" ".join(str(error).split())))
        return TfTest(exit_code=1)
    found = await Get(
        TargetRootsToFieldSets,
        TargetRootsToFieldSetsRequest(
            TfTestFieldSet,
            goal_description="The `tf-test` goal",
            no_applicable_targets_behavior=NoApplicableTargetsBehavior.ignore,
        ),
    )
    selection = await Get(
        TestSelection,
        TestSelectionRequest(tuple(found.field_sets), shard, num_shards if goal.shard else 0),
    )
    for warning in selection.warnings:
        console.print_stderr(console.yellow(warning))
    if selection.nothing:
        (console.print_stderr if selection.is_error else console.print_stdout)(
            f"0 test files. {selection.nothing}"
        )
        return TfTest(exit_code=1 if selection.is_error else 0)
    try:
        timeouts = Timeouts.of(goal, test)
        report_dir = goal.report_dir(distdir)
        reports_path = build_root.pathlib_path / report_dir
        if goal.report:
            # What cannot be written is told before a test has run.
            write_reports(reports_path, {})
        arguments = read_arguments(terraform_test.args)
        runs = [
            TerraformTestRun(
                field_set,
                arguments,
                None
                if goal.debug
                else field_set.timeout.calculate_from_global_options(
                    timeouts  # type: ignore[arg-type]
                ),
                goal.force,
            )
            for field_set in selection.field_sets
        ]
        if goal.missing_reports:
            console.print_stderr(console.yellow(goal.missing_reports))
        if goal.debug:
            return TfTest(await _run_interactively(console, runs))

        announced = await MultiGet(Get(AnnouncedVerdict, TerraformTestRun, run) for run in runs)
    except UserError as error:
        console.print_stderr(console.red(str(error)))
        return TfTest(exit_code=1)
    verdicts = [each.verdict for each in announced]
    _print(console, goal.output, verdicts, run_id)
    if goal.report:
        reports = {
            report_name(each.file, each.address): junit_xml(each, each.origin(run_id))
            for each in verdicts
        }
        try:
            write_reports(reports_path, reports)
        except UserError as error:
            console.print_stderr(console.red(str(error)))
            return TfTest(exit_code=1)
        console.print_stdout(f"Reports: {report_dir}")
    return TfTest(exit_code(verdicts))


def exit_code(verdicts: Iterable[FileVerdict]) -> int:
    """0 if no file failed and at least one ran: a filter that matches no file is an error."""
    every = list(verdicts)
    if all(verdict.verdict == Verdict.SKIPPED for verdict in every):
        return 1
    return max(verdict.exit_code for verdict in every)


def _print(
    console: Console, output: ShowOutput, verdicts: list[FileVerdict], run_id: RunId
) -> None:
    colours = {
        Verdict.PASSED: console.green,
        Verdict.SKIPPED: console.yellow,
        Verdict.FAILED: console.red,
        Verdict.TIMED_OUT: console.red,
    }
    everything = output == ShowOutput.ALL
    first_files: dict[tuple[str, str], str] = {}
    known: set[Diagnostic] = set()
    for verdict in verdicts if output != ShowOutput.NONE else ():
        text = details(verdict, everything=everything)
        first = first_files.setdefault((verdict.module, text), verdict.file)
        if first != verdict.file and (everything or verdict.verdict != Verdict.PASSED):
            text = text and f"the same as {first}"
        else:
            text = details(verdict, everything=everything, known=known)
        known.update(verdict.warnings)
        if text:
            console.print_stdout(console.cyan(verdict.file))
            console.print_stdout("\n".join(f"  {line}" for line in text.splitlines()) + "\n")
    for verdict, (status, *cells) in zip(verdicts, summary_rows(verdicts, run_id)):
        console.print_stdout("  ".join((colours[verdict.verdict](status), *cells)).rstrip())
    console.print_stdout(total_line(verdicts))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
