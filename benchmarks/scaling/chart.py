"""Draws time and memory against the number of modules, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from benchmarks.scaling.table import GRAPH_TARGETS, BySize, target_size

_PANEL_WIDTH, _PANEL_HEIGHT = 400, 300
_LEFT, _TOP, _GAP = 70, 60, 100
_LEGEND_LINE = 20
_WIDTH = _LEFT + 2 * _PANEL_WIDTH + _GAP + 30
_STYLE = """\
text { font: 13px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #24292f }
.title { font-size: 16px; font-weight: 600 }
.tick { font-size: 12px; fill: #57606a }
.grid { stroke: #d8dee4 }
.axis { stroke: #57606a }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round }"""


@dataclass(frozen=True)
class Series:
    """:param measure: the id of what was measured.
    :param dashed: whether it is what others are compared with.
    """

    measure: str
    name: str
    colour: str
    dashed: bool = False


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


@dataclass(frozen=True)
class Scale:
    """A logarithmic axis.

    :param start: where the lowest value is drawn, `end`: where the highest.
    """

    lowest: float
    highest: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = math.log(value / self.lowest) / math.log(self.highest / self.lowest)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """1, 2, 5, 10, 20, … as far as the axis goes."""
        first, last = (math.floor(math.log10(each)) for each in (self.lowest, self.highest))
        steps = (step * 10.0**power for power in range(first, last + 1) for step in (1, 2, 5))
        tolerance = 1 + 1e-9
        return [
            step for step in steps if self.lowest / tolerance <= step <= self.highest * tolerance
        ]


def draw(by_size: BySize) -> str:
    """:param by_size: of two numbers of modules at least."""
    legend = _TOP + _PANEL_HEIGHT + 70
    height = legend + _LEGEND_LINE * (len(TIMES) + 1)
    panels = (
        *_panel("Time", "seconds", TIMES, 1.0, by_size, _LEFT),
        *_panel("Memory", "gigabytes", MEMORY, 1e9, by_size, _LEFT + _PANEL_WIDTH + _GAP),
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {_size(_WIDTH, height)}>',
            "<title>Time and memory against the number of modules</title>",
            f"<style>\n{_STYLE}\n</style>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *panels,
            "</svg>\n",
        )
    )


def _size(width: float, height: float) -> str:
    return f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'


def _panel(
    title: str,
    unit: str,
    series: Sequence[Series],
    divisor: float,
    by_size: BySize,
    left: float,
) -> list[str]:
    sizes = sorted(by_size)
    colours = {each.measure: each.colour for each in series}
    at = target_size(sizes)
    targets = [
        (reached / divisor, colours[target.measure])
        for target in GRAPH_TARGETS
        for reached in [target.reached(by_size[at])]
        if target.measure in colours and reached is not None
    ]
    values = {
        each.measure: {
            size: by_size[size][each.measure] / divisor
            for size in sizes
            if each.measure in by_size[size]
        }
        for each in series
    }
    shown = [value for found in values.values() for value in found.values()]
    shown += [value for value, _ in targets] or [1.0]
    bottom = _TOP + _PANEL_HEIGHT
    x = Scale(sizes[0], sizes[-1], left + 16, left + _PANEL_WIDTH - 16)
    y = Scale(min(shown) / 1.3, max(shown) * 1.3, bottom, _TOP)
    return [
        _text(left, 28, title, "title"),
        _text(left, _TOP - 12, f"{unit}, logarithmic", "tick"),
        *_axes(x, y, sizes, left, bottom),
        *(_line(each, values[each.measure], x, y) for each in series),
        *(_triangle(x.at(at), y.at(value), colour) for value, colour in targets),
        *_legend(series, left, bottom + 70, f"target at {at:,}: at most here, by colour"),
    ]


def _axes(x: Scale, y: Scale, sizes: Sequence[int], left: float, bottom: float) -> list[str]:
    right = left + _PANEL_WIDTH
    lines = []
    for tick in y.ticks():
        lines += [
            _rule("grid", (left, y.at(tick)), (right, y.at(tick))),
            _text(left - 8, y.at(tick) + 4, f"{tick:g}", "tick", "end"),
        ]
    for size in sizes:
        lines += [
            _rule("grid", (x.at(size), _TOP), (x.at(size), bottom)),
            _text(x.at(size), bottom + 20, f"{size:,}", "tick", "middle"),
        ]
    return [
        *lines,
        _rule("axis", (left, bottom), (right, bottom)),
        _rule("axis", (left, _TOP), (left, bottom)),
        _text((left + right) / 2, bottom + 42, "modules, logarithmic", anchor="middle"),
    ]


def _line(series: Series, values: Mapping[int, float], x: Scale, y: Scale) -> str:
    """:param values: by the number of modules."""
    points = [(x.at(size), y.at(value)) for size, value in values.items()]
    line = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
    dots = "".join(
        f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{series.colour}"/>'
        for across, down in points
    )
    return f'<polyline class="line" points="{line}" {_stroke(series)}/>{dots}'


def _stroke(series: Series) -> str:
    dashes = ' stroke-dasharray="6 4"' if series.dashed else ""
    return f'stroke="{series.colour}"{dashes}'


def _triangle(across: float, down: float, colour: str) -> str:
    """Stands on the largest value that meets the target."""
    corners = ((across, down), (across - 6, down - 10), (across + 6, down - 10))
    points = " ".join(f"{right:.1f},{below:.1f}" for right, below in corners)
    return f'<polygon points="{points}" fill="#ffffff" stroke="{colour}" stroke-width="1.5"/>'


def _rule(kind: str, start: tuple[float, float], end: tuple[float, float], more: str = "") -> str:
    (x1, y1), (x2, y2) = start, end
    places = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line class="{kind}" {places}{more}/>'


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    place = f'class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f"<text {place}>{escape(text)}</text>"


def _legend(series: Sequence[Series], left: float, top: float, target: str) -> list[str]:
    lines = []
    for position, each in enumerate(series):
        at = top + position * _LEGEND_LINE
        lines += [
            _rule("line", (left, at), (left + 28, at), f" {_stroke(each)}"),
            _text(left + 36, at + 4, each.name),
        ]
    at = top + len(series) * _LEGEND_LINE
    return [
        *lines,
        _triangle(left + 14, at + 5, "#57606a"),
        _text(left + 36, at + 4, target),
    ]
