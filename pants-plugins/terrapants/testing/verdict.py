"""The verdict on a test file: what `test`, `tf-test` and the reports are views of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pants.engine.addresses import Address
from pants.engine.internals.session import RunId
from pants.engine.process import ProcessResultMetadata

from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.output import FailedCleanUp, RunResult, RunStatus

RAN = "ran"
_ORIGINS = {
    ProcessResultMetadata.Source.RAN: RAN,
    ProcessResultMetadata.Source.HIT_REMOTELY: "cached remotely",
}


class Verdict(Enum):
    PASSED = "passed"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    # No run block was executed, as the user requested.
    SKIPPED = "no tests ran"


@dataclass(frozen=True)
class FileVerdict:
    """The result of one test file.

    :param module: the directory of the module under test, relative to the build root; empty for
        the build root itself, and if no module was found.
    :param file: the test file's path, relative to the build root.
    :param problem: one or two sentences, if the verdict does not follow from the runs alone.
    :param diagnostics: Terraform's diagnostics that belong to no run block.
    :param process: the metadata of the process; None if no process was needed.
    """

    address: Address
    module: str
    file: str
    verdict: Verdict
    runs: tuple[RunResult, ...] = ()
    problem: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    failed_clean_ups: tuple[FailedCleanUp, ...] = ()
    process: ProcessResultMetadata | None = None

    @property
    def exit_code(self) -> int:
        return 0 if self.verdict in (Verdict.PASSED, Verdict.SKIPPED) else 1

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Terraform's warnings, each once, whichever runs they came up in."""
        of_runs = (found for run in self.runs for found in run.diagnostics)
        every = dict.fromkeys((*self.diagnostics, *of_runs))
        return tuple(found for found in every if found.severity == "warning")

    @property
    def file_in_module(self) -> str:
        """The test file's path relative to its module."""
        prefix = f"{self.module}/" if self.module else ""
        return self.file[len(prefix) :] if self.file.startswith(prefix) else self.file

    @property
    def seconds(self) -> float:
        """How long the process took when it ran."""
        elapsed = self.process.total_elapsed_ms if self.process else None
        return (elapsed or 0) / 1000

    def origin(self, run_id: RunId) -> str:
        """Where the verdict comes from: `ran`, `cached` on this machine, or `cached remotely`;
        empty if no process was needed.

        :param run_id: the run of Pants that asks. What an earlier run of the daemon got from
            elsewhere is cached here by now.
        """
        return _ORIGINS.get(self.process.source(run_id), "cached") if self.process else ""

    def count(self, *statuses: RunStatus) -> int:
        return sum(run.status in statuses for run in self.runs)
