"""How many changes of each kind a plan has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanCounts:
    """How many resource instances are affected in which way. A replacement counts only as such."""

    add: int = 0
    change: int = 0
    replace: int = 0
    destroy: int = 0
    imported: int = 0
    moved: int = 0
    forgotten: int = 0
    deferred: int = 0
    drifted: int = 0
    outputs: int = 0

    @property
    def text(self) -> str:
        """`2 to add, 1 to change, 0 to replace, 1 to destroy`, followed by the rarer kinds."""
        words = (
            f"{self.add} to add",
            f"{self.change} to change",
            f"{self.replace} to replace",
            f"{self.destroy} to destroy",
        )
        return ", ".join((*words, *self.rarer))

    @property
    def rarer(self) -> tuple[str, ...]:
        """`1 to import`, `2 to move` and so on, as far as there are any."""
        kinds = (
            (self.imported, "to import"),
            (self.moved, "to move"),
            (self.forgotten, "to forget"),
            (self.deferred, "deferred"),
            (self.outputs, f"output{'' if self.outputs == 1 else 's'} to change"),
            (self.drifted, "drifted"),
        )
        return tuple(f"{number} {words}" for number, words in kinds if number)
