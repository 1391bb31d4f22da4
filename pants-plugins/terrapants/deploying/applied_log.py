"""The log of what was applied: a line of JSON for each apply. Read and written here alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

FILE_NAME = "applied.jsonl"


@dataclass(frozen=True)
class AppliedEntry:
    """One apply.

    :param time: in UTC, as ISO 8601.
    :param commit: of the checkout; "" where there was none.
    :param dirty: whether the checkout had changes that were not in the commit.
    :param lineage: of the state; "" where there was no state, before or after.
    :param serial_before: the serial of the state that the plan was made for.
    :param serial_after: that of the state in its backend after the apply; None if it could not be
        read.
    :param result: `applied`, `failed` or `interrupted`.
    """

    time: str
    who: str
    deployment: str
    workspace: str
    commit: str
    dirty: bool
    lineage: str
    serial_before: int
    serial_after: Optional[int]
    destroys: bool
    result: str
    changes: str = ""

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class AppliedLog:
    """:param entries: oldest first.

    :param unreadable: the number of the first line that is not an entry; 0 without one.
    """

    entries: tuple[AppliedEntry, ...] = ()
    unreadable: int = 0


def append(path: Path, record: Mapping[str, Any]) -> None:
    """Add a line.

    :raises OSError: the file system refuses it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A line that was cut off must not take this one with it.
    begin = "" if _ends_with_a_line(path) else "\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{begin}{json.dumps(record)}\n")


def _ends_with_a_line(path: Path) -> bool:
    if not path.exists() or not path.stat().st_size:
        return True
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def check_is_writable(path: Path) -> None:
    """:raises OSError: the file system refuses it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a"):
        pass


def read_log(path: Path) -> AppliedLog:
    """Without a file, a log without entries.

    :raises OSError: the file is there, but cannot be read.
    """
    if not path.exists():
        return AppliedLog()
    entries = []
    unreadable = 0
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        entry = _entry(line)
        if entry is not None:
            entries.append(entry)
        elif line.strip():
            unreadable = unreadable or number
    return AppliedLog(tuple(entries), unreadable)


def _entry(line: bytes) -> AppliedEntry | None:
    try:
        found = json.loads(line)
        after = found["serial_after"]
        return AppliedEntry(
            str(found["time"]),
            str(found["who"]),
            str(found["deployment"]),
            str(found["workspace"]),
            str(found["commit"]),
            bool(found["dirty"]),
            str(found["lineage"]),
            int(found["serial_before"]),
            None if after is None else int(after),
            bool(found["destroys"]),
            str(found["result"]),
            str(found["changes"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
