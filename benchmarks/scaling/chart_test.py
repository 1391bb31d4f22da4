from __future__ import annotations

from xml.etree import ElementTree

from benchmarks.scaling.chart import MEMORY, TIMES, draw
from benchmarks.scaling.table import NAMES

SVG = "{http://www.w3.org/2000/svg}"
GROWING = {size: dict.fromkeys(NAMES, size * 1.0) for size in (100, 300, 1000)}


def test_every_series_is_a_line_with_a_point_for_each_size() -> None:
    root = ElementTree.fromstring(draw(GROWING))
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == len(TIMES) + len(MEMORY)
    for line in lines:
        points = [tuple(map(float, point.split(","))) for point in line.get("points", "").split()]
        assert len(points) == 3
        assert points == sorted(points), "larger repositories are to the right"
        assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)


def test_it_is_labelled() -> None:
    texts = [text.text for text in ElementTree.fromstring(draw(GROWING)).iter(f"{SVG}text")]
    assert {"Time", "Memory", "seconds, logarithmic", "gigabytes, logarithmic"} <= set(texts)
    assert texts.count("modules, logarithmic") == 2
    assert texts.count("1,000") == 2
    assert {each.name for each in (*TIMES, *MEMORY)} <= set(texts)


def test_targets_are_drawn_at_the_size_for_which_they_are_set() -> None:
    root = ElementTree.fromstring(draw(GROWING))
    # The targets of what is drawn, and one triangle in each legend.
    assert len(root.findall(f"{SVG}polygon")) == 7 + 2
    assert "target at 1,000: at most here, by colour" in {each.text for each in root.iter()}


def test_what_was_not_measured_is_not_drawn() -> None:
    partial = {**GROWING, 3000: {"list": 9000.0, "list_builtin": 8000.0}}
    lines = ElementTree.fromstring(draw(partial)).findall(f"{SVG}polyline")
    assert sorted({len(line.get("points", "").split()) for line in lines}) == [3, 4]
