"""How often something is measured, and what is said meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

# What takes longer is measured once, anything else three times.
LONG = 60.0


@dataclass
class Measurements:
    """:param subject: what is measured, for the messages.
    :param values: seconds or bytes of each run, by the id of a measure.
    """

    subject: str
    values: dict[str, list[float]] = field(default_factory=dict)

    def time(self, measure: str, run: Callable[[], float]) -> None:
        """Calls `run`, which returns seconds."""
        values = [run()]
        while values[0] < LONG and len(values) < 3:
            values.append(run())
        self._add(measure, values)
        say(f"{self.subject}: {measure}: {', '.join(f'{each:.2f}' for each in values)} s")

    def memory(self, measure: str, size: int) -> None:
        self._add(measure, [size])
        say(f"{self.subject}: {measure}: {size / 1e9:.2f} GB")

    def _add(self, measure: str, values: list[float]) -> None:
        self.values[measure] = values


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
