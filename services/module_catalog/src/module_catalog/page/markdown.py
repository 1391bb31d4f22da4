"""Markdown of modules as HTML that is part of a page."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Container, Sequence
from urllib.parse import quote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
# What `./pants fix` generates there: requirements, inputs and outputs, which the page has above.
_GENERATED = re.compile(r"<!-- BEGIN_TF_DOCS -->.*?(?:<!-- END_TF_DOCS -->|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# The page has headings of its own above those of a README.
_HEADINGS_BELOW = 2


def description(text: str) -> str:
    """As it is written in a `description`."""
    return _rendered(text, "", ())


def readme(text: str, module: str, modules: Container[str]) -> str:
    """Without its generated part. Links to modules of the catalogue lead to their pages."""
    return _rendered(_written(text), module, modules)


def summary(text: str) -> str:
    """The first paragraph of a README, as text."""
    tokens = _MARKDOWN.parse(_written(text))
    for opening, content in itertools.pairwise(tokens):
        if opening.type == "paragraph_open":
            return "".join(
                " " if each.type == "softbreak" else each.content for each in content.children or ()
            )
    return ""


def _written(text: str) -> str:
    return _COMMENT.sub("", _GENERATED.sub("", text))


def _rendered(text: str, module: str, modules: Container[str]) -> str:
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _HEADINGS_BELOW)}"
        # The policy of the pages allows no styles within elements.
        style = token.attrs.pop("style", None)
        if style:
            token.attrSet("class", str(style).replace(":", "-"))
        _change_links(token.children or (), module, modules)
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _change_links(tokens: Sequence[Token], module: str, modules: Container[str]) -> None:
    hidden: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            target = _target(str(token.attrs["href"]), module, modules)
            hidden.append(target is None)
            token.hidden = target is None
            token.attrSet("href", target or "")
        elif token.type == "link_close":
            token.hidden = hidden.pop()
        elif token.type == "image":
            # Images are not part of the catalogue.
            token.type, token.tag = "text", ""


def _target(link: str, module: str, modules: Container[str]) -> str | None:
    """Where a link leads from the page; None if what it names is not in the catalogue."""
    parts = urlsplit(link)
    if parts.scheme:
        return link
    if not parts.path or parts.netloc:
        return None
    named = posixpath.normpath(posixpath.join(module, parts.path)).removesuffix("/README.md")
    return f"/catalog/{quote(named)}" if named in modules else None
