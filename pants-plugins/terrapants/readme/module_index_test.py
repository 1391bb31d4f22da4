from __future__ import annotations

import pytest

from terrapants.readme.module_index import (
    MARKERS,
    IndexEntry,
    generate_index,
)
from terrapants.readme.terraform_docs.markers import MarkerError

HEAD = (
    "| Module | Description | Inputs | Outputs | Tests |\n"
    "| ------ | ----------- | -----: | ------: | ----: |\n"
)


def test_rows() -> None:
    entries = [
        IndexEntry("b", None, "", 0, 0, 0),
        IndexEntry("a b/c_d", "a b/c_d/README.md", "One | two `x|y`.", 1, 2, 3),
        IndexEntry("", "README.md", "Root.", 1, 0, 0),
    ]
    assert generate_index("docs/all/m.md", None, entries).decode() == (
        f"# Modules\n\n{MARKERS.begin}\n{HEAD}"
        "| [.](../../README.md) | Root. | 1 | 0 | 0 |\n"
        "| [a b/c\\_d](../../a%20b/c_d/README.md) | One \\| two `x|y`. | 1 | 2 | 3 |\n"
        "| [b](../../b) | n/a | 0 | 0 | 0 |\n"
        f"{MARKERS.end}\n"
    )


def test_no_modules() -> None:
    assert b"\nNo modules.\n" in generate_index("m.md", None, [])


def test_the_rest_stays() -> None:
    content = f"\ufeffA\r\n{MARKERS.begin}\r\nold\r\n{MARKERS.end}\r\nB".encode()
    entries = [IndexEntry("b", None, "D.", 0, 0, 0)]
    row = "| [b](b) | D. | 0 | 0 | 0 |\n"
    expected = f"\ufeffA\n{MARKERS.begin}\n{HEAD}{row}{MARKERS.end}\nB".replace("\n", "\r\n")
    once = generate_index("m.md", content, entries)
    assert once == expected.encode()
    assert generate_index("m.md", once, entries) == once


def test_a_marker_is_missing() -> None:
    with pytest.raises(MarkerError, match="without"):
        generate_index("m.md", MARKERS.begin.encode(), [])
