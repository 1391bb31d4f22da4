"""Turns the output of a test file's process into the verdict on the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from pants.engine.addresses import Address

from terrapants.terraform.init_failure import (
    KnownProviders,
    after_colon,
    explain_init_failure,
    plain_text,
)
from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.masked_output import hide_in_output
from terrapants.testing.output import FileOutput, RunStatus, read_test_output
from terrapants.testing.secrets import hide
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
    """

    address: Address
    file: str
    module: str
    timeout_seconds: int | None = None
    secrets: tuple[str, ...] = ()


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
        left = " Real resources that its runs had created are left." if output.runs else ""
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
    if outcome.exit_code == 0 and output.executed:
        if not output.failed_clean_ups and all(
            run.status == RunStatus.PASS for run in output.executed
        ):
            return replace(failed, verdict=Verdict.PASSED)
    elif outcome.exit_code == 0:
        return replace(failed, problem="Terraform executed none of its `run` blocks.")
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


def _explained(output: FileOutput) -> bool:
    return bool(output.failed_clean_ups) or any(
        found.severity == "error"
        for found in (*output.diagnostics, *(found for run in output.runs for found in run.errors))
    )


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
