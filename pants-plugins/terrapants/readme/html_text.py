"""What a block of HTML in a Markdown page says: its headings, paragraphs, links and anchors."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINKS = {"a": "href", "img": "src"}
# What begins or ends a paragraph.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl"),
        *("dt", "figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
# Text in these is no paragraph of the page.
_ASIDE = frozenset(("blockquote", "details", "dl", "ol", "pre", "table", "ul"))
_NOT_TEXT = frozenset(("script", "style", "title"))


@dataclass
class HtmlText:
    """What was found; lines count from the first one of the block, which is 0.

    :param headings: level, text and line of each.
    :param paragraphs: text and line of each, and whether it is nothing but links.
    :param open_heading: the level and line of a heading that goes on after the block.
    :param words: of its prose.
    """

    headings: list[tuple[int, str, int]] = field(default_factory=list)
    paragraphs: list[tuple[str, int, bool]] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    open_heading: int = 0
    words: int = 0


def read_html(text: str) -> HtmlText:
    """Reads a block, or one tag between words."""
    reader = _Reader()
    # What is no HTML, such as `<![x`, ends the reading: by the former error in Python 3.9.
    with suppress(NotImplementedError, AssertionError):
        reader.feed(text)
        reader.close()
    reader.end_paragraph()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = HtmlText()
        self._inside: list[str] = []
        self._texts: list[str] = []
        self._unlinked: list[str] = []
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0] - 1
        attributes = {name: value or "" for name, value in attrs}
        self.found.anchors.update(
            value for name in ("id", "name") for value in [attributes.get(name)] if value
        )
        target = attributes.get(_LINKS.get(tag, ""))
        if target:
            self.found.links.append((target, line))
        if tag in _HEADINGS:
            self.end_paragraph()
            self.found.open_heading, self._line = _HEADINGS[tag], line
        elif tag in _BLOCKS and not self.found.open_heading:
            self.end_paragraph()
        if tag in _ASIDE or tag in _NOT_TEXT or tag == "a":
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS and self.found.open_heading:
            self.found.headings.append((self.found.open_heading, self._text(), self._line))
            self.found.open_heading = 0
        elif tag in _BLOCKS and not self.found.open_heading:
            self.end_paragraph()
        if tag in self._inside:
            del self._inside[self._inside.index(tag) :]

    def handle_data(self, data: str) -> None:
        if (not data.strip() and not self._texts) or _NOT_TEXT.intersection(self._inside):
            return
        if not self._texts and not self.found.open_heading:
            leading = data[: len(data) - len(data.lstrip())]
            self._line = self.getpos()[0] - 1 + leading.count("\n")
        self._texts.append(data)
        if "a" not in self._inside:
            self._unlinked.append(data)

    def end_paragraph(self) -> None:
        """Ends the paragraph, if there is one."""
        if self.found.open_heading:
            return
        only_links = not any(map(str.isalnum, "".join(self._unlinked)))
        text = self._text()
        self.found.words += len(text.split())
        if text and not _ASIDE.intersection(self._inside):
            self.found.paragraphs.append((text, self._line, only_links))

    def _text(self) -> str:
        text = " ".join("".join(self._texts).split())
        self._texts, self._unlinked = [], []
        return text
