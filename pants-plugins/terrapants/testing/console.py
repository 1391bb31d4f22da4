"""Verdicts as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from pants.engine.internals.session import RunId

from terrapants.findings.finding import rendered
from terrapants.terraform.json_output import Diagnostic, finding_of_diagnostic
from terrapants.testing.output import FailedCleanUp, RunResult, RunStatus
from terrapants.testing.verdict import RAN, FileVerdict, Verdict

_STATUS = {
    RunStatus.PASS: "passed",
    RunStatus.FAIL: "failed",
    RunStatus.ERROR: "failed with an error",
    RunStatus.SKIP: "skipped",
    RunStatus.PENDING: "not run",
}


def counts(verdicts: Iterable[FileVerdict]) -> str:
    """The number of run blocks with each status, as in `3 passed, 1 failed, 2 skipped`, and of
    clean-ups that failed."""
    every = list(verdicts)

    def total(*statuses: RunStatus) -> int:
        return sum(verdict.count(*statuses) for verdict in every)

    words = [f"{total(RunStatus.PASS)} passed"]
    for number, word in (
        (total(RunStatus.FAIL, RunStatus.ERROR), "failed"),
        (total(RunStatus.SKIP), "skipped"),
        (total(RunStatus.PENDING), "not run"),
        (sum(len(verdict.failed_clean_ups) for verdict in every), "clean-up failed"),
    ):
        if number:
            words.append(f"{number} {word}")
    return ", ".join(words)


def one_line(verdict: FileVerdict) -> str:
    """`infra-packages/aws/vpc/tests/a.tftest.hcl passed (3 passed)`."""
    runs = f" ({counts([verdict])})" if verdict.runs else ""
    return f"{verdict.file} {verdict.verdict.value}{runs}"


def details(
    verdict: FileVerdict, *, everything: bool = False, known: Collection[Diagnostic] = ()
) -> str:
    """What failed in a file, and why, and what Terraform warned of.

    :param everything: list every run as well, as with `--output=all`.
    :param known: warnings to leave out.
    """
    return "\n".join(_details(verdict, everything, known)).rstrip()


def _details(
    verdict: FileVerdict, everything: bool, known: Collection[Diagnostic]
) -> Iterator[str]:
    if verdict.problem:
        yield from verdict.problem.splitlines()
    yield from _errors(verdict.diagnostics)
    for run in verdict.runs:
        if everything or run.is_blamed:
            yield from _run(run)
    for clean_up in verdict.failed_clean_ups:
        yield from _clean_up(clean_up)
    for found in verdict.warnings:
        if found not in known:
            yield from rendered(finding_of_diagnostic(found))


def _errors(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    for found in diagnostics:
        if found.severity == "error":
            yield from rendered(finding_of_diagnostic(found))


def _run(run: RunResult) -> Iterator[str]:
    yield f'run "{run.name}" {_STATUS[run.status]} ({run.seconds:.2f}s)'
    yield from (f"  {line}" for line in (*run.shown.splitlines(), *_errors(run.diagnostics)))


def _clean_up(failed: FailedCleanUp) -> Iterator[str]:
    yield clean_up_sentence(failed)
    yield from (f"  {line}" for line in _errors(failed.diagnostics))


def clean_up_sentence(failed: FailedCleanUp) -> str:
    """`the clean-up after run "applies" failed; left in state: terraform_data.a`."""
    after = f' after run "{failed.run}"' if failed.run else ""
    left = f"; left in state: {', '.join(failed.left)}" if failed.left else ""
    return f"the clean-up{after} failed{left}"


def summary_rows(verdicts: Sequence[FileVerdict], run_id: RunId) -> list[tuple[str, ...]]:
    """One row per file, padded to columns: verdict, module, file, runs, and seconds or `cached`.

    A file that two targets own, or a parametrized one, runs twice. The target stands beside it
    then.

    :param run_id: the run of Pants whose processes count as run, and not as cached.
    """
    owners = Counter(file for file, _ in {(each.file, each.address) for each in verdicts})
    rows = [
        (
            verdict.verdict.value,
            verdict.module or ".",
            verdict.file_in_module + (_target(verdict) if owners[verdict.file] > 1 else ""),
            counts([verdict]) if verdict.runs else "no runs",
            _time(verdict, run_id),
        )
        for verdict in verdicts
    ]
    widths = [max(map(len, column)) for column in zip(*rows)]
    return [tuple(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows]


def _target(verdict: FileVerdict) -> str:
    address = verdict.address
    return f" of {address.spec_path}:{address.target_name}{address.parameters_repr}"


def _time(verdict: FileVerdict, run_id: RunId) -> str:
    return f"{verdict.seconds:.2f}s" if verdict.origin(run_id) == RAN else verdict.origin(run_id)


def total_line(verdicts: Sequence[FileVerdict]) -> str:
    """`5 test files: 3 passed, 1 failed, 1 timed out (12 runs: 11 passed, 1 failed)`, and how
    many warnings there are."""
    words = [
        f"{number} {kind.value}"
        for kind in Verdict
        for number in [sum(verdict.verdict == kind for verdict in verdicts)]
        if number or kind == Verdict.PASSED
    ]
    runs = sum(len(verdict.runs) for verdict in verdicts)
    files = f"{len(verdicts)} test file{'' if len(verdicts) == 1 else 's'}"
    blocks = f"{runs} run{'' if runs == 1 else 's'}"
    warned = len({found for verdict in verdicts for found in verdict.warnings})
    warnings = f", {warned} warning{'' if warned == 1 else 's'}" if warned else ""
    return f"{files}: {', '.join(words)} ({blocks}: {counts(verdicts)}){warnings}"
