from __future__ import annotations

import pytest

from benchmarks.scaling.table import (
    NAMES,
    PEER_NAMES,
    graph_tables,
    growth_limit,
    medians_of,
    peer_tables,
)

SMALL = dict.fromkeys(NAMES, 10.0)
LARGE = {**dict.fromkeys(NAMES, 30.0), "list": 40.0, "lint_check_memory": 1.2e9}


def row(tables: str, start: str) -> list[str]:
    line = next(line for line in tables.splitlines() if line.startswith(f"| {start} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_medians() -> None:
    assert medians_of({"list": [3.0, 1.0, 2.0], "parse": [70.0]}) == {"list": 2.0, "parse": 70.0}


def test_ratios_and_growth_in_bold_where_they_miss_the_target() -> None:
    tables = graph_tables({1000: SMALL, 3000: LARGE})
    heading = row(tables, "modules")
    assert heading[-1] == "growth"
    assert heading[2] == "target at 1,000"
    assert row(tables, "`list packages::`, fresh daemon")[2:] == [
        "≤ 1.2",
        "1.00",
        "1.33",
        "**4.00** (3,000 : 1,000; ≤ 3.2)",
    ]


def test_targets_are_those_of_1000_modules() -> None:
    tables = graph_tables({300: LARGE, 1000: LARGE, 3000: LARGE})
    ratios = row(tables, "`list packages::`, fresh daemon")[3:6]
    assert ratios == ["1.33", "**1.33**", "1.33"]
    assert row(graph_tables({300: LARGE}), "modules")[2] == "target at 300"


def test_memory_without_a_reference_is_in_gigabytes() -> None:
    tables = graph_tables({1000: {**SMALL, "lint_check_memory": 1.6e9}, 3000: LARGE})
    assert row(tables, "the daemon's memory after `lint check ::`")[2:5] == [
        "≤ 1.5 GB",
        "**1.60 GB**",
        "1.20 GB",
    ]


def test_one_size_has_no_growth() -> None:
    assert row(graph_tables({10: SMALL}), "modules")[-1] == "10"


def test_growth_limit_is_that_of_the_factor_between_the_sizes() -> None:
    assert growth_limit(1000, 3000) == pytest.approx(3.2)
    assert growth_limit(30, 100) == pytest.approx(3.2 / 3 * 100 / 30)


def test_what_was_not_measured_is_a_dash() -> None:
    few = {"list": 60.0, "list_builtin": 50.0}
    tables = graph_tables({300: SMALL, 1000: SMALL, 3000: few})
    assert row(tables, "`list packages::`, fresh daemon")[3:] == [
        "1.00",
        "1.00",
        "1.20",
        "**6.00** (3,000 : 1,000; ≤ 3.2)",
    ]
    assert row(tables, "`dependencies ::`, all caches empty")[5:] == [
        "–",
        "1.00 (1,000 : 300; ≤ 3.56)",
    ]
    assert row(tables, "the daemon's memory after `lint check ::`")[5] == "–"


def test_processors_time_is_beside_the_time_that_passed() -> None:
    medians = {"list": 12.0, "list_builtin": 10.0, "list_cpu": 9.0, "list_builtin_cpu": 6.0}
    ratios, absolute = graph_tables({10: medians}).split("\n\n")
    assert row(ratios, "`list packages::`, fresh daemon")[3] == "1.20 (CPU 1.50)"
    assert row(absolute, "`list packages::`, fresh daemon")[1] == "12.0 s (CPU 9.0)"


def test_medians_are_shown_in_their_unit() -> None:
    tables = graph_tables({10: {**SMALL, "dependencies_memory": 0.555e9}})
    _, medians = tables.split("\n\n")
    assert row(medians, "`list packages::`, fresh daemon")[1] == "10.0 s"
    assert row(medians, "the daemon's memory after `dependencies ::`")[1] == "0.56 GB"


def test_peers() -> None:
    medians = dict.fromkeys(PEER_NAMES, 10.0)
    tables = peer_tables(130, {**medians, "fix_less_list": 21.0, "lint_edited": 0.4})
    measured = [
        row(tables, start)[-1]
        for start in (
            "`lint ::` (module rules and README), nothing cached",
            "`fix ::` of READMEs, nothing cached, less `list ::` in a fresh daemon",
        )
    ]
    assert measured == ["1.00", "**2.10**"]
    assert row(tables, "`lint ::`, warm daemon, one file changed")[-1] == "0.04"
