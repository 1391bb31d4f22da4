from __future__ import annotations

from benchmarks.scaling.measuring import Measurements


def test_short_runs_are_measured_three_times() -> None:
    seconds = iter([5.0, 70.0, 6.0, 7.0])
    measured = Measurements("10 modules")
    measured.time("list", lambda: next(seconds))
    assert measured.values == {"list": [5.0, 70.0, 6.0]}


def test_long_runs_are_measured_once() -> None:
    measured = Measurements("10 modules")
    measured.time("list", lambda: 60.0)
    measured.memory("memory", 5)
    assert measured.values == {"list": [60.0], "memory": [5]}
