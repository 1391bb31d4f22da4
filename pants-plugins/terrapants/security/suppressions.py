"""The comments by which a block opts out of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from terrapants.hcl.position import Position

# As in checkov (`checkov/common/comment/enum.py`), which looks for it in every line of a block, not
# only in comments.
_SUPPRESSION = re.compile(
    r"(?:checkov|bridgecrew|cortex):skip= *([A-Za-z_\d-]+(?:,[A-Za-z_\d-]+)*)?(?::([^\n]*))?"
)
# Where a block has ended: at its brace, as `terraform fmt` writes it, or where another one begins.
# Too early is safe, since what is suppressed in another block must not be suppressed here.
_AFTER_BLOCK = re.compile(
    r"\}|\s*(?:resource|data|ephemeral|module|variable|output|locals|provider|terraform|moved|import"
    r"|removed|check)\b[^=]*\{"
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


def suppressed_in_block(text: str, place: Position) -> frozenset[str]:
    """The checks that the block which begins at a place suppresses; none in JSON syntax, which has
    no comments.

    :param text: of its file.
    """
    if not place.path.endswith(".tf"):
        return frozenset()
    first, *others = text.split("\n")[place.line - 1 :] or [""]
    end = next((n for n, line in enumerate(others) if _AFTER_BLOCK.match(line)), len(others))
    block = "\n".join((first, *others[:end]))
    return frozenset(each.check_id for each in suppressions_in(block, place.path))
