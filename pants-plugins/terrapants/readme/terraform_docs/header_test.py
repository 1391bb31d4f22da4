from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.header import leading_comment, section_source


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("", ""),
        ('resource "a" "b" {}\n', ""),
        ("\n/**\n * late\n */\n", ""),
        (
            "/**\n * # Title\n *\n *   indented\n *text\n */\nx = 1\n",
            "# Title\n\n  indented\n*text",
        ),
        ("/**\r\n * # Title\r\n */\r\n", "# Title"),
        ("/*\n * a\n\n * b\n */\n", "a"),
        ("# not this kind\n", ""),
        ("/* one line */\nx = 1\n", ""),
        ("/** a */", ""),
    ],
)
def test_leading_comment(text: str, header: str) -> None:
    assert leading_comment(text) == header


def test_other_files_are_taken_whole() -> None:
    assert section_source("doc.md", "# T\n") == "# T\n"
    assert section_source("main.tf", "# T\n") == ""
