from __future__ import annotations

from typing import Optional

from benchmarks.remote_caching.table import Jobs, tables


def values(size: float) -> dict[str, float]:
    return {
        "seconds": 10 * size,
        "cpu_seconds": 20 * size,
        "server_cpu_seconds": 0.25 * size,
        "bytes_up": 4000 * size,
        "bytes_down": 2000 * size,
        "requests": 30 * size,
        "lookups": 10 * size,
        "found": 9 * size,
        "executed": size,
        "verdicts": 4 * size,
        "from_server": 3 * size,
        "stored_bytes": 5000 * size,
        "stored": 2 * size,
    }


def jobs(cold: float, warm: Optional[float] = None) -> Jobs:
    done = {"cold": {"dependencies": values(cold), "tf-test": values(cold)}}
    if warm is not None:
        done["warm"] = {"dependencies": values(warm), "tf-test": values(warm)}
    return done


def rows(text: str) -> dict[str, list[str]]:
    """The cells of the last row with each name."""
    lines = (line[2:-2].split(" | ") for line in text.splitlines() if line)
    return {name: cells for name, *cells in lines}


def test_each_command_has_a_table_with_a_column_for_each_size() -> None:
    first, second = tables({100: jobs(1, 0.5), 1000: jobs(10, 5)}).split("\n\n")
    assert first.splitlines()[0] == (
        "| `dependencies ::`, which reads every file of HCL | 100 modules | 1,000 modules | "
        "growth, 100 to 1,000 |"
    )
    assert rows(first)["the same, for each module"] == ["10", "10", "1.00"]
    assert "verdicts" not in rows(first)
    table = rows(second)
    assert table["bytes to the server, cold"] == ["4,000", "40,000", "10.00"]
    assert table["bytes from the server for each verdict, warm"] == ["500", "500", "1.00"]
    assert table["requests for each verdict, warm"] == ["7.5", "7.5", "1.00"]
    assert table["CPU seconds of the server, cold"] == ["0.25", "2.50", "10.00"]
    assert table["seconds, warm : cold"] == ["0.50", "0.50", "1.00"]


def test_what_was_not_measured_is_not_made_up() -> None:
    table = rows(tables({100: jobs(1, 1), 300: jobs(3)}))
    assert table["bytes to the server, cold"] == ["4,000", "12,000", "3.00"]
    assert table["bytes from the server, warm"] == ["2,000", "–", "–"]
    assert table["seconds, warm : cold"] == ["1.00", "–", "–"]


def test_a_command_that_was_not_run_has_no_table() -> None:
    measured = {100: {"cold": {"dependencies": values(1)}, "warm": {}}}
    assert "tf-test" not in tables(measured)
    assert tables({}) == ""
