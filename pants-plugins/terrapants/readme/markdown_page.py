"""The headings, prose, links, anchors and code blocks of a Markdown page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from terrapants.readme.heading_anchors import HeadingAnchors, names_anchor
from terrapants.readme.html_text import read_html

_BREAKS = ("softbreak", "hardbreak")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """A heading; `line` counts from 1, as everywhere here."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside lists, quotes and tables. `text` is without markup and images.

    :param only_links: whether it has no word outside links.
    """

    text: str
    line: int
    only_links: bool = False


@dataclass(frozen=True)
class Link:
    """A link or image; `target` is as written, without its escapes."""

    target: str
    line: int


@dataclass(frozen=True)
class CodeBlock:
    """A code block, in a fence or indented; `line` is that of its first line of code.

    :param language: "" where it has none.
    """

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
        """Whether a link to `#name` leads somewhere."""
        return names_anchor(name, self.anchors)


def read_page(text: str) -> MarkdownPage:
    """Reads CommonMark with tables, and the HTML in it."""
    builder = _Builder()
    builder.read(MarkdownIt("commonmark").enable("table").parse(_without_front_matter(text)))
    return MarkdownPage(
        tuple(builder.headings),
        tuple(builder.paragraphs),
        tuple(builder.links),
        tuple(builder.code_blocks),
        frozenset(builder.anchors),
        builder.words,
    )


def _without_front_matter(text: str) -> str:
    """The text with empty lines in place of the YAML that some tools expect at its beginning."""
    found = _FRONT_MATTER.match(text)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


@dataclass
class _Builder:
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    code_blocks: list[CodeBlock] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    words: int = 0
    _heading_anchors: HeadingAnchors = field(default_factory=HeadingAnchors)
    # The level of a heading in HTML that has begun in an earlier block, 0 where there is none.
    _open_heading: int = 0

    def read(self, tokens: Sequence[Token]) -> None:
        in_table = False
        for index, token in enumerate(tokens):
            line = token.map[0] + 1 if token.map else 1
            if token.type in ("table_open", "table_close"):
                in_table = token.type == "table_open"
            elif token.type in ("fence", "code_block"):
                language, *options = token.info.split() or [""]
                first = line + 1 if token.type == "fence" else line
                self.code_blocks.append(
                    CodeBlock(language.lower(), tuple(options), token.content, first)
                )
            elif token.type == "html_block":
                self._html(token.content, line)
            elif token.type == "inline":
                self._text(tokens[index - 1], token.children or [], line, in_table)

    def _text(self, opening: Token, children: Sequence[Token], line: int, in_table: bool) -> None:
        text, unlinked = self._inline(children, line)
        if opening.type == "heading_open" or self._open_heading:
            self._heading(self._open_heading or int(opening.tag[1:]), text, line)
            self._open_heading = 0
            return
        if not in_table:
            self.words += len(text.split())
        if opening.type == "paragraph_open" and opening.level == 0:
            only_links = not any(map(str.isalnum, unlinked))
            self.paragraphs.append(Paragraph(" ".join(text.split()), line, only_links))

    def _inline(self, children: Sequence[Token], line: int) -> tuple[str, str]:
        """The text without markup and images, and what of it is in no link."""
        text, unlinked = [], []
        in_link = in_badge = False
        for index, child in enumerate(children):
            shown = ""
            if child.type in _BREAKS:
                line += 1
                shown = "\n"
            elif child.type == "link_open":
                self.links.append(Link(str(child.attrs.get("href", "")), line))
                in_link, in_badge = True, children[index + 1].type == "image"
            elif child.type == "link_close":
                in_link = in_badge = False
            elif child.type == "image":
                self.links.append(Link(str(child.attrs.get("src", "")), line))
            elif child.type == "html_inline":
                self._html(child.content, line)
                if child.content[:2] == "<a" or child.content[:3] == "</a":
                    in_link = "href" in child.content
            elif child.type == "code_inline":
                shown = f"`{child.content}`"
            elif child.type == "text" and not in_badge:
                shown = child.content
            text.append(shown)
            unlinked.append("" if in_link else shown)
        return "".join(text), "".join(unlinked)

    def _heading(self, level: int, text: str, line: int) -> None:
        self.headings.append(Heading(level, " ".join(text.split()), line))
        self.anchors.add(self._heading_anchors.next(text))

    def _html(self, text: str, line: int) -> None:
        found = read_html(text)
        self.anchors |= found.anchors
        self.links += (Link(target, line + below) for target, below in found.links)
        for level, heading, below in found.headings:
            self._heading(level, heading, line + below)
        for paragraph, below, only_links in found.paragraphs:
            self.paragraphs.append(Paragraph(paragraph, line + below, only_links))
        self.words += found.words
        self._open_heading = found.open_heading
