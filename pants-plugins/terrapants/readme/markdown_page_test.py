from __future__ import annotations

from terrapants.readme.markdown_page import (
    CodeBlock,
    Heading,
    Link,
    Paragraph,
    read_page,
)

PAGE = """\
# The _title_ `x_y`

![badge](b.svg) [![other](c.svg)](https://example.com)

A [link](a%20b.md "title") and
an ![image](p.png), more.

## Use it, now!

```hcl no-check
a = 1
```

- item with [ref][]

> quoted

### Use it, now!

| a | [cell](t.md) |
| - | - |
| <a name="in_cell"></a> b | c |

<a id="own"></a>
<a href="h.md">x</a> <img src="i.png">

[ref]: r.md
"""


def test_everything() -> None:
    page = read_page(PAGE)
    assert page.headings == (
        Heading(1, "The title `x_y`", 1),
        Heading(2, "Use it, now!", 8),
        Heading(3, "Use it, now!", 18),
    )
    assert page.paragraphs == (
        Paragraph("", 3, only_links=True),
        Paragraph("A link and an , more.", 5),
        Paragraph("x", 24, only_links=True),
    )
    assert page.links == (
        Link("b.svg", 3),
        Link("https://example.com", 3),
        Link("c.svg", 3),
        Link("a%20b.md", 5),
        Link("p.png", 6),
        Link("r.md", 14),
        Link("t.md", 20),
        Link("h.md", 25),
        Link("i.png", 25),
    )
    assert page.code_blocks == (CodeBlock("hcl", ("no-check",), "a = 1\n", 11),)
    assert page.anchors == {"the-title-x_y", "use-it-now", "use-it-now-1", "in_cell", "own"}


HTML = """\
<div align="center">
  <img src="logo.png">
  <h1>The <em>VPC</em>
  module</h1>
  <p>What it <a href="x.md">is</a>.</p>
  <a href="y.md">only a link</a>
</div>

<table><tr><td>a cell</td></tr></table>

<!-- <h2>No</h2> -->
<h2 align="center">

Usage of it

</h2>

<style>h1 { color: red }</style>
"""


def test_html() -> None:
    page = read_page(HTML)
    assert page.headings == (Heading(1, "The VPC module", 3), Heading(2, "Usage of it", 14))
    assert page.paragraphs == (
        Paragraph("What it is.", 5),
        Paragraph("only a link", 6, only_links=True),
    )
    assert page.links == (Link("logo.png", 2), Link("x.md", 5), Link("y.md", 6))
    assert {"the-vpc-module", "usage-of-it"} <= page.anchors
    assert page.words == 8


def test_what_is_no_html_is_no_error() -> None:
    assert read_page("<p>a</p><![b[x]]>\n\nc\n").paragraphs == (
        Paragraph("a", 1),
        Paragraph("c", 3),
    )


def test_paragraphs_of_links_alone() -> None:
    page = read_page("[Docs](a.md) | [More](b.md)\n\nSee the [docs](a.md).\n")
    assert [paragraph.only_links for paragraph in page.paragraphs] == [True, False]


def test_front_matter_is_no_part_of_the_page() -> None:
    page = read_page("---\ntitle: x\n---\n# T\n")
    assert page.headings == (Heading(1, "T", 4),)


def test_code_without_a_language() -> None:
    page = read_page("```\na\n```\n\n    b\n")
    assert page.code_blocks == (CodeBlock("", (), "a\n", 2), CodeBlock("", (), "b\n", 5))


def test_words_of_prose() -> None:
    assert read_page("# not these\n\none two\n\n- three\n\n| not | these |\n| - | - |\n").words == 3
