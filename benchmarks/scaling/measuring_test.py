from __future__ import annotations

from benchmarks.scaling.measuring import Cost, Measurements


def test_short_runs_are_measured_in_three_rounds() -> None:
    order = []
    seconds = {"a": iter([5.0, 70.0, 6.0]), "b": iter([1.0, 2.0, 3.0])}

    def run(measure: str) -> Cost:
        order.append(measure)
        return Cost(next(seconds[measure]), 0.5)

    measured = Measurements("10 modules")
    measured.time(a=lambda: run("a"), b=lambda: run("b"))
    assert order == ["a", "b"] * 3
    assert measured.values == {
        "a": [5.0, 70.0, 6.0],
        "a_cpu": [0.5] * 3,
        "b": [1.0, 2.0, 3.0],
        "b_cpu": [0.5] * 3,
    }


def test_long_runs_are_measured_once() -> None:
    kept = []
    measured = Measurements("10 modules", keep=lambda: kept.append(dict(measured.values)))
    measured.time(a=lambda: Cost(1.0, 1.0), b=lambda: Cost(60.0, 90.0))
    measured.memory("memory", 5)
    times = {"a": [1.0], "a_cpu": [1.0], "b": [60.0], "b_cpu": [90.0]}
    assert kept == [times, {**times, "memory": [5]}]
