"""What the log of applies says of a state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from terrapants.deploying.applied_log import AppliedEntry, AppliedLog
from terrapants.deploying.plan_lines import fitted
from terrapants.deploying.value_text import printable

_DONE = {"applied": "applied", "failed": "applying failed", "interrupted": "applying interrupted"}
_DESTROYED = {
    "applied": "destroyed",
    "failed": "destroying failed",
    "interrupted": "destroying interrupted",
}
_COMMIT_LENGTH = 7


@dataclass(frozen=True)
class StateHistory:
    """The applies of a state, newest first.

    :param log: the path of the log, for people.
    :param serial: of the state now; 0 where there is none.
    :param of_other_states: how many applies of the same deployment and workspace the log has that
        were to a state of another lineage.
    """

    log: str
    serial: int
    entries: tuple[AppliedEntry, ...] = ()
    of_other_states: int = 0

    @property
    def remark(self) -> str:
        """How the log and the state differ, in a sentence; "" where they do not."""
        if not self.entries:
            return ""
        left = self.entries[0].serial_after
        if left is None or left == self.serial:
            return ""
        if self.serial > left:
            return (
                f"The state is at serial {self.serial}; the last apply in the log left serial "
                f"{left}: it was changed elsewhere."
            )
        return (
            f"The state is at serial {self.serial}; the last apply in the log left serial {left}: "
            "an earlier state has taken its place."
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "remark": self.remark,
            "applies": [each.to_json() for each in self.entries],
            "applies_to_other_states": self.of_other_states,
        }


def state_history(
    log: AppliedLog, path: str, address: str, workspace: str, lineage: str, serial: int
) -> StateHistory:
    """
    :param path: of the log, for people.
    :param lineage: of the state; "" where there is none.
    """
    # A deployment that was renamed keeps its state, and so its history.
    own = [each for each in log.entries if lineage and each.lineage == lineage]
    same_name = [
        each
        for each in log.entries
        if (each.deployment, each.workspace) == (address, workspace) and each not in own
    ]
    # An apply that failed before there was a state.
    without = [each for each in same_name if not each.lineage]
    found = sorted((*own, *without), key=lambda each: each.time, reverse=True)
    return StateHistory(path, serial, tuple(found), len(same_name) - len(without))


def render_history(history: StateHistory, limit: int) -> str:
    """The serial of the state, and below it the last applies.

    :param limit: how many applies are shown.
    """
    return "\n".join(_lines(history, limit))


def _lines(history: StateHistory, limit: int) -> Iterator[str]:
    number = f"serial {history.serial}" if history.serial else "no state yet"
    shown = history.entries[:limit]
    if limit < 1:
        yield f"  {number}"
        return
    if not history.entries:
        yield from fitted(f"  {number}; no apply of it is in {history.log}")
    else:
        more = len(history.entries) - len(shown)
        of_all = f" ({len(shown)} of {len(history.entries)})" if more else ""
        yield from fitted(f"  {number}; applies in {history.log}{of_all}:")
    if history.remark:
        yield from fitted(f"      {history.remark}")
    for each in shown:
        yield from fitted(f"      {_entry(each)}")
    if history.of_other_states:
        count = history.of_other_states
        yield from fitted(
            f"      {count} earlier {'apply' if count == 1 else 'applies'} in the log "
            f"{'was' if count == 1 else 'were'} to another state: its lineage differs."
        )


def _entry(entry: AppliedEntry) -> str:
    serial = "unknown serial" if entry.serial_after is None else f"serial {entry.serial_after}"
    words = _DESTROYED if entry.destroys else _DONE
    done = words.get(entry.result, printable(entry.result))
    time = printable(entry.time).replace("T", " ").replace("+00:00", " UTC")
    commit = f"commit {printable(entry.commit)[:_COMMIT_LENGTH]}" if entry.commit else "no commit"
    changed = " with uncommitted changes" if entry.dirty else ""
    return f"{serial}: {done} {time} by {printable(entry.who)}, {commit}{changed}"
