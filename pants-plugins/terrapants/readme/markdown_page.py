"""The headings, prose, links, anchors and code blocks of a Markdown page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_ENDS_OF_LINE = ("softbreak", "hardbreak")
_NOT_IN_A_SLUG = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Heading:
    """A heading; `line` counts from 1, as everywhere here."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside lists, quotes and tables. `text` is without markup and images."""

    text: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link or image; `target` is as written, without its escapes."""

    target: str
    line: int


@dataclass(frozen=True)
class CodeBlock:
    """A fenced code block; `line` is that of its first line of code."""

    language: str
    options: tuple[str, ...]
    text: str
    line: int


@dataclass(frozen=True)
class MarkdownPage:
    """A page. `anchors` are what a link may name after `#`; `words` is the length of its prose."""

    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    links: tuple[Link, ...]
    code_blocks: tuple[CodeBlock, ...]
    anchors: frozenset[str]
    words: int

    def has_anchor(self, name: str) -> bool:
        """Whether a link to `#name` leads somewhere. As on GitHub, its case may differ."""
        name = unquote(name)
        return not name or name in self.anchors or name.lower() in self.anchors


def read_page(text: str) -> MarkdownPage:
    """Reads CommonMark with tables."""
    builder = _Builder()
    builder.read(MarkdownIt("commonmark").enable("table").parse(text))
    return MarkdownPage(
        tuple(builder.headings),
        tuple(builder.paragraphs),
        tuple(builder.links),
        tuple(builder.code_blocks),
        frozenset(builder.anchors),
        builder.words,
    )


def first_paragraph(page: MarkdownPage) -> Paragraph | None:
    """The first paragraph with words between the title and the next heading."""
    if not page.headings or page.headings[0].level != 1:
        return None
    start = page.headings[0].line
    end = page.headings[1].line if len(page.headings) > 1 else None
    for paragraph in page.paragraphs:
        if paragraph.line > start and (end is None or paragraph.line < end) and paragraph.text:
            return paragraph
    return None


@dataclass
class _Builder:
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    code_blocks: list[CodeBlock] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    words: int = 0

    def read(self, tokens: Sequence[Token]) -> None:
        in_table = False
        for index, token in enumerate(tokens):
            line = token.map[0] + 1 if token.map else 1
            if token.type in ("table_open", "table_close"):
                in_table = token.type == "table_open"
            elif token.type == "fence":
                language, *options = token.info.split() or [""]
                self.code_blocks.append(
                    CodeBlock(language.lower(), tuple(options), token.content, line + 1)
                )
            elif token.type == "html_block":
                self._html(token.content, line)
            elif token.type == "inline":
                text = self._inline(token.children or [], line)
                opening = tokens[index - 1]
                if opening.type == "heading_open":
                    self._heading(int(opening.tag[1:]), text, line)
                elif not in_table:
                    self.words += len(text.split())
                if opening.type == "paragraph_open" and opening.level == 0:
                    self.paragraphs.append(Paragraph(" ".join(text.split()), line))

    def _inline(self, children: Sequence[Token], line: int) -> str:
        text = []
        in_badge = False
        for index, child in enumerate(children):
            if child.type in _ENDS_OF_LINE:
                line += 1
                text.append(" ")
            elif child.type == "link_open":
                self.links.append(Link(str(child.attrs.get("href", "")), line))
                in_badge = children[index + 1].type == "image"
            elif child.type == "link_close":
                in_badge = False
            elif child.type == "image":
                self.links.append(Link(str(child.attrs.get("src", "")), line))
            elif child.type == "html_inline":
                self._html(child.content, line)
            elif child.type == "code_inline":
                text.append(f"`{child.content}`")
            elif child.type == "text" and not in_badge:
                text.append(child.content)
        return "".join(text)

    def _heading(self, level: int, text: str, line: int) -> None:
        self.headings.append(Heading(level, text.strip(), line))
        slug = _NOT_IN_A_SLUG.sub("", text.strip().lower()).replace(" ", "-")
        unique, count = slug, 0
        while unique in self.anchors:
            count += 1
            unique = f"{slug}-{count}"
        self.anchors.add(unique)

    def _html(self, text: str, line: int) -> None:
        for tag, attributes in _tags(text):
            self.anchors.update(
                value for name in ("id", "name") for value in [attributes.get(name)] if value
            )
            target = attributes.get({"a": "href", "img": "src"}.get(tag, ""))
            if target:
                self.links.append(Link(target, line))


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, {name: value or "" for name, value in attrs}))

    Parser().feed(text)
    return iter(found)
