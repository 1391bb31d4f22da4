"""The goal `tf-test`."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Iterable
from dataclasses import dataclass

from pants.core.goals.test import ShowOutput, TestSubsystem
from pants.core.util_rules.distdir import DistDir
from pants.engine.console import Console
from pants.engine.engine_aware import EngineAwareReturnType
from pants.engine.fs import CreateDigest, Digest, FileContent, Workspace
from pants.engine.goal import Goal
from pants.engine.internals.session import RunId
from pants.engine.process import InteractiveProcess, ProcessResultMetadata
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, goal_rule, rule
from pants.engine.target import (
    FieldSet,
    NoApplicableTargetsBehavior,
    TargetRootsToFieldSets,
    TargetRootsToFieldSetsRequest,
    parse_shard_spec,
)
from pants.engine.unions import UnionRule, union
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import run_in_foreground
from terrapants.testing.arguments import read_arguments
from terrapants.testing.console import details, one_line, summary_rows, total_line
from terrapants.testing.execution import TerraformTestFieldSet, TerraformTestRun
from terrapants.testing.junit import junit_xml, report_name
from terrapants.testing.runner import NothingToDebug
from terrapants.testing.subsystem import TerraformTestSubsystem, TfTestSubsystem, Timeouts
from terrapants.testing.verdict import FileVerdict, Verdict


@union
@dataclass(frozen=True)
class TfTestFieldSet(FieldSet, metaclass=ABCMeta):
    """The targets that `tf-test` selects: only Terraform tests, unlike `test`."""


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
    workspace: Workspace,
    distdir: DistDir,
    run_id: RunId,
    test: TestSubsystem,
) -> TfTest:
    if terraform_test.skip:
        return TfTest(exit_code=0)
    try:
        shard, num_shards = parse_shard_spec(goal.shard, "the [tf-test].shard option")
    except ValueError as error:
        console.print_stderr(console.red(" ".join(str(error).split())))
        return TfTest(exit_code=1)
    timeouts = Timeouts.of(goal, test)
    field_sets = await Get(
        TargetRootsToFieldSets,
        TargetRootsToFieldSetsRequest(
            TfTestFieldSet,
            goal_description="The `tf-test` goal",
            no_applicable_targets_behavior=(
                NoApplicableTargetsBehavior.error
                if goal.debug
                else NoApplicableTargetsBehavior.warn
            ),
            shard=shard,
            num_shards=num_shards,
        ),
    )
    try:
        arguments = read_arguments(terraform_test.args)
        runs = [
            TerraformTestRun(
                field_set,
                arguments,
                None if goal.debug else field_set.timeout.calculate_from_global_options(timeouts),
                goal.force,
            )
            for field_set in sorted(field_sets.field_sets, key=lambda each: each.source.file_path)
        ]
        if not runs:
            if goal.shard:
                console.print_stdout(f"No tests ran: shard {goal.shard} holds no test file.")
            return TfTest(exit_code=0)
        if goal.debug:
            return TfTest(await _run_interactively(console, runs))

        announced = await MultiGet(Get(AnnouncedVerdict, TerraformTestRun, run) for run in runs)
    except UserError as error:
        console.print_stderr(console.red(str(error)))
        return TfTest(exit_code=1)
    verdicts = [each.verdict for each in announced]
    if goal.report:
        report_dir = goal.report_dir(distdir)
        reports = await Get(
            Digest,
            CreateDigest(
                FileContent(report_name(verdict.file, verdict.address), junit_xml(verdict))
                for verdict in verdicts
            ),
        )
        workspace.write_digest(reports, path_prefix=str(report_dir))
    _print(console, goal.output, verdicts, run_id)
    if goal.report:
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
    first_files: dict[tuple[str, str], str] = {}
    for verdict in verdicts:
        wanted = output == ShowOutput.ALL or (
            output == ShowOutput.FAILED and verdict.verdict != Verdict.PASSED
        )
        text = details(verdict, everything=output == ShowOutput.ALL) if wanted else ""
        first = first_files.setdefault((verdict.module, text), verdict.file)
        if text and first != verdict.file:
            text = f"the same as {first}"
        if text:
            console.print_stdout(console.cyan(verdict.file))
            console.print_stdout("\n".join(f"  {line}" for line in text.splitlines()) + "\n")
    cached = [_was_cached(verdict.process, run_id) for verdict in verdicts]
    for verdict, (status, *cells) in zip(verdicts, summary_rows(verdicts, cached)):
        console.print_stdout("  ".join((colours[verdict.verdict](status), *cells)).rstrip())
    console.print_stdout(total_line(verdicts))


def _was_cached(metadata: ProcessResultMetadata | None, run_id: RunId) -> bool:
    return metadata is not None and metadata.source(run_id) != ProcessResultMetadata.Source.RAN


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(TfTestFieldSet, TerraformTestFieldSet)]
