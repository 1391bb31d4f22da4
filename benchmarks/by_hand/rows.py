"""The rows of the table: what is compared with what, and the targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.by_hand.modules import MANY_RUNS, RUNS
from benchmarks.by_hand.processes import Cost
from benchmarks.scaling.table import judged, markdown_table

# What each measure cost, each time.
Costs = Mapping[str, Sequence[Cost]]
LOOP, LOOP_BY_TWO, TEST = "loop", "loop_by_two", "tf_test"
VALIDATE_LOOP, CHECK = "validate_loop", "check"
VERSION, CACHED = "version", "cached"
EDITED_BY_HAND, EDITED = "edited_by_hand", "edited"
ALONE, CHANGED = "alone", "changed"
OWN = "own"
# What the measures of a newer Terraform begin with.
NEWER = "newer_"

_TEST = "`init && test`"
_VALIDATE = "loop of `init && validate`"


@dataclass(frozen=True)
class Row:
    """:param measure: of the suite, and `reference`: what it is divided by.
    :param of_memory: whether the largest memory is compared, and not the time.
    """

    workload: str
    compared_with: str
    limit: float
    measure: str
    reference: str
    of_memory: bool = False


def sized(measure: str, workload: int | str) -> str:
    """The id of a measure of so many modules, or of another workload."""
    return f"{measure}_{workload}"


def rows(small: int, large: int) -> tuple[Row, ...]:
    """With the Terraform of this machine.

    :param small: the number of modules of the small workload, and `large` of the large one.
    """
    by_hand = f"shell loop of {_TEST}"
    cold = "{} modules × 2 files, cold".format
    test = sized(TEST, large)
    return (
        Row(cold(small), by_hand, 0.10, sized(TEST, small), sized(LOOP, small)),
        Row(
            cold(small),
            "the same loop, two at a time",
            0.12,
            sized(TEST, small),
            sized(LOOP_BY_TWO, small),
        ),
        Row(cold(large), by_hand, 0.06, test, sized(LOOP, large)),
        Row(
            f"1 file × {RUNS} runs, cold",
            _TEST,
            0.10,
            sized(TEST, MANY_RUNS),
            sized(LOOP, MANY_RUNS),
        ),
        Row(f"`check` of {large} modules, cold", _VALIDATE, 0.12, CHECK, VALIDATE_LOOP),
        Row(f"nothing changed, {small} modules", "`./pants --version`", 1.3, CACHED, VERSION),
        Row("one test file edited, warm pool", f"{_TEST} of it", 0.15, EDITED, EDITED_BY_HAND),
        Row(
            f"one module of {large} changed",
            "a cold run of that module alone",
            1.3,
            CHANGED,
            ALONE,
        ),
        Row(
            f"peak memory of all processes, {large} modules",
            "shell loop",
            1.0,
            test,
            sized(LOOP, large),
            of_memory=True,
        ),
        Row("our own three modules", "shell loop", 0.12, sized(TEST, OWN), sized(LOOP, OWN)),
    )


def newer_rows(small: int, large: int) -> tuple[Row, ...]:
    """With the newer Terraform."""
    return tuple(
        Row(workload, compared_with, limit, f"{NEWER}{measure}", f"{NEWER}{reference}")
        for workload, compared_with, limit, measure, reference in (
            *(
                (
                    f"{size} modules × 2 files, cold",
                    "shell loop",
                    limit,
                    sized(TEST, size),
                    sized(LOOP, size),
                )
                for size, limit in ((small, 0.15), (large, 0.10))
            ),
            ("our own three modules", "shell loop", 0.30, sized(TEST, OWN), sized(LOOP, OWN)),
            (f"`check` of {large} modules, cold", _VALIDATE, 0.15, CHECK, VALIDATE_LOOP),
        )
    )


def table(title: str, rows: Sequence[Row], costs: Costs) -> str:
    """Markdown, of those rows that were measured."""
    headings = [title, "compared with", "target", "ratio", "seconds", "CPU seconds"]
    lines = [
        _line(row, costs[row.measure], costs[row.reference])
        for row in rows
        if row.measure in costs and row.reference in costs
        if not row.of_memory or _median(costs[row.reference], "peak_bytes")
    ]
    return markdown_table(headings, lines)


def _line(row: Row, ours: Sequence[Cost], theirs: Sequence[Cost]) -> list[str]:
    if row.of_memory:
        ratio = _median(ours, "peak_bytes") / _median(theirs, "peak_bytes")
        absolute = [_pair(ours, theirs, "peak_bytes", 1e9, " GB"), "–"]
    else:
        ratio = _median(ours, "seconds") / _median(theirs, "seconds")
        absolute = [_pair(ours, theirs, name) for name in ("seconds", "cpu_seconds")]
    limit = f"≤ {row.limit:.2f}"
    return [row.workload, row.compared_with, limit, judged(ratio, row.limit), *absolute]


def _pair(
    ours: Sequence[Cost], theirs: Sequence[Cost], name: str, divisor: float = 1, unit: str = ""
) -> str:
    one, other = (_median(each, name) / divisor for each in (ours, theirs))
    return f"{one:.1f}{unit} : {other:.1f}{unit}"


def _median(costs: Sequence[Cost], name: str) -> float:
    return float(median(getattr(cost, name) for cost in costs))
