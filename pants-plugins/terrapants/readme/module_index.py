"""The index of all modules: `docs/modules.md`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from terrapants.readme.escaping import table_cell
from terrapants.readme.markdown_page import MarkdownPage, first_paragraph
from terrapants.readme.markers import Markers, find_generated_part, insert_generated
from terrapants.readme.readme_text import ReadmeText, decode_readme

MARKERS = Markers("<!-- BEGIN_MODULE_INDEX -->", "<!-- END_MODULE_INDEX -->")
_NEW_FILE = "# Modules\n"
_SENTENCE = re.compile(r".*?[.!?](?=\s|$)")


@dataclass(frozen=True)
class IndexEntry:
    """A module of the index. `readme` is the path of its README, None where it has none."""

    directory: str
    readme: str | None
    description: str
    inputs: int
    outputs: int
    tests: int


def one_line_description(page: MarkdownPage) -> str:
    """The first sentence of a README's description, "" where it has none."""
    paragraph = first_paragraph(page)
    if paragraph is None:
        return ""
    sentence = _SENTENCE.match(paragraph.text)
    return sentence[0] if sentence else paragraph.text


def generate_index(path: str, content: bytes | None, entries: Iterable[IndexEntry]) -> bytes:
    """The index file as it should be; what stands outside its markers stays.

    :param content: the file as it is, None where there is none.
    :raises PageError: markers or the encoding stand in the way.
    """
    index = decode_readme(content or _NEW_FILE.encode())
    part = find_generated_part(index.text, MARKERS)
    rows = [
        "| Module | Description | Inputs | Outputs | Tests |",
        "| ------ | ----------- | -----: | ------: | ----: |",
    ]
    rows += (_row(entry, path) for entry in sorted(entries, key=lambda each: each.directory))
    if len(rows) == 2:
        rows = ["No modules."]
    block = "\n".join((MARKERS.begin, *rows, MARKERS.end))
    text = insert_generated(part, block.replace("\n", part.newline))
    if content is None:
        text += "\n"
    return ReadmeText(text, index.has_byte_order_mark).encode()


def _row(entry: IndexEntry, path: str) -> str:
    name = table_cell(entry.directory or ".", escape=True, html=True)
    target = os.path.relpath(entry.readme or entry.directory or ".", os.path.dirname(path) or ".")
    description = table_cell(entry.description, escape=True, html=True)
    link = f"[{name}]({target.replace(' ', '%20')})"
    return f"| {link} | {description} | {entry.inputs} | {entry.outputs} | {entry.tests} |"
