"""The comments by which a block opts out of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from terrapants.hcl.comments import Comment

# As checkov reads a comment (`checkov/common/comment/enum.py`).
_SUPPRESSION = re.compile(
    r"(?:checkov|bridgecrew|cortex):skip= *([A-Za-z_\d-]+(?:,[A-Za-z_\d-]+)*)?(?::([^\n]*))?"
)


@dataclass(frozen=True)
class Suppression:
    """A check that a comment names; `check_id` is empty where it names none."""

    check_id: str
    reason: str
    path: str
    line: int


def suppressions_of(comment: Comment) -> Iterator[Suppression]:
    """What a comment says to checkov; a line of it suppresses one or several checks."""
    for offset, line in enumerate(comment.text.splitlines()):
        found = _SUPPRESSION.search(line)
        if found:
            for check_id in (found[1] or "").split(","):
                yield Suppression(
                    check_id,
                    (found[2] or "").rstrip("*/ ").strip(),
                    comment.position.path,
                    comment.position.line + offset,
                )
