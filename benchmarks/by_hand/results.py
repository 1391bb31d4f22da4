"""What a run leaves behind: JSON, two Markdown tables and an image."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.by_hand.processes import Cost
from benchmarks.by_hand.rows import LOOP, NEWER, TEST, newer_rows, rows, sized, table
from benchmarks.scaling.drawing import Panel, Series, draw_panels
from benchmarks.scaling.results import write_between

_BEGIN, _END = "<!-- BEGIN_SPEED -->", "<!-- END_SPEED -->"
_TITLE = "Seconds against the number of modules"
# What the largest number of modules may cost, as a part of what the loop costs.
_TARGET = 0.06
_SERIES = (
    Series(LOOP, "shell loop of init and test", "#57606a", dashed=True),
    Series(TEST, "tf-test, cold", "#0969da"),
)


@dataclass
class Results:
    """:param versions: of the Terraforms, the provider and the machine.
    :param sizes: the numbers of modules at which the growth was measured.
    :param costs: by the id of what was measured.
    """

    small: int
    large: int
    sizes: list[int]
    versions: dict[str, object] = field(default_factory=dict)
    costs: dict[str, list[Cost]] = field(default_factory=dict)

    @staticmethod
    def read(path: Path) -> Results:
        data = json.loads(path.read_text())
        data["costs"] = {
            measure: [Cost(**cost) for cost in costs] for measure, costs in data["costs"].items()
        }
        return Results(**data)

    def write(self, directory: Path) -> None:
        """Writes `speed.json`, `speed.md` and, of two sizes or more, `speed.svg`."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "speed.json").write_text(json.dumps(asdict(self), indent=2) + "\n")
        self.write_markdown(directory / "speed.md")

    def write_markdown(self, path: Path) -> None:
        """Writes the tables, between markers where the file has some, and the image beside it."""
        tables = {"": rows, NEWER: newer_rows}
        parts = [
            table(f"Terraform {version}", of_terraform(self.small, self.large), self.costs)
            for prefix, of_terraform in tables.items()
            for version in [self.versions.get(f"{prefix}terraform")]
            if version
        ]
        values = {measure: self._medians(measure) for measure in (LOOP, TEST)}
        if len(self.sizes) > 1 and all(values.values()):
            image = path.with_suffix(".svg")
            image.write_text(draw_panels(_TITLE, [self._panel(values)]))
            parts.append(f"![{_TITLE}]({image.name})")
        write_between(path, _BEGIN, _END, "\n\n".join(parts))

    def _medians(self, measure: str) -> dict[int, float]:
        """By the number of modules; nothing if one of them was not measured."""
        costs = {size: self.costs.get(sized(measure, size)) for size in self.sizes}
        return {
            size: median(each.seconds for each in found)
            for size, found in costs.items()
            if found and all(costs.values())
        }

    def _panel(self, values: Mapping[str, Mapping[int, float]]) -> Panel:
        targets = {TEST: _TARGET * values[LOOP][self.sizes[-1]]}
        return Panel("Time", "seconds", self.sizes, _SERIES, values, self.sizes[-1], targets)
