"""The comments by which a block opts out of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# As in checkov (`checkov/common/comment/enum.py`), which looks for it in every line of a block, not
# only in comments.
_SUPPRESSION = re.compile(
    r"(?:checkov|bridgecrew|cortex):skip= *([A-Za-z_\d-]+(?:,[A-Za-z_\d-]+)*)?(?::([^\n]*))?"
)


@dataclass(frozen=True)
class Suppression:
    """A check that a comment names; `check_id` is empty if it names none."""

    check_id: str
    reason: str
    path: str
    line: int


def suppressions_in(text: str, path: str) -> Iterator[Suppression]:
    """The suppressions in a file; each line may suppress several checks."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _SUPPRESSION.search(line)
        if found:
            reason = (found[2] or "").rstrip("*/ \r").strip()
            for check_id in (found[1] or "").split(","):
                yield Suppression(check_id, reason, path, number)
