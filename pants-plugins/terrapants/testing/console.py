"""Verdicts as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from terrapants.findings.finding import rendered
from terrapants.terraform.json_output import finding_of_diagnostic
from terrapants.testing.output import RunResult, RunStatus
from terrapants.testing.verdict import FileVerdict, Verdict

_STATUS = {
    RunStatus.PASS: "passed",
    RunStatus.FAIL: "failed",
    RunStatus.ERROR: "failed with an error",
    RunStatus.SKIP: "skipped",
    RunStatus.PENDING: "not run",
}
_BAD = (RunStatus.FAIL, RunStatus.ERROR)


def counts(verdicts: Iterable[FileVerdict]) -> str:
    """The number of run blocks with each status, as in `3 passed, 1 failed, 2 skipped`."""
    every = list(verdicts)

    def total(*statuses: RunStatus) -> int:
        return sum(verdict.count(*statuses) for verdict in every)

    words = [f"{total(RunStatus.PASS)} passed"]
    for number, word in (
        (total(*_BAD), "failed"),
        (total(RunStatus.SKIP), "skipped"),
        (total(RunStatus.PENDING), "not run"),
    ):
        if number:
            words.append(f"{number} {word}")
    return ", ".join(words)


def one_line(verdict: FileVerdict) -> str:
    """`infra-packages/aws/vpc/tests/a.tftest.hcl passed (3 passed)`."""
    runs = f" ({counts([verdict])})" if verdict.runs else ""
    return f"{verdict.file} {verdict.verdict.value}{runs}"


def details(verdict: FileVerdict, *, everything: bool = False) -> str:
    """What failed in a file, and why.

    :param everything: list every run and warning as well, as with `--output=all`.
    """
    return "\n".join(_details(verdict, everything)).rstrip()


def _details(verdict: FileVerdict, everything: bool) -> Iterator[str]:
    if verdict.problem:
        yield from verdict.problem.splitlines()
    for found in verdict.diagnostics:
        if everything or found.severity == "error":
            yield from rendered(finding_of_diagnostic(found))
    for run in verdict.runs:
        if everything or run.status in _BAD:
            yield from _run(run, everything)


def _run(run: RunResult, everything: bool) -> Iterator[str]:
    yield f'run "{run.name}" {_STATUS[run.status]} ({run.seconds:.2f}s)'
    if run.shown:
        yield from (f"  {line}" for line in run.shown.splitlines())
    for found in run.diagnostics:
        if everything or found.severity == "error":
            yield from (f"  {line}" for line in rendered(finding_of_diagnostic(found)))


def summary_rows(verdicts: Sequence[FileVerdict], cached: Sequence[bool]) -> list[tuple[str, ...]]:
    """One row per file, padded to columns: verdict, module, file, runs, and seconds or `cached`."""
    rows = [
        (
            verdict.verdict.value,
            verdict.module or ".",
            verdict.file_in_module,
            counts([verdict]) if verdict.runs else "no runs",
            _time(verdict, was_cached),
        )
        for verdict, was_cached in zip(verdicts, cached)
    ]
    widths = [max(map(len, column)) for column in zip(*rows)]
    return [tuple(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows]


def _time(verdict: FileVerdict, was_cached: bool) -> str:
    if verdict.process is None:
        return ""
    return "cached" if was_cached else f"{verdict.seconds:.2f}s"


def total_line(verdicts: Sequence[FileVerdict]) -> str:
    """`5 test files: 3 passed, 1 failed, 1 timed out (12 runs: 11 passed, 1 failed)`."""
    words = [
        f"{number} {kind.value}"
        for kind in Verdict
        for number in [sum(verdict.verdict == kind for verdict in verdicts)]
        if number or kind == Verdict.PASSED
    ]
    runs = sum(len(verdict.runs) for verdict in verdicts)
    files = f"{len(verdicts)} test file{'' if len(verdicts) == 1 else 's'}"
    blocks = f"{runs} run{'' if runs == 1 else 's'}"
    return f"{files}: {', '.join(words)} ({blocks}: {counts(verdicts)})"
