from __future__ import annotations

import pytest

from module_catalog.page import markdown

MODULES = frozenset({"aws/key", "aws/vpc"})
README = """# Key

A key, for `data`
at [rest](https://example.com).

More.

<!-- BEGIN_TF_DOCS -->
| <a name="input"></a> |
<!-- END_TF_DOCS -->

## Later
"""


def test_readme_is_what_people_wrote() -> None:
    html = markdown.readme(README, "aws/key", MODULES)
    assert "<h3>Key</h3>" in html
    assert "<h4>Later</h4>" in html
    assert "TF_DOCS" not in html
    assert "input" not in html


def test_summary_is_the_first_paragraph() -> None:
    assert markdown.summary(README) == "A key, for data at rest."
    assert markdown.summary("# Key\n\n<!-- BEGIN_TF_DOCS -->\ntext\n") == ""


@pytest.mark.parametrize(
    ("link", "html"),
    [
        ("../vpc", '<a href="/catalog/aws/vpc">it</a>'),
        ("../vpc/README.md#usage", '<a href="/catalog/aws/vpc">it</a>'),
        ("../../aws/vpc/", '<a href="/catalog/aws/vpc">it</a>'),
        ("https://example.com/x#y", '<a href="https://example.com/x#y">it</a>'),
        ("examples/complete", "it"),
        ("../../../etc/passwd", "it"),
        ("#usage", "it"),
        ("//example.com/aws/vpc", "it"),
    ],
)
def test_links_lead_to_pages_that_there_are(link: str, html: str) -> None:
    assert markdown.readme(f"[it]({link})", "aws/key", MODULES) == f"<p>{html}</p>\n"


def test_images_are_their_text() -> None:
    assert markdown.readme("![A plan](plan.png)", "aws/key", MODULES) == "<p>A plan</p>\n"


def test_columns_are_aligned_without_styles() -> None:
    html = markdown.readme("| a |\n| --: |\n| 1 |\n", "aws/key", MODULES)
    assert '<td class="text-align-right">1</td>' in html
    assert "style" not in html
