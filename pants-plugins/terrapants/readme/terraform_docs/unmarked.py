"""The tables that terraform-docs wrote to a page without markers around them.

`terraform-docs markdown table . > README.md` leaves such a page, and so do tables that were pasted.
A second set of tables must not be added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from terrapants.readme.terraform_docs.markers import (
    DEFAULT_MARKERS,
    GeneratedPart,
    MarkerError,
    Markers,
)

# The columns of each section, in any version of the formatter `markdown table`.
_COLUMNS = {
    "requirements": frozenset({"Name", "Version"}),
    "providers": frozenset({"Name", "Version"}),
    "modules": frozenset({"Name", "Source", "Version"}),
    "resources": frozenset({"Name", "Type"}),
    "inputs": frozenset({"Name", "Description", "Type", "Default", "Required"}),
    "outputs": frozenset({"Name", "Description", "Value", "Sensitive"}),
}
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# Older versions wrote the singular.
_EMPTY = re.compile(r"No (?:requirement|provider|module|resource|input|output)s?\.")
_NOT_BY_HAND = re.compile(
    r'<a name="(?:requirement|provider|module|input|output)_|^' + _EMPTY.pattern + r"\s*$",
    re.MULTILINE,
)
# The formatter `markdown document`.
_DOCUMENT = re.compile(
    r"The following (?:requirements|providers|Modules|resources|input variables|outputs) are "
)


@dataclass(frozen=True)
class _Section:
    """A section of terraform-docs: its title, and its lines from `start` to before `end`."""

    title: str
    start: int
    end: int


def adopt_unmarked(part: GeneratedPart, configured: Markers | None) -> GeneratedPart:
    """A page without markers, with the tables of terraform-docs in it as its generated part.

    :raises MarkerError: there are tables, but where the generated part begins and ends is not
        certain: a person has to put the markers there.
    """
    if part.present is not None:
        return part
    lines = _lines(part.before)
    sections = list(_sections(lines))
    if not sections:
        return part
    first, last = sections[0], sections[-1]
    is_one_piece = all(one.end == next_one.start for one, next_one in zip(sections, sections[1:]))
    present = "".join(lines[first.start : last.end])
    if not is_one_piece or not _NOT_BY_HAND.search(present) or _DOCUMENT.search(present):
        markers = configured or DEFAULT_MARKERS
        raise MarkerError(
            first.start + 1,
            f'found the section "{first.title}" as terraform-docs writes it, but no markers around '
            f"it. Put {markers.begin} before the generated sections and {markers.end} after them, "
            "or delete the sections",
        )
    kept = present.rstrip()
    after = present[len(kept) :] + "".join(lines[last.end :])
    return replace(part, before="".join(lines[: first.start]), present=kept, after=after)


def without_generated_sections(text: str) -> str:
    """The text with empty lines in place of the sections that terraform-docs writes."""
    lines = _lines(text)
    for section in _sections(lines):
        lines[section.start : section.end] = ["\n"] * (section.end - section.start)
    return "".join(lines)


def without_repeated(part: GeneratedPart, header: str, footer: str) -> GeneratedPart:
    """The part without the header and footer around it, which the new part has inside.

    :param header: as it is in the new part, "" where it has none; so is the footer.
    """
    before, after = _lines(part.before.rstrip()), _lines(part.after.lstrip())
    above = before[-len(_lines(header)) :] if header else []
    below = after[: len(_lines(footer))] if footer else []
    if above and _same(above, header):
        part = replace(part, before="".join(before[: -len(above)]))
    if below and _same(below, footer):
        part = replace(part, after="".join(("\n", *after[len(below) :])))
    return part


def _same(lines: Sequence[str], text: str) -> bool:
    return "".join(lines).replace("\r\n", "\n").strip() == text.strip()


def _lines(text: str) -> list[str]:
    """With their ends; `splitlines` would also split at what may be in a table."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _sections(lines: Sequence[str]) -> Iterator[_Section]:
    headings = list(_headings(lines))
    ends = [*(start for start, _ in headings[1:]), len(lines)]
    for (start, title), end in zip(headings, ends):
        length = _generated_length(title, [line.strip() for line in lines[start + 1 : end]])
        if length:
            yield _Section(title, start, start + 1 + length)


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The line of each heading outside code blocks, from 0, and its text."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        heading = None if fence else _HEADING.fullmatch(line.rstrip("\r\n"))
        if heading:
            yield number, heading[1]


def _generated_length(title: str, lines: Sequence[str]) -> int:
    """How many of the lines below a heading terraform-docs wrote, and the empty ones after them."""
    first = next((index for index, line in enumerate(lines) if line), len(lines))
    text = lines[first] if first < len(lines) else ""
    if _DOCUMENT.match(text):
        return len(lines)
    columns = _COLUMNS.get(title.lower(), frozenset())
    table = list(takewhile(lambda line: line.startswith("|"), lines[first:]))
    names = [cell.strip() for cell in text.strip("|").split("|")]
    if len(table) > 1 and names[0] == "Name" and columns.issuperset(names):
        end = first + len(table)
    elif columns and _EMPTY.fullmatch(text):
        end = first + 1
    else:
        return 0
    return next((index for index in range(end, len(lines)) if lines[index]), len(lines))
