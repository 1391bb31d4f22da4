from __future__ import annotations

import pytest

from terrapants.readme.escaping import escape_name, section_text, table_cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", "n/a"),
        ("plain", "plain"),
        ("a_b", "a\\_b"),
        ("`a_b` and a_b", "`a_b` and a\\_b"),
        ("_emphasis_ at the start", "\\_emphasis\\_ at the start"),
        ("an _emphasised word_ inside", "an _emphasised word_ inside"),
        ("__ leading", "__ leading"),
        ("a | b", "a \\| b"),
        ("`a | b` | c", "`a | b` \\| c"),
        ("one\ntwo", "one<br/>two"),
        ("one\n\ntwo", "one<br/><br/>two"),
        ("one\n- two\n- three", "one<br/>- two<br/>- three"),
        ("one  \ntwo", "one<br/>two"),
        ("  trimmed \n", "trimmed"),
        ("<b>html</b> & co", "<b>html</b> & co"),
        ("emoji \U0001f680 é", "emoji \U0001f680 é"),
        ("${var.a_b} %{ if x }", "${var.a\\_b} %{ if x }"),
        ("see https://example.com/a_b_c here_", "see https://example.com/a_b_c here\\_"),
        ("a single ` backtick_", "a single ` backtick_`"),
        ("a\n```\ncode_x | y\n  z\n```\nb", "a<pre>code_x | y<br/>  z</pre>b"),
        ("```one_line```", "<pre>one_line</pre>"),
        ("* a\n* b", "* a<br/>* b"),
    ],
)
def test_table_cell(text: str, cell: str) -> None:
    assert table_cell(text, escape=True, html=True) == cell


def test_table_cell_of_older_versions() -> None:
    assert table_cell("a\nb", escape=True, html=True, line_break="<br>") == "a<br>b"


def test_table_cell_without_escapes() -> None:
    assert table_cell("a_b | c", escape=False, html=True) == "a_b \\| c"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("one\ntwo", "one two"),
        ("\n\n```\nmap(object({\n  a=string\n\n  b = number\n}))\n```\n", None),
        ("x\n```\ny\n```\nz", "x ```y``` z"),
    ],
)
def test_table_cell_without_html(text: str, cell: str | None) -> None:
    expected = cell or "```map(object({ a = string b = number }))```"
    assert table_cell(text, escape=True, html=False) == expected


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("", "n/a"),
        ("# A_B\n\none\ntwo | three", "# A\\_B\n\none\ntwo | three"),
        ("```hcl\na_b = 1\n```", "```hcl\na_b = 1\n```"),
        ("```hcl\na_b = 1```", "```hcl\na_b = 1\n```"),
        ("a_b\r\nc", "a\\_b\r\nc"),
        ("https://example.com/a_b", "https://example.com/a_b"),
    ],
)
def test_section(text: str, section: str) -> None:
    assert section_text(text, escape=True) == section


def test_names() -> None:
    assert escape_name("a_b", True) == "a\\_b"
    assert escape_name("a_b", False) == "a_b"
