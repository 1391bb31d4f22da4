"""Version constraints of providers, as Terraform reads them.

Terraform's documentation: "Version Constraints".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CONSTRAINT = re.compile(
    r"(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+\S+)?"
)


class UnknownConstraint(Exception):
    """What is not a constraint, or not one that is understood here."""


@dataclass(frozen=True)
class Constraint:
    """:param numbers: as many as are written."""

    operator: str
    numbers: tuple[int, ...]
    prerelease: str = ""

    def allows(self, version: Constraint) -> bool:
        """:param version: as from `parse_version`."""
        if version.prerelease:
            # Only who names it gets it.
            same = _key(self) == _key(version)
            return same and self.operator in ("=", ">=", "<=", "~>")
        mine, other = _key(self), _key(version)
        if self.operator == "~>":
            fixed = max(len(self.numbers) - 1, 1)
            return other >= mine and _padded(version)[:fixed] == _padded(self)[:fixed]
        return {
            "=": other == mine,
            "!=": other != mine,
            ">": other > mine,
            ">=": other >= mine,
            "<": other < mine,
            "<=": other <= mine,
        }[self.operator]

    def __str__(self) -> str:
        shown = self.numbers if self.operator == "~>" else _padded(self)
        text = ".".join(map(str, (*shown, 0) if len(shown) == 1 else shown))
        operator = "" if self.operator == "=" else f"{self.operator} "
        return operator + text + (f"-{self.prerelease}" if self.prerelease else "")


def _padded(constraint: Constraint) -> tuple[int, ...]:
    return (*constraint.numbers, 0, 0)[: max(3, len(constraint.numbers))]


def _key(constraint: Constraint) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
    """What versions are ordered by: a prerelease comes before its release, and numbers in it before
    words."""
    parts = constraint.prerelease.split(".") if constraint.prerelease else []
    return (
        _padded(constraint),
        not parts,
        tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts),
    )


def parse_constraints(text: str) -> frozenset[Constraint]:
    """The parts of a constraint such as `>= 1.0, < 2.0`, all of which have to hold.

    :raises UnknownConstraint: for one that Terraform would refuse.
    """
    return frozenset(_parse(part.strip()) for part in text.split(",") if text.strip())


def parse_version(text: str) -> Constraint:
    """:raises UnknownConstraint: it is no version."""
    found = _parse(text)
    if found.operator != "=":
        raise UnknownConstraint(text)
    return found


def _parse(text: str) -> Constraint:
    match = _CONSTRAINT.fullmatch(text)
    if match is None:
        raise UnknownConstraint(text)
    numbers = tuple(map(int, match[2].split(".")))
    return Constraint(match[1] or "=", numbers, match[3] or "")


def together(constraints: Iterable[str]) -> frozenset[Constraint]:
    """:raises UnknownConstraint: one of them is none."""
    return frozenset(part for text in constraints for part in parse_constraints(text))
