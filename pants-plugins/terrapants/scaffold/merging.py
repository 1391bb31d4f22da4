"""The three-way merge of a module: a decision for each of its files.

`base` is what was generated, `theirs` what the template says now, `ours` what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from pants.engine.fs import FileContent

_CONFLICT_MARKERS = (b"<<<<<<< ", b">>>>>>> ")
_GIT_LOOKS_FOR_NUL_IN = 8000


class Outcome(Enum):
    """What becomes of a file that the template changed; the values are shown to the user."""

    ADDED = "added"
    UPDATED = "updated"
    MERGED = "merged"
    REMOVED = "removed"
    LEFT_DELETED = "left deleted"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Decision:
    """`content` is what the file becomes: None where it is removed or stays as it is.

    `reason` says of a conflict without markers what it is about.
    """

    path: str
    outcome: Outcome
    content: FileContent | None = None
    reason: str = ""


@dataclass(frozen=True)
class TextMerge:
    """A file that both sides changed, whose lines are to be merged."""

    path: str
    base: bytes
    ours: bytes
    theirs: bytes
    executable: bool


def plan_merge(
    base: Iterable[FileContent], theirs: Iterable[FileContent], ours: Iterable[FileContent]
) -> tuple[Decision | TextMerge, ...]:
    """A step for each file to which the template has made a change that is not there yet."""
    was, is_now, has = _by_path(base), _by_path(theirs), _by_path(ours)
    steps = []
    for path in sorted({*was, *is_now}):
        if was.get(path) != is_now.get(path) and has.get(path) != is_now.get(path):
            steps.append(_step(path, was.get(path), is_now.get(path), has.get(path)))
    return tuple(steps)


def _step(
    path: str,
    base: FileContent | None,
    theirs: FileContent | None,
    ours: FileContent | None,
) -> Decision | TextMerge:
    if theirs is None:
        if ours == base:
            return Decision(path, Outcome.REMOVED)
        reason = "the template no longer has it, but you changed it: kept"
        return Decision(path, Outcome.CONFLICT, reason=reason)
    if ours is None:
        if base is None:
            return Decision(path, Outcome.ADDED, theirs)
        return Decision(path, Outcome.LEFT_DELETED)
    if ours == base:
        return Decision(path, Outcome.UPDATED, theirs)
    # Each side may have changed the permission alone.
    executable = theirs.is_executable
    if base is not None and theirs.is_executable == base.is_executable:
        executable = ours.is_executable
    before = b"" if base is None else base.content
    if theirs.content in (before, ours.content) and base is not None:
        return Decision(path, Outcome.UPDATED, FileContent(path, ours.content, executable))
    if theirs.content == ours.content or ours.content == before:
        return Decision(path, Outcome.UPDATED, FileContent(path, theirs.content, executable))
    if any(_is_binary(content) for content in (before, ours.content, theirs.content)):
        reason = "a binary file that both sides changed: yours is kept"
        return Decision(path, Outcome.CONFLICT, reason=reason)
    return TextMerge(path, before, ours.content, theirs.content, executable)


def has_conflict_markers(content: bytes) -> bool:
    """Whether the lines of an unresolved merge are in the file."""
    lines = content.splitlines()
    return all(any(line.startswith(marker) for line in lines) for marker in _CONFLICT_MARKERS)


def _is_binary(content: bytes) -> bool:
    return b"\0" in content[:_GIT_LOOKS_FOR_NUL_IN]


def _by_path(files: Iterable[FileContent]) -> Mapping[str, FileContent]:
    return {file.path: file for file in files}
