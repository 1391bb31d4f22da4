from __future__ import annotations

import pytest

from terrapants.readme.markdown_page import (
    CodeBlock,
    Heading,
    Link,
    Paragraph,
    first_paragraph,
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
        Paragraph("", 3),
        Paragraph("A link and an , more.", 5),
        Paragraph("x", 24),
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


@pytest.mark.parametrize(
    ("name", "is_there"),
    [("", True), ("use-it-now", True), ("Use-It-Now", True), ("own", True), ("use", False)],
)
def test_anchors(name: str, is_there: bool) -> None:
    assert read_page(PAGE).has_anchor(name) == is_there


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        (PAGE, "A link and an , more."),
        ("# T\n\n## S\n\ntext\n", None),
        ("# T\n\n![only](badge.svg)\n", None),
        ("# T\n\n- item\n", None),
        ("## S\n\ntext\n", None),
        ("text\n\n# T\n\nmore\n", "more"),
        ("", None),
    ],
)
def test_first_paragraph(text: str, paragraph: str | None) -> None:
    found = first_paragraph(read_page(text))
    assert (found.text if found else None) == paragraph


def test_words_of_prose() -> None:
    assert read_page("# not these\n\none two\n\n- three\n\n| not | these |\n| - | - |\n").words == 3
