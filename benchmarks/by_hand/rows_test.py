from __future__ import annotations

from benchmarks.by_hand.processes import Cost
from benchmarks.by_hand.rows import newer_rows, rows, table

SMALL, LARGE = 8, 40


def line(text: str, start: str) -> list[str]:
    found = next(each for each in text.splitlines() if each.startswith(f"| {start} |"))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_medians_and_their_ratio_in_bold_where_it_misses_the_target() -> None:
    costs = {
        "tf_test_8": [Cost(4.0, 5.0), Cost(9.0, 6.0), Cost(5.0, 7.0)],
        "loop_8": [Cost(50.0, 60.0)],
        "loop_by_two_8": [Cost(38.0, 60.0)],
    }
    text = table("Terraform 1.11.4", rows(SMALL, LARGE), costs)
    assert text.splitlines()[0].startswith("| Terraform 1.11.4 | compared with |")
    assert line(text, "8 modules × 2 files, cold")[2:] == [
        "≤ 0.10",
        "0.10",
        "5.0 : 50.0",
        "6.0 : 60.0",
    ]
    assert text.splitlines()[3].split("|")[4] == " **0.13** "


def test_what_was_not_measured_is_left_out() -> None:
    text = table("Terraform", rows(SMALL, LARGE), {"version": [Cost(1, 1)], "cached": [Cost(1, 1)]})
    assert len(text.splitlines()) == 3


def test_memory_that_was_not_measured_is_left_out() -> None:
    costs = {"tf_test_40": [Cost(1, 1)], "loop_40": [Cost(10, 10)]}
    assert "memory" not in table("Terraform", rows(SMALL, LARGE), costs)


def test_memory() -> None:
    costs = {"tf_test_40": [Cost(1, 1, 2 * 10**9)], "loop_40": [Cost(10, 10, 10**9)]}
    text = table("Terraform", rows(SMALL, LARGE), costs)
    cells = line(text, "peak memory of all processes, 40 modules")
    assert cells[3:] == ["**2.00**", "2.0 GB : 1.0 GB", "–"]


def test_a_newer_terraform_has_measures_of_its_own() -> None:
    measures = {
        measure for row in newer_rows(SMALL, LARGE) for measure in (row.measure, row.reference)
    }
    assert {"newer_tf_test_8", "newer_loop_own", "newer_check"} <= measures
    assert all(measure.startswith("newer_") for measure in measures)
