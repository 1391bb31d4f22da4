from __future__ import annotations

import pytest

from navigation import linked_pages, toctrees

PAGE = """\
# First

See [this](elsewhere.md).

## Users

- [One](using/one.md): and [two](using/two.md).
- [The web](https://example.com/a.md)
- No link.

## Authors

| module | what |
| --- | --- |
| [three](../modules/three/README.md#inputs) | [four](using/four.md) |
- [a file](../pants.toml)
"""
LINKED = [("Users", "docs/using/one"), ("Authors", "modules/three/README")]


def test_the_first_link_of_an_item_or_row_counts() -> None:
    assert list(linked_pages(PAGE, "docs/index")) == LINKED


def test_headings_are_the_captions() -> None:
    pages = frozenset(page for _, page in LINKED)
    assert toctrees(PAGE, "docs/index", pages, frozenset()).split("```") == [
        "\n\n",
        "{toctree}\n:hidden:\n:caption: Users\n/docs/using/one\n",
        "\n\n",
        "{toctree}\n:hidden:\n:caption: Authors\n/modules/three/README\n",
        "",
    ]


@pytest.mark.parametrize(
    ("pages", "taken"),
    [(frozenset(), frozenset()), (frozenset(["docs/using/one"]), frozenset(["docs/using/one"]))],
)
def test_what_is_no_page_or_is_listed_elsewhere_is_left_out(
    pages: frozenset[str], taken: frozenset[str]
) -> None:
    assert toctrees(PAGE, "docs/index", pages, taken) == ""
