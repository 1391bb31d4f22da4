"""Decides what a template's changes mean for each file of a generated module.

Of each file there are three versions: `base` was generated, `theirs` is what the template generates
now, and `ours` is in the module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from pants.engine.fs import FileContent

_CONFLICT_MARKERS = (b"<<<<<<< ", b">>>>>>> ")
# Git looks for a NUL byte in this many bytes to tell whether a file is binary.
_BINARY_SAMPLE = 8000


class Outcome(Enum):
    """What happens to a file that the template changed. Users see the values."""

    ADDED = "added"
    UPDATED = "updated"
    MERGED = "merged"
    REMOVED = "removed"
    LEFT_DELETED = "left deleted"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Decision:
    """The outcome for one file.

    `content` is the new version of the file, or None if the file is removed or not changed.
    `reason` explains a conflict that is not marked in the file.
    """

    path: str
    outcome: Outcome
    content: FileContent | None = None
    reason: str = ""


@dataclass(frozen=True)
class LineMerge:
    """A file that both sides changed and whose lines have to be merged."""

    path: str
    base: bytes
    ours: bytes
    theirs: bytes
    executable: bool


def plan_merge(
    base: Iterable[FileContent], theirs: Iterable[FileContent], ours: Iterable[FileContent]
) -> tuple[Decision | LineMerge, ...]:
    """One step for each file with a change in the template that the module does not have yet."""
    before, after, current = _by_path(base), _by_path(theirs), _by_path(ours)
    return tuple(
        _step(path, before.get(path), after.get(path), current.get(path))
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path) and current.get(path) != after.get(path)
    )


def _step(
    path: str,
    base: FileContent | None,
    theirs: FileContent | None,
    ours: FileContent | None,
) -> Decision | LineMerge:
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
    # Either side may have changed only the permission.
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
    return LineMerge(path, before, ours.content, theirs.content, executable)


def has_conflict_markers(content: bytes) -> bool:
    """Whether the file contains the markers of an unresolved merge."""
    lines = content.splitlines()
    return all(any(line.startswith(marker) for line in lines) for marker in _CONFLICT_MARKERS)


def _is_binary(content: bytes) -> bool:
    return b"\0" in content[:_BINARY_SAMPLE]


def _by_path(files: Iterable[FileContent]) -> Mapping[str, FileContent]:
    return {file.path: file for file in files}
