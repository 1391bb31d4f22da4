"""Turns the output of a test file's process into the verdict on the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from pants.engine.addresses import Address
from pants.util.frozendict import FrozenDict

from terrapants.findings.secrets import hide
from terrapants.hcl.position import Position
from terrapants.terraform.init_failure import (
    KnownProviders,
    after_colon,
    explain_init_failure,
    plain_text,
)
from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.cloud_access import CloudAccess, Reach
from terrapants.testing.masked_output import hide_in_output
from terrapants.testing.output import FileOutput, RunResult, RunStatus, read_test_output
from terrapants.testing.unchanged import verified
from terrapants.testing.verdict import FileVerdict, Verdict

_NO_FILE = re.compile(r'no file exists at "([^"]+)"')
# What Pants adds to the output of a process that it killed.
_TIMEOUT = "Exceeded timeout of"


@dataclass(frozen=True)
class JudgedFile:
    """The test file, and how it was run.

    :param file: relative to the build root, as is the directory of its module.
    :param timeout_seconds: None for no limit.
    :param secrets: texts that are hidden, before anything is shortened.
    :param access: what its AWS provider could reach.
    :param unchanged: where the runs stand that must not change anything, by their names.
    :param shows_values: whether plans and states are shown if Terraform prints them.
    """

    address: Address
    file: str
    module: str
    timeout_seconds: int | None = None
    secrets: tuple[str, ...] = ()
    access: CloudAccess = field(default_factory=lambda: CloudAccess(Reach.MOCKED))
    unchanged: Mapping[str, Position] = field(default_factory=FrozenDict)
    shows_values: bool = True


@dataclass(frozen=True)
class ProcessOutcome:
    """How a test file's process ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def timed_out(self) -> bool:
        return self.exit_code < 0 and _TIMEOUT in self.stdout + self.stderr


def judge(judged: JudgedFile, outcome: ProcessOutcome, providers: KnownProviders) -> FileVerdict:
    """The verdict on a file whose process ended.

    A file passes only if Terraform says so and a run block was executed: `terraform test` also
    exits with 0 when a filter matches nothing.
    """
    hidden = partial(hide, secrets=judged.secrets, names=(judged.file, judged.module))
    output = read_test_output(outcome.stdout, judged.module, hidden)
    output = _advised(hide_in_output(output, judged.secrets, judged.module))
    output = replace(output, runs=tuple(_as_judged(run, judged) for run in output.runs))
    outcome = replace(outcome, stdout=hidden(outcome.stdout), stderr=hidden(outcome.stderr))
    failed = FileVerdict(
        judged.address,
        judged.module,
        judged.file,
        Verdict.FAILED,
        output.runs,
        diagnostics=output.diagnostics,
        failed_clean_ups=output.failed_clean_ups,
    )
    if outcome.timed_out:
        # Killed, Terraform destroys nothing. It does not say what there was to destroy.
        is_real = output.runs and judged.access.reach is not Reach.EMULATOR
        left = " Real resources that its runs had created are left." if is_real else ""
        return replace(
            failed,
            verdict=Verdict.TIMED_OUT,
            problem=f"Stopped after {judged.timeout_seconds} seconds{_running(output)}. Raise the "
            f"`timeout` field of its target if it needs longer.{left}",
        )
    if not output.initialised:
        failure = explain_init_failure(
            output.diagnostics, output.requirements, providers, judged.module
        )
        problem = "\n".join(failure.sentences)
        if not failure.sentences and not failure.diagnostics:
            text = plain_text(f"{outcome.stdout}\n{outcome.stderr}") or "no reason was given"
            problem = f"`terraform init` failed:{after_colon(text)}"
        diagnostics = (*failure.diagnostics, *failed.warnings)
        return replace(failed, problem=problem, diagnostics=diagnostics)
    if output.emulator_problem:
        return replace(failed, problem=hidden(output.emulator_problem))
    if outcome.exit_code == 0 and output.executed:
        if not output.failed_clean_ups and all(
            run.status == RunStatus.PASS for run in output.executed
        ):
            # The provider may go on without an answer; then the test shows less than it seems to.
            unanswered = tuple(
                Diagnostic("warning", "The emulator did not answer a call", f"{hidden(each)}.")
                for each in output.unsupported
            )
            diagnostics = (*output.diagnostics, *unanswered)
            return replace(failed, verdict=Verdict.PASSED, diagnostics=diagnostics)
    elif outcome.exit_code == 0:
        return replace(failed, problem="Terraform executed none of its `run` blocks.")
    if output.unsupported:
        sentences = (f"emulator: {hidden(each)}." for each in output.unsupported)
        return replace(failed, problem="\n".join(sentences))
    advice = judged.access.advice(_errors(output))
    if advice:
        return replace(failed, problem=advice)
    if not _explained(output):
        text = plain_text(outcome.stderr) or "no reason was given"
        problem = f"`terraform test` exited with {outcome.exit_code}:{after_colon(text)}"
        return replace(failed, problem=problem)
    return failed


def with_warnings_as_errors(verdict: FileVerdict) -> FileVerdict:
    """The verdict where `[terraform-testing].warnings_as_errors` is set."""
    if verdict.verdict != Verdict.PASSED or not verdict.warnings:
        return verdict
    problem = (
        "Its runs passed, but Terraform warned, and `[terraform-testing].warnings_as_errors` is "
        "set."
    )
    return replace(verdict, verdict=Verdict.FAILED, problem=problem)


def _running(output: FileOutput) -> str:
    pending = [run.name for run in output.runs if run.status == RunStatus.PENDING]
    return f', in run "{pending[0]}"' if pending else ""


def _as_judged(run: RunResult, judged: JudgedFile) -> RunResult:
    run = verified(run, judged.unchanged)
    return run if judged.shows_values else replace(run, shown="")


def _errors(output: FileOutput) -> Iterator[Diagnostic]:
    yield from (found for found in output.diagnostics if found.severity == "error")
    for run in output.runs:
        yield from run.errors


def _explained(output: FileOutput) -> bool:
    return bool(output.failed_clean_ups) or any(True for _ in _errors(output))


def _advised(output: FileOutput) -> FileOutput:
    """The output with advice on missing files, which the repository may hold after all."""
    return replace(
        output,
        runs=tuple(
            replace(run, diagnostics=tuple(map(_with_advice, run.diagnostics)))
            for run in output.runs
        ),
        diagnostics=tuple(map(_with_advice, output.diagnostics)),
    )


def _with_advice(found: Diagnostic) -> Diagnostic:
    missing = _NO_FILE.search(found.detail)
    if not missing:
        return found
    return replace(
        found,
        detail=f"{found.detail}\n{missing[1]} is not among the files that this test depends on. If "
        "the repository has it, list it in the `dependencies` of the `terraform_tests` target.",
    )
