"""Time and memory against the number of modules, as an image."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.scaling.drawing import Panel, Series, draw_panels
from benchmarks.scaling.table import GRAPH_TARGETS, BySize, target_size

TIMES = (
    Series("list", "list packages::, fresh daemon", "#0969da"),
    Series("list_builtin", "the same, our backends off", "#0969da", dashed=True),
    Series("tf_test", "tf-test of one module, cached, fresh daemon", "#1a7f37"),
    Series("dependencies_empty", "dependencies ::, all caches empty", "#cf222e"),
    Series("parse", "parsing every file once, plain Python", "#cf222e", dashed=True),
    Series("dependencies", "dependencies ::, fresh daemon, cache warm", "#bc4c00"),
    Series("dependencies_builtin", "the same, our backends off", "#bc4c00", dashed=True),
    Series("changed", "--changed-since after one edit, warm daemon", "#8250df"),
    Series("changed_builtin", "the same, our backends off", "#8250df", dashed=True),
)
MEMORY = (
    Series("dependencies_memory", "the daemon after dependencies ::", "#cf222e"),
    Series("dependencies_builtin_memory", "the same, our backends off", "#cf222e", dashed=True),
    Series("lint_check_memory", "the daemon after lint check ::", "#0969da"),
)


def draw(by_size: BySize) -> str:
    """:param by_size: of two numbers of modules at least."""
    panels = (
        _panel("Time", "seconds", TIMES, 1.0, by_size),
        _panel("Memory", "gigabytes", MEMORY, 1e9, by_size),
    )
    return draw_panels("Time and memory against the number of modules", panels)


def _panel(
    title: str, unit: str, series: Sequence[Series], divisor: float, by_size: BySize
) -> Panel:
    sizes = sorted(by_size)
    at = target_size(sizes)
    measures = {each.measure for each in series}
    return Panel(
        title,
        unit,
        sizes,
        series,
        {
            measure: {
                size: by_size[size][measure] / divisor for size in sizes if measure in by_size[size]
            }
            for measure in measures
        },
        at,
        {
            target.measure: reached / divisor
            for target in GRAPH_TARGETS
            for reached in [target.reached(by_size[at])]
            if target.measure in measures and reached is not None
        },
    )
