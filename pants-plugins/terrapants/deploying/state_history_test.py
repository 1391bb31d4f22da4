from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from terrapants.deploying.applied_log import AppliedEntry, AppliedLog, append, read_log
from terrapants.deploying.state_history import StateHistory, render_history, state_history

ENTRY = AppliedEntry(
    time="2026-11-27T20:03:11+00:00",
    who="ci",
    deployment="net:dev",
    workspace="",
    commit="3f761ea0aa0aa0aa0aa0aa0aa0aa0aa0aa0aa0aa",
    dirty=False,
    lineage="one",
    serial_before=5,
    serial_after=7,
    destroys=False,
    result="applied",
)


def later(hour: int, **fields: object) -> AppliedEntry:
    return replace(ENTRY, time=f"2026-11-28T{hour:02}:00:00+00:00", **fields)  # type: ignore[arg-type]


def history(*entries: AppliedEntry, lineage: str = "one", serial: int = 7) -> StateHistory:
    return state_history(AppliedLog(entries), "the.jsonl", "net:dev", "", lineage, serial)


def shown(*entries: AppliedEntry, lineage: str = "one", serial: int = 7, limit: int = 5) -> str:
    return render_history(history(*entries, lineage=lineage, serial=serial), limit)


def test_the_last_applies_are_shown_newest_first() -> None:
    text = shown(
        ENTRY,
        later(1, dirty=True, result="failed", serial_after=8),
        later(2, commit="", serial_after=None, result="interrupted"),
        later(3, destroys=True, serial_after=9),
        serial=9,
    )
    assert text == (
        "  serial 9; applies in the.jsonl:\n"
        "      serial 9: destroyed 2026-11-28 03:00:00 UTC by ci, commit 3f761ea\n"
        "      unknown serial: applying interrupted 2026-11-28 02:00:00 UTC by ci, no commit\n"
        "      serial 8: applying failed 2026-11-28 01:00:00 UTC by ci, commit 3f761ea with "
        "uncommitted\n"
        "        changes\n"
        "      serial 7: applied 2026-11-27 20:03:11 UTC by ci, commit 3f761ea"
    )


def test_no_more_are_shown_than_asked_for() -> None:
    text = shown(ENTRY, later(1), later(2), limit=2)
    assert text.splitlines()[0] == "  serial 7; applies in the.jsonl (2 of 3):"
    assert len(text.splitlines()) == 3
    assert shown(ENTRY, limit=0) == "  serial 7"


@pytest.mark.parametrize(
    ("serial", "remark"),
    [
        (7, ""),
        (
            9,
            (
                "The state is at serial 9; the last apply in the log left serial 7: it was changed "
                "elsewhere."
            ),
        ),
        (
            5,
            (
                "The state is at serial 5; the last apply in the log left serial 7: an earlier "
                "state has taken its place."
            ),
        ),
    ],
)
def test_a_state_that_the_log_does_not_explain(serial: int, remark: str) -> None:
    assert history(ENTRY, serial=serial).remark == remark
    assert history(ENTRY, serial=serial).to_json()["remark"] == remark
    if remark:
        assert " ".join(remark.split()) in " ".join(shown(ENTRY, serial=serial).split())


def test_a_serial_that_nobody_read_says_nothing() -> None:
    assert history(ENTRY, later(1, serial_after=None), serial=12).remark == ""


def test_only_applies_of_this_state_count() -> None:
    renamed = replace(ENTRY, deployment="old:dev")
    other = replace(ENTRY, deployment="data:dev", lineage="two")
    before_it_was_lost = later(1, lineage="three")
    without = later(2, lineage="", serial_after=0, result="failed")
    blue = later(3, lineage="four", workspace="blue")
    found = history(renamed, other, before_it_was_lost, without, blue)
    assert found.entries == (without, renamed)
    assert found.of_other_states == 1
    assert "      1 earlier apply in the log was to another state: its lineage differs." in (
        render_history(found, 5)
    )


def test_a_state_without_applies() -> None:
    assert shown(serial=3) == "  serial 3; no apply of it is in the.jsonl"
    assert shown(lineage="", serial=0) == "  no state yet; no apply of it is in the.jsonl"


def test_lines_that_are_no_applies_are_counted_out(tmp_path: Path) -> None:
    log = tmp_path / "below/applied.jsonl"
    assert read_log(log) == AppliedLog()
    append(log, {**ENTRY.to_json(), "environment": "dev", "seconds": 1.5})
    with log.open("a") as file:
        file.write("\n[]\n" + json.dumps(ENTRY.to_json())[:40])
    append(log, ENTRY.to_json())
    assert read_log(log) == AppliedLog((ENTRY, ENTRY), unreadable=3)
