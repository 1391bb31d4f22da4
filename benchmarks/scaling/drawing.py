"""Draws values against the number of modules, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_PANEL_WIDTH, _PANEL_HEIGHT = 400, 300
_LEFT, _TOP, _GAP = 70, 60, 100
_LEGEND_LINE = 20
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


@dataclass(frozen=True)
class Panel:
    """:param values: of each series, by its measure, at the numbers of modules it was measured at.
    :param at: the number of modules for which targets are set.
    :param targets: the largest values there that meet them, by the measure they are for.
    """

    title: str
    unit: str
    sizes: Sequence[int]
    series: Sequence[Series]
    values: Mapping[str, Mapping[int, float]]
    at: int
    targets: Mapping[str, float]


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


def draw_panels(title: str, panels: Sequence[Panel]) -> str:
    """:param panels: from left to right; each has two numbers of modules at least."""
    legend = _TOP + _PANEL_HEIGHT + 70
    height = legend + _LEGEND_LINE * (max(len(panel.series) for panel in panels) + 1)
    width = _LEFT + len(panels) * (_PANEL_WIDTH + _GAP) - _GAP + 30
    lines = (
        line
        for number, panel in enumerate(panels)
        for line in _panel(panel, _LEFT + number * (_PANEL_WIDTH + _GAP))
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {_size(width, height)}>',
            f"<title>{escape(title)}</title>",
            f"<style>\n{_STYLE}\n</style>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *lines,
            "</svg>\n",
        )
    )


def _size(width: float, height: float) -> str:
    return f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'


def _panel(panel: Panel, left: float) -> list[str]:
    colours = {each.measure: each.colour for each in panel.series}
    shown = [value for values in panel.values.values() for value in values.values()]
    shown += panel.targets.values() or [1.0]
    bottom = _TOP + _PANEL_HEIGHT
    x = Scale(panel.sizes[0], panel.sizes[-1], left + 16, left + _PANEL_WIDTH - 16)
    y = Scale(min(shown) / 1.3, max(shown) * 1.3, bottom, _TOP)
    target = f"target at {panel.at:,}: at most here, by colour"
    return [
        _text(left, 28, panel.title, "title"),
        _text(left, _TOP - 12, f"{panel.unit}, logarithmic", "tick"),
        *_axes(x, y, panel.sizes, left, bottom),
        *(_line(each, panel.values[each.measure], x, y) for each in panel.series),
        *(
            _triangle(x.at(panel.at), y.at(value), colours[measure])
            for measure, value in panel.targets.items()
        ),
        *_legend(panel.series, left, bottom + 70, target),
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
