"""What a run of the benchmark leaves behind: JSON, a Markdown table and an image."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.scaling.chart import draw
from benchmarks.scaling.table import graph_tables, medians_of, peer_tables

BEGIN, END = "<!-- BEGIN_SCALE -->", "<!-- END_SCALE -->"
Values = dict[str, list[float]]


@dataclass
class Results:
    """:param graph: seconds or bytes of each run, by the number of modules and the id of a measure.
    :param peers: the same of the modules that are compared with other tools.
    """

    seed: int
    machine: dict[str, object] = field(default_factory=dict)
    graph: dict[int, Values] = field(default_factory=dict)
    peers: dict[int, Values] = field(default_factory=dict)

    @staticmethod
    def read(path: Path) -> Results:
        data = json.loads(path.read_text())
        for table in ("graph", "peers"):
            data[table] = {int(modules): values for modules, values in data[table].items()}
        return Results(**data)

    def write(self, directory: Path) -> None:
        """Writes `scale.json`, `scale.md` and, of two sizes or more, `scale.svg`."""
        directory.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), indent=2) + "\n"
        (directory / "scale.json").write_text(text)
        self.write_markdown(directory / "scale.md")

    def write_markdown(self, path: Path) -> None:
        """Writes the tables, between markers where the file has some, and the image beside it."""
        image = path.with_suffix(".svg")
        by_size = {size: medians_of(values) for size, values in self.graph.items()}
        parts = []
        if len(by_size) > 1:
            image.write_text(draw(by_size))
            parts.append(f"![Time and memory against the number of modules]({image.name})")
        if by_size:
            parts.append(graph_tables(by_size))
        parts += [
            peer_tables(modules, medians_of(values)) for modules, values in self.peers.items()
        ]
        write_between(path, BEGIN, END, "\n\n".join(parts))


def write_between(path: Path, begin: str, end: str, generated: str) -> None:
    """Writes text between the markers of a file, or with them into a new one."""
    text = path.read_text() if path.exists() else ""
    before, marker, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    generated = f"{begin}\n\n{generated}\n\n{end}"
    path.write_text(f"{before}{generated}{after}" if marker else f"{generated}\n")


def this_machine() -> dict[str, object]:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processors": os.cpu_count(),
        "memory_gb": round(pages / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
