"""The navigation follows from the pages that list others, so that it says what they say.

Such a page (`navigation_pages`) links to the pages below it, in the order of the navigation: of a
list item or the row of a table the first link counts. Its headings are the captions. Sphinx warns
of a page that is in none of these lists.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

_OPENS = frozenset({"list_item_open", "tr_open"})
_CLOSES = frozenset({"list_item_close", "tr_close"})


def linked_pages(text: str, page: str) -> Iterator[tuple[str, str]]:
    """The heading above each page that is linked to, and the page.

    :param text: of the page, in Markdown.
    :param page: its path, without `.md`; the results are such paths.
    """
    heading = ""
    expected = False
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _text(tokens[number + 1]) if token.tag != "h1" else ""
        elif token.type in _OPENS:
            expected = True
        elif token.type in _CLOSES:
            expected = False
        elif token.type == "inline" and expected:
            target = _first_link(token)
            if target:
                expected = False
                if target.endswith(".md"):
                    place = posixpath.join(posixpath.dirname(page), target.removesuffix(".md"))
                    yield heading, posixpath.normpath(place)


def _text(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def _first_link(token: Token) -> str:
    for child in token.children or ():
        if child.type == "link_open":
            path, _, _ = unquote(str(child.attrs.get("href", ""))).partition("#")
            return "" if "://" in path else path
    return ""


def toctrees(text: str, page: str, pages: frozenset[str], taken: frozenset[str]) -> str:
    """As MyST writes them, one for each heading.

    :param pages: of the site.
    :param taken: those that another page has in its list.
    """
    by_heading: dict[str, list[str]] = {}
    listed = {page, *taken}
    for heading, place in linked_pages(text, page):
        # A link to another file of the repository is not about the navigation.
        if place in pages and place not in listed:
            listed.add(place)
            by_heading.setdefault(heading, []).append(place)
    return "".join(
        "\n\n".join(
            (
                "",
                "\n".join(
                    (
                        "```{toctree}",
                        ":hidden:",
                        *((f":caption: {heading}",) if heading else ()),
                        *(f"/{place}" for place in places),
                        "```",
                    )
                ),
            )
        )
        for heading, places in by_heading.items()
    )


def add_toctrees(app: Sphinx, page: str, content: list[str]) -> None:
    if page not in app.config.navigation_pages:
        return
    pages = frozenset(app.project.docnames)
    first = app.config.root_doc
    taken: frozenset[str] = frozenset()
    if page != first:
        text = app.env.doc2path(first).read_text(encoding="utf-8")
        taken = frozenset(place for _, place in linked_pages(text, first))
    content[0] += toctrees(content[0], page, pages, taken)


def list_again(app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
    """The lists are read again whenever there are other pages."""
    return [page for page in app.config.navigation_pages if page in env.found_docs]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_config_value("navigation_pages", [], "env", list)
    app.connect("source-read", add_toctrees)
    app.connect("env-get-outdated", list_again)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
