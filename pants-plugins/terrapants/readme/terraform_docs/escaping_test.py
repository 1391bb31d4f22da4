"""What the golden files `escaping` and `without-html` do not show."""

from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.escaping import section_text, table_cell


def test_table_cell_of_older_versions() -> None:
    assert table_cell("a\nb", escape=True, html=True, line_break="<br>") == "a<br>b"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("", "n/a"),
        ("# A_B\n\none\ntwo | three", "# A\\_B\n\none\ntwo | three"),
        ("```hcl\na_b = 1\n```", "```hcl\na_b = 1\n```"),
        ("```hcl\na_b = 1```", "```hcl\na_b = 1\n```"),
        ("a_b\r\nc", "a\\_b\r\nc"),
    ],
)
def test_section(text: str, section: str) -> None:
    assert section_text(text, escape=True) == section
