from __future__ import annotations

import pytest

from terrapants.hcl.position import LineIndex, Position


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("abc", 0, 1, 1),
        ("abc", 2, 1, 3),
        ("abc", 3, 1, 4),
        ("", 0, 1, 1),
        ("a\nb", 1, 1, 2),
        ("a\nb", 2, 2, 1),
        ("a\n\nb", 2, 2, 1),
        ("a\n\nb", 3, 3, 1),
        ("a\r\nb", 3, 2, 1),
        ("日本 = 1", 3, 1, 4),
    ],
)
def test_locates_characters(text: str, offset: int, line: int, column: int) -> None:
    assert LineIndex(text, "a.tf").locate(offset) == Position("a.tf", line, column)


def test_reads_as_path_line_column() -> None:
    assert str(Position("modules/a/main.tf", 3, 14)) == "modules/a/main.tf:3:14"


def test_positions_sort_by_file_then_place() -> None:
    positions = [Position("b", 1, 1), Position("a", 2, 1), Position("a", 1, 9)]
    assert sorted(positions) == [Position("a", 1, 9), Position("a", 2, 1), Position("b", 1, 1)]
