"""Syntax of Terraform 0.11 that later versions still read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from terrapants.hcl.position import Position


class LegacyKind(Enum):
    """What a later version writes in another way; the value is an example."""

    INTERPOLATION = '"${var.a}"'
    KEY_INTERPOLATION = '{ "${var.a}" = 1 }'
    INDEX = "list.0"
    SPLAT = "list.*.id"


@dataclass(frozen=True)
class LegacySyntax:
    """Where native syntax has it: at the quotation mark, or at the dot of an index or splat.

    JSON syntax has no other way to write an expression than an interpolation; there an index or
    splat is at the string that it is in.
    """

    kind: LegacyKind
    position: Position
