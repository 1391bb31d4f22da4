"""The tables: how what was measured grows with the number of modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Optional

from benchmarks.scaling.table import markdown_table

# What `Measured` has, by its names.
Values = Mapping[str, float]
# By the job and the command.
Jobs = Mapping[str, Mapping[str, Values]]
BySize = Mapping[int, Jobs]

TITLES = {
    "dependencies": "`dependencies ::`, which reads every file of HCL",
    "tf-test": "then `tf-test` of one module in 25",
}
_NOT_MEASURED = "–"


@dataclass(frozen=True)
class Both:
    """What one command was in both jobs.

    :param warm: None if only the other job has ended.
    """

    modules: int
    cold: Values
    warm: Optional[Values]


@dataclass(frozen=True)
class Row:
    """:param value: None where it was not measured.
    :param decimals: how many are written.
    """

    name: str
    value: Callable[[Both], Optional[float]]
    decimals: int = 0
    command: str = ""

    def cells(self, measured: Mapping[int, Both]) -> list[str]:
        values = [self.value(both) for both in measured.values()]
        return [
            _NOT_MEASURED if value is None else f"{value:,.{self.decimals}f}" for value in values
        ]

    def growth(self, measured: Mapping[int, Both]) -> str:
        """What the largest repository has, divided by what the smallest one has."""
        values = [
            value for both in measured.values() for value in [self.value(both)] if value is not None
        ]
        if len(values) < len(measured) or len(values) < 2 or not values[0]:
            return _NOT_MEASURED
        return f"{values[-1] / values[0]:.2f}"


def _cold(name: str) -> Callable[[Both], Optional[float]]:
    return lambda both: both.cold[name]


def _warm(name: str) -> Callable[[Both], Optional[float]]:
    return lambda both: None if both.warm is None else both.warm[name]


def _down_for_each_module(both: Both) -> Optional[float]:
    return None if both.warm is None else both.warm["bytes_down"] / both.modules


def _up_for_each_verdict(both: Both) -> float:
    return both.cold["bytes_up"] / both.cold["verdicts"]


def _down_for_each_verdict(both: Both) -> Optional[float]:
    return None if both.warm is None else both.warm["bytes_down"] / both.warm["verdicts"]


def _requests_for_each_verdict(both: Both) -> Optional[float]:
    return None if both.warm is None else both.warm["requests"] / both.warm["verdicts"]


def _seconds_of_warm(both: Both) -> Optional[float]:
    return None if both.warm is None else both.warm["seconds"] / both.cold["seconds"]


ROWS = (
    Row("bytes to the server, cold", _cold("bytes_up")),
    Row("bytes from the server, warm", _warm("bytes_down")),
    Row("the same, for each module", _down_for_each_module, command="dependencies"),
    Row("verdicts", _cold("verdicts"), command="tf-test"),
    Row("bytes to the server for each verdict, cold", _up_for_each_verdict, command="tf-test"),
    Row("bytes from the server for each verdict, warm", _down_for_each_verdict, command="tf-test"),
    Row("requests for each verdict, warm", _requests_for_each_verdict, 1, command="tf-test"),
    Row("requests, cold", _cold("requests")),
    Row("requests, warm", _warm("requests")),
    Row("results asked for, warm", _warm("lookups")),
    Row("results found, warm", _warm("found")),
    Row("processes executed, cold", _cold("executed")),
    Row("processes executed although they may be shared, warm", _warm("executed")),
    Row("verdicts from the server, warm", _warm("from_server"), command="tf-test"),
    Row("bytes that the server holds afterwards", _cold("stored_bytes")),
    Row("CPU seconds of the job, cold", _cold("cpu_seconds"), 1),
    Row("CPU seconds of the job, warm", _warm("cpu_seconds"), 1),
    Row("CPU seconds of the server, cold", _cold("server_cpu_seconds"), 2),
    Row("CPU seconds of the server, warm", _warm("server_cpu_seconds"), 2),
    Row("seconds, warm : cold", _seconds_of_warm, 2),
)


def tables(measured: BySize) -> str:
    return "\n\n".join(
        _table(title, command, both)
        for command, title in TITLES.items()
        for both in [_of_command(measured, command)]
        if both
    )


def _of_command(measured: BySize, command: str) -> dict[int, Both]:
    return {
        modules: Both(modules, jobs["cold"][command], jobs.get("warm", {}).get(command))
        for modules, jobs in measured.items()
        if command in jobs.get("cold", {})
    }


def _table(title: str, command: str, measured: Mapping[int, Both]) -> str:
    sizes = [f"{modules:,} modules" for modules in measured]
    growth = f"growth, {min(measured):,} to {max(measured):,}"
    rows = (
        [row.name, *row.cells(measured), row.growth(measured)]
        for row in ROWS
        if row.command in ("", command)
    )
    return markdown_table([title, *sizes, growth], rows)
