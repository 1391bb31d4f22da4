"""From what a test file's process said to the verdict on the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pants.engine.addresses import Address

from terrapants.terraform.init_failure import explain_init_failure, plain_text
from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.output import RunStatus, TestOutput, read_test_output
from terrapants.testing.secrets import hide
from terrapants.testing.verdict import TestFileVerdict, Verdict

_NO_FILE = re.compile(r'no file exists at "([^"]+)"')
# What Pants adds to the output of a process that it killed.
_TIMEOUT = "Exceeded timeout of"


@dataclass(frozen=True)
class ProcessOutcome:
    """What a test file's process came to."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def timed_out(self) -> bool:
        return self.exit_code < 0 and _TIMEOUT in self.stdout + self.stderr


def judge(
    outcome: ProcessOutcome,
    address: Address,
    file: str,
    module: str,
    mirrors: Iterable[str],
    mirrored: Mapping[str, tuple[str, ...]],
    locked: Mapping[str, str],
    timeout_seconds: int | None,
    secrets: tuple[str, ...],
) -> TestFileVerdict:
    """The verdict on a file whose process ended.

    A file passes only if Terraform says so and a run block was executed: `terraform test` exits
    with 0 as well when a filter matches nothing.

    :param mirrors: the directories of `[terraform-providers].mirrors`.
    :param mirrored: the versions that the mirrors hold, by the provider's source address.
    :param locked: the versions of the module's lock file, by the provider's source address.
    :param secrets: texts that are hidden, before anything is shortened.
    """
    output = _advised(hide(read_test_output(outcome.stdout, module), secrets))
    outcome = hide(outcome, secrets)
    failed = TestFileVerdict(
        address, module, file, Verdict.FAILED, output.runs, diagnostics=output.diagnostics
    )
    if outcome.timed_out:
        return replace(
            failed,
            verdict=Verdict.TIMED_OUT,
            problem=f"Stopped after {timeout_seconds} seconds{_running(output)}. Raise the "
            "`timeout` field of its target if it needs longer.",
        )
    if not output.initialised:
        failure = explain_init_failure(
            output.diagnostics, output.requirements, mirrors, mirrored, locked
        )
        problem = "\n".join(failure.sentences)
        if not failure.sentences and not failure.diagnostics:
            text = plain_text(f"{outcome.stdout}\n{outcome.stderr}") or "no reason was given"
            problem = f"`terraform init` failed: {text}"
        return replace(failed, problem=problem, diagnostics=failure.diagnostics)
    if outcome.exit_code == 0 and output.executed:
        if all(run.status == RunStatus.PASS for run in output.executed):
            return replace(failed, verdict=Verdict.PASSED)
    elif outcome.exit_code == 0:
        return replace(failed, problem="Terraform executed none of its `run` blocks.")
    if not _explained(output):
        text = plain_text(outcome.stderr) or "no reason was given"
        return replace(failed, problem=f"`terraform test` exited with {outcome.exit_code}: {text}")
    return failed


def _running(output: TestOutput) -> str:
    pending = [run.name for run in output.runs if run.status == RunStatus.PENDING]
    return f', in run "{pending[0]}"' if pending else ""


def _explained(output: TestOutput) -> bool:
    return any(found.severity == "error" for found in _every_diagnostic(output))


def _advised(output: TestOutput) -> TestOutput:
    """With what Terraform cannot know of a file that it misses: the repository may have it."""
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


def _every_diagnostic(output: TestOutput) -> list[Diagnostic]:
    return [*output.diagnostics, *(found for run in output.runs for found in run.diagnostics)]
