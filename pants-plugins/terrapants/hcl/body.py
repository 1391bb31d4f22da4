"""Arguments and blocks, the same for native and for JSON syntax."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from terrapants.hcl.expressions import Expression
from terrapants.hcl.position import Position


@dataclass(frozen=True)
class Attribute:
    """`name = value`

    `text` is the value as the source has it; in JSON syntax a string's content, else the JSON text.
    """

    name: str
    value: Expression
    position: Position
    text: str


@dataclass(frozen=True)
class Block:
    """`type "label" { … }`"""

    type: str
    labels: tuple[str, ...]
    body: Body
    position: Position


class Body(ABC):
    """What stands between braces, or at the top of a file.

    JSON syntax does not say what is an argument and what is a block, so whoever reads a body asks
    for what the schema has: `attribute("source")`, or `blocks("run", labels=1)`.
    """

    @abstractmethod
    def attributes(self) -> tuple[Attribute, ...]:
        """All arguments, in the order of the source; in JSON syntax also what may be a block."""

    @abstractmethod
    def blocks(self, block_type: str, labels: int = 0) -> tuple[Block, ...]:
        """The blocks of a type that have this number of labels, in the order of the source."""

    @abstractmethod
    def expressions(self) -> Iterator[Expression]:
        """The values of all arguments here and in all blocks below, in the order of the source."""

    def argument(self, name: str) -> Attribute | None:
        """The argument of this name, None where there is none."""
        return next((each for each in self.attributes() if each.name == name), None)

    def attribute(self, name: str) -> Expression | None:
        """The value of an argument, None where there is none."""
        found = self.argument(name)
        return found.value if found else None


@dataclass(frozen=True)
class NativeBody(Body):
    """A body in native syntax."""

    items: tuple[Attribute | Block, ...]

    def attributes(self) -> tuple[Attribute, ...]:
        return tuple(item for item in self.items if isinstance(item, Attribute))

    def blocks(self, block_type: str, labels: int = 0) -> tuple[Block, ...]:
        return tuple(
            item
            for item in self.items
            if isinstance(item, Block) and item.type == block_type and len(item.labels) == labels
        )

    def expressions(self) -> Iterator[Expression]:
        for item in self.items:
            if isinstance(item, Attribute):
                yield item.value
            else:
                yield from item.body.expressions()
