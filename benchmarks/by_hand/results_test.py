from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from benchmarks.by_hand.processes import Cost
from benchmarks.by_hand.results import Results

COSTS = {
    f"{measure}_{size}": [Cost(size * seconds, 1.0, 10**9)]
    for measure, seconds in (("loop", 5.0), ("tf_test", 0.2))
    for size in (1, 8, 40)
}
RESULTS = Results(
    8, 40, [1, 8, 40], {"terraform": "1.11.4", "newer_terraform": "1.15.5"}, dict(COSTS)
)


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    RESULTS.write(tmp_path)
    assert Results.read(tmp_path / "speed.json") == RESULTS


def test_a_page_with_both_tables_and_the_image(tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text("# Speed\n\n<!-- BEGIN_SPEED -->\nold\n<!-- END_SPEED -->\n\nMore.\n")
    RESULTS.write_markdown(page)
    text = page.read_text()
    assert text.startswith("# Speed\n\n<!-- BEGIN_SPEED -->\n\n| Terraform 1.11.4 |")
    assert "| Terraform 1.15.5 |" in text
    assert "](speed.svg)\n\n<!-- END_SPEED -->\n\nMore.\n" in text
    image = ElementTree.fromstring((tmp_path / "speed.svg").read_text())
    lines = image.findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.get("points", "").split()) for line in lines] == [3, 3]


def test_no_image_where_a_size_was_not_measured(tmp_path: Path) -> None:
    costs = {measure: cost for measure, cost in COSTS.items() if measure != "loop_8"}
    Results(8, 40, [1, 8, 40], {"terraform": "1.11.4"}, costs).write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["speed.json", "speed.md"]
