"""How a file differs from what it should be."""

from __future__ import annotations

import difflib

_NO_NEWLINE = "\\ No newline at end of file"


def unified_diff(path: str, present: bytes | None, expected: bytes) -> str:
    """The difference as `diff -u` shows it, from the file as it is to what it should be."""
    lines = []
    before = f"a/{path}" if present is not None else "/dev/null"
    for line in difflib.unified_diff(
        _lines(present or b""), _lines(expected), before, f"b/{path}", lineterm="\n"
    ):
        lines.append(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}\n")
    return "".join(lines)


def _lines(content: bytes) -> list[str]:
    # Not `splitlines`, which ends lines at more than line breaks.
    lines = [f"{line}\n" for line in content.decode("utf-8", "replace").split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
