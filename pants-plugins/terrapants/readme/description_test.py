"""What a person would take for the description of a module."""

from __future__ import annotations

import pytest

from terrapants.readme.description import description, one_line_description
from terrapants.readme.markdown_page import read_page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T\n\nWhat it is.\n", "What it is."),
        ("# T\n\n## S\n\ntext\n", None),
        ("# T\n\n![only](badge.svg)\n", None),
        ("# T\n\n- item\n", None),
        ("## S\n\ntext\n", None),
        ("text\n\n# T\n\nmore\n", "more"),
        ("text\n\n# T\n\n## Usage\n\nmore\n", "text"),
        ("", None),
        ("# T\n\n[![b](b.svg)](c)\n[Docs](d.md) · [More](e.md)\n\nReal.\n", "Real."),
        ("# T\n\n<!-- a\n\ncomment -->\n\n> [!NOTE]\n> Mind.\n\nReal.\n", "Real."),
        ("# T\n\n**Note:** Mind.\n\n\u26a0\ufe0f WARNING! Mind.\n\nReal.\n", "Real."),
        ("# T\n\nNotes are kept by it.\n", "Notes are kept by it."),
        ("# T\n\n## Usage\n\nCall it.\n\n## Description\n\nReal.\n", "Real."),
        ("# T\n\n## \U0001f4dd Overview\n\nReal.\n", "Real."),
        ("<h1>T</h1>\n\nReal.\n", "Real."),
        ("<h1>T</h1>\n<p>Real.</p>\n", "Real."),
        ("---\ntitle: T\n---\n# T\n\nReal.\n", "Real."),
    ],
)
def test_description(text: str, expected: str | None) -> None:
    found = description(read_page(text))
    assert (found.text if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T\n\nThe first one. The second.\n", "The first one."),
        (
            "# T\n\nBuckets, e.g. for logs, i.e. files. More.\n",
            "Buckets, e.g. for logs, i.e. files.",
        ),
        ("# T\n\nVersion 1.2 of\nit\n", "Version 1.2 of it"),
        ("# T\n\n## Features\n\nIt keeps files.\n", "It keeps files."),
        ("## VPC\n\nA network.\n", "A network."),
        ("A network.\n", "A network."),
        ("# T\n\n## Usage\n\nCall it.\n\n## Requirements\n\nNo requirements.\n", ""),
        ("# T\n", ""),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert one_line_description(read_page(text)) == expected
