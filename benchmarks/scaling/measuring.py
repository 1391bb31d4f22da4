"""How often something is measured, and what is said meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

# A round in which something takes longer is the only one; there are three otherwise.
LONG = 60.0
_CPU = "_cpu"


@dataclass(frozen=True)
class Cost:
    """:param seconds: that passed.
    :param cpu_seconds: of processors, in all processes.
    """

    seconds: float
    cpu_seconds: float


def cpu_of(measure: str) -> str:
    """The id under which the seconds of processors are kept."""
    return measure + _CPU


def is_cpu(measure: str) -> bool:
    return measure.endswith(_CPU)


@dataclass
class Measurements:
    """:param subject: what is measured, for the messages.
    :param values: seconds or bytes of each run, by the id of a measure.
    :param keep: called when there are new values.
    """

    subject: str
    values: dict[str, list[float]] = field(default_factory=dict)
    keep: Callable[[], None] = lambda: None

    def time(self, **runs: Callable[[], Cost]) -> None:
        """Measures what is to be compared: one run of each in turn, in up to three rounds, so that
        whatever else the machine does meanwhile is felt by all of them.

        :param runs: by the id of a measure.
        """
        rounds: list[dict[str, Cost]] = []
        while not rounds or (
            len(rounds) < 3 and all(cost.seconds < LONG for cost in rounds[0].values())
        ):
            costs = {}
            for measure, run in runs.items():
                costs[measure] = cost = run()
                say(
                    f"{self.subject}: {measure}: {cost.seconds:.2f} s, "
                    f"{cost.cpu_seconds:.2f} s of processors"
                )
            rounds.append(costs)
        for measure in runs:
            self.values[measure] = [costs[measure].seconds for costs in rounds]
            self.values[cpu_of(measure)] = [costs[measure].cpu_seconds for costs in rounds]
        self.keep()

    def memory(self, measure: str, size: int) -> None:
        self.values[measure] = [size]
        self.keep()
        say(f"{self.subject}: {measure}: {size / 1e9:.2f} GB")


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
