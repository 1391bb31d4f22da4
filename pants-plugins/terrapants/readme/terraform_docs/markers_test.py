from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.markers import (
    DEFAULT_MARKERS,
    KNOWN_MARKERS,
    MarkerError,
    Markers,
    TableStyle,
    find_generated_part,
    found_style,
    insert_generated,
)

BEGIN, END = DEFAULT_MARKERS.begin, DEFAULT_MARKERS.end
OLD = KNOWN_MARKERS[1]


def test_a_part_is_found() -> None:
    part = find_generated_part(f"a\n{BEGIN}\nx\n{END}\nb\n")
    assert (part.before, part.present, part.after) == ("a\n", "\nx\n", "\nb\n")
    assert (part.markers, part.newline) == (DEFAULT_MARKERS, "\n")
    assert insert_generated(part, "new") == "a\nnew\nb\n"


@pytest.mark.parametrize(
    ("text", "whole"),
    [("", "new"), ("a", "a\nnew"), ("a\n", "a\n\nnew"), ("a\r\n", "a\r\n\r\nnew")],
)
def test_without_markers_it_is_appended(text: str, whole: str) -> None:
    assert insert_generated(find_generated_part(text), "new") == whole


def test_the_markers_of_the_hook_are_known() -> None:
    part = find_generated_part(f"{OLD.begin}\n{OLD.end}")
    assert (part.markers, part.present) == (OLD, "\n")


def test_other_markers_are_left_alone() -> None:
    part = find_generated_part(f"{OLD.begin}\n{BEGIN}\n{END}\n{OLD.end}")
    assert part.markers == DEFAULT_MARKERS
    own = Markers("<!-- A -->", "<!-- B -->")
    assert find_generated_part(f"{BEGIN}\n{END}", own).present is None
    assert find_generated_part(f"{BEGIN}\n<!-- A -->\n<!-- B -->{END}", own).present == "\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"\n{BEGIN}", 2, f"found {BEGIN} without {END} after it"),
        (f"\n\n{END}", 3, f"found {END} without {BEGIN} before it"),
        (f"{END}\n{BEGIN}", 1, f"found {END} before {BEGIN}, expected it after"),
        (f"{END}\n{BEGIN}\n{END}", 1, f"found {END} before {BEGIN}, expected it after"),
        (
            f"{BEGIN}\n{BEGIN}\n{END}",
            2,
            f"found {BEGIN} inside the generated part, expected one pair of markers",
        ),
        (
            f"{BEGIN}\n{END}\n{BEGIN}\n{END}",
            3,
            f"found {BEGIN} a second time, expected one pair of markers",
        ),
        (
            f"{BEGIN}\n{END}\n{END}",
            3,
            f"found {END} a second time, expected one pair of markers",
        ),
    ],
)
def test_misplaced_markers(text: str, line: int, message: str) -> None:
    with pytest.raises(MarkerError) as caught:
        find_generated_part(text)
    assert (caught.value.line, str(caught.value)) == (line, message)


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        (f"a\r\n{BEGIN}\r\n{END}\r\n", "\r\n"),
        (f"a\n{BEGIN}{END}\n", "\n"),
        (f"a\r\nb\r\n{BEGIN}{END}", "\r\n"),
        # terraform-docs itself writes only `\n`.
        (f"a\r\nb\r\n{BEGIN}\nx\n{END}\r\n", "\n"),
    ],
)
def test_line_breaks(text: str, newline: str) -> None:
    assert find_generated_part(text).newline == newline


@pytest.mark.parametrize(
    ("present", "style"),
    [
        (None, TableStyle()),
        ("", TableStyle()),
        ("\nNo inputs.\n", TableStyle()),
        ("\n| ---- | ---- |\n", TableStyle()),
        ("\n|------|------|\n", TableStyle(spaced_delimiters=False)),
        ("\r\n|------|------|\r\n", TableStyle(spaced_delimiters=False)),
        ("\n|------|\n| a<br>b |\n", TableStyle(spaced_delimiters=False, line_break="<br>")),
        ("\n| a<br/>b<br/>c<br>d |\n", TableStyle()),
    ],
)
def test_style(present: str | None, style: TableStyle) -> None:
    assert found_style(present) == style


def test_an_empty_last_line_is_kept_for_the_hook_only() -> None:
    assert found_style("\nx\n\n", OLD) == TableStyle(blank_at_end=True)
    assert found_style("\nx\n\n", DEFAULT_MARKERS) == TableStyle()
