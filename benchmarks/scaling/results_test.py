from __future__ import annotations

from pathlib import Path

from benchmarks.scaling.results import BEGIN, END, Results
from benchmarks.scaling.table import NAMES, PEER_NAMES

VALUES = {measure: [1.0, 3.0, 2.0] for measure in NAMES}
PEERS = {measure: [4.0] for measure in (*PEER_NAMES, "fix_less_list")}


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    results = Results(1, {"processors": 2}, {100: VALUES, 300: VALUES}, {130: PEERS})
    results.write(tmp_path / "out")
    assert Results.read(tmp_path / "out" / "scale.json") == results
    assert (tmp_path / "out" / "scale.svg").exists()


def test_only_what_is_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"# Scale\n\n{BEGIN}\nold\n{END}\n\n## More\n")
    Results(1, graph={100: VALUES, 300: VALUES}).write_markdown(page)
    text = page.read_text()
    assert text.startswith(f"# Scale\n\n{BEGIN}\n\n![Time and memory")
    assert text.endswith(f"|\n\n{END}\n\n## More\n")
    assert "](scale.svg)" in text
    assert "old" not in text


def test_one_size_has_no_image(tmp_path: Path) -> None:
    Results(1, graph={100: VALUES}).write_markdown(tmp_path / "scale.md")
    assert [path.name for path in tmp_path.iterdir()] == ["scale.md"]


def test_peers_alone(tmp_path: Path) -> None:
    Results(1, peers={130: PEERS}).write_markdown(tmp_path / "scale.md")
    assert "| 130 modules with READMEs | median |" in (tmp_path / "scale.md").read_text()
