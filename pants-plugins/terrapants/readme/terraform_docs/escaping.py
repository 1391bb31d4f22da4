"""Text escaped for a Markdown table or section, as terraform-docs does.

The rules, their order and their oddities are those of "template/sanitizer.go" in terraform-docs, so
that the result is the same to the byte. `\\s` and `\\w` mean ASCII only there, and here.
"""

from __future__ import annotations

import re
from typing import Callable

from terrapants.readme.terraform_docs.urls import find_urls

_FENCE = "```"
_KEPT = "\u2021\u2021\u2021DONTESCAPE\u2021\u2021\u2021"
_SPACE = r"[\t\n\f\r ]"
_LEADING = re.compile(rf"^({_SPACE}*)(_+)({_SPACE}+)(.*)")
_EMPHASIS = re.compile(rf"({_SPACE}+)(_+)([^\t\n\f\r _])(.*)([^\t\n\f\r _])(_+)({_SPACE}+)")
_WRAPPED = re.compile(rf"(\r?\n)({_SPACE}*)([0-9A-Za-z_]+)")
_ASSIGNMENT = re.compile(rf"({_SPACE}*)=({_SPACE}*)")


def escape_name(name: str, escape: bool) -> str:
    """A name with its underscores escaped, which would otherwise begin emphasis."""
    return name.replace("_", "\\_") if escape else name


def table_cell(text: str, *, escape: bool, html: bool, line_break: str = "<br/>") -> str:
    """Text for one cell of a table, "n/a" where there is none.

    :param html: whether line breaks and code blocks may be HTML.
    :param line_break: the tag of a line break; before v0.17 terraform-docs wrote `<br>`.
    """
    if not text:
        return "n/a"

    def prose(segment: str, first: bool, last: bool) -> str:
        segment = _escape(_escape_pipes(segment), escape)
        segment = _wrap(segment.strip()).replace("  \n", "\n")
        segment = segment.replace("\n", line_break if html else " ")
        return _restore_urls(segment, escape)

    def code(segment: str, first: bool, last: bool) -> str:
        segment = segment.strip()
        if html:
            segment = segment.replace("\n", line_break).replace("\r", "")
            return f"<pre>{segment}</pre>"
        lines = (line for line in segment.split("\n") if line.strip())
        segment = " ".join(_ASSIGNMENT.sub(" = ", line).lstrip() for line in lines)
        opening = _FENCE if first else f" {_FENCE}"
        closing = _FENCE if last else f"{_FENCE} "
        return opening + segment.replace("\r", "") + closing

    return _by_segment(text, _FENCE, prose, code)


def section_text(text: str, *, escape: bool) -> str:
    """Text for a section of its own: the header or the footer. Line endings stay the same."""
    if not text:
        return "n/a"

    def prose(segment: str, first: bool, last: bool) -> str:
        return _restore_urls(_escape(segment, escape), escape)

    def code(segment: str, first: bool, last: bool) -> str:
        ends_in_new_line = not segment.rpartition("\n")[2].strip()
        return f"{_FENCE}{segment}{'' if ends_in_new_line else chr(10)}{_FENCE}"

    return _by_segment(text, _FENCE, prose, code)


_Segment = Callable[[str, bool, bool], str]


def _by_segment(text: str, mark: str, prose: _Segment, code: _Segment) -> str:
    """Applies one function to the text between pairs of the mark, another to the rest.

    Both are told whether the segment is the first and the last one with text. As in terraform-docs,
    an empty segment does not count: the next one takes its place.
    """
    is_code = text.startswith(mark)
    segments = text.split(mark)
    done = []
    for index, segment in enumerate(segments):
        if segment:
            first = index == 0 or not segments[index - 1].strip()
            last = index == len(segments) - 1 or not segments[index + 1].strip()
            done.append((code if is_code else prose)(segment, first, last))
            is_code = not is_code
    return "".join(done)


def _in_backticks(segment: str, first: bool, last: bool) -> str:
    return f"`{segment}`"


def _escape_pipes(text: str) -> str:
    return _by_segment(
        text, "`", lambda segment, first, last: segment.replace("|", "\\|"), _in_backticks
    )


def _escape(text: str, escape: bool) -> str:
    if not escape:
        return text
    return _by_segment(
        text,
        "`",
        lambda segment, first, last: "\n".join(map(_escape_line, segment.split("\n"))),
        _in_backticks,
    )


def _escape_line(line: str) -> str:
    """The line with its underscores escaped, except for those around `_emphasised words_`."""
    if "_" not in line:
        return line
    for pattern, groups in ((_LEADING, (2,)), (_EMPHASIS, (6, 2))):
        # As in terraform-docs, the positions are those before the first replacement.
        for match in tuple(pattern.finditer(line)):
            for group in groups:
                kept = match.group(group).replace("_", _KEPT)
                line = line[: match.start(group)] + kept + line[match.end(group) :]
    return line.replace("_", "\\_").replace(_KEPT, "_")


def _wrap(text: str) -> str:
    """The text with two spaces, Markdown's line break, before each line that begins with a word."""
    text = _WRAPPED.sub(r"  \1\2\3", text).replace("    \n", "  \n")
    return text.replace("  \n\n", "\n\n").replace("\n  \n", "\n\n")


def _restore_urls(text: str, escape: bool) -> str:
    if escape:
        for url in find_urls(text):
            text = text.replace(url, url.replace("\\", ""))
    return text
