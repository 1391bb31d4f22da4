from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Optional

from terrapants.hcl.plain_data import field_from_plain, from_plain, to_plain
from terrapants.hcl.position import Position


class Colour(Enum):
    RED = "#f00"


@dataclass(frozen=True)
class Inner:
    position: Position
    name: str


@dataclass(frozen=True)
class Outer:
    items: tuple[Inner, ...]
    first: Optional[Inner]
    none: Optional[Position]
    counts: Mapping[str, int] = field(default_factory=dict)
    colour: Colour = Colour.RED
    truth: bool = True


OUTER = Outer(
    (Inner(Position("a.tf", 1, 2), "x"), Inner(Position("a.tf", 3, 4), "é")),
    Inner(Position("a.tf", 5, 6), ""),
    None,
    {"var.a": 2},
)


def test_a_dataclass_survives_json() -> None:
    plain = json.loads(json.dumps(to_plain(OUTER)))
    assert from_plain(Outer, plain, "a.tf") == OUTER


def test_positions_get_the_path_that_is_given() -> None:
    found = from_plain(Inner, to_plain(OUTER.items[0]), "b.tf")
    assert found.position == Position("b.tf", 1, 2)


def test_one_field_can_be_decoded_by_itself() -> None:
    assert field_from_plain(Outer, "counts", to_plain(OUTER), "a.tf") == {"var.a": 2}
    assert field_from_plain(Outer, "items", to_plain(OUTER), "a.tf") == OUTER.items
