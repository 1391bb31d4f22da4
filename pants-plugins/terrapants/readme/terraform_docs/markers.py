"""The markers of a page's generated part, and how a new one is put between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from terrapants.readme.terraform_docs.encoding import PageError


@dataclass(frozen=True)
class Markers:
    """The lines before and after the generated part."""

    begin: str
    end: str


DEFAULT_MARKERS = Markers("<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->")
# What the hook `terraform_docs` of pre-commit-terraform wrote before it took the markers above.
KNOWN_MARKERS = (
    DEFAULT_MARKERS,
    Markers(
        "<!-- BEGINNING OF PRE-COMMIT-TERRAFORM DOCS HOOK -->",
        "<!-- END OF PRE-COMMIT-TERRAFORM DOCS HOOK -->",
    ),
)


@dataclass(frozen=True)
class TableStyle:
    """What differs between versions of terraform-docs, and stays as it is.

    :param spaced_delimiters: `| ---- |` (from v0.22 on) rather than `|------|`.
    :param line_break: `<br/>` (from v0.17 on) or `<br>`.
    :param blank_at_end: whether there is an empty line before the end marker; older versions, run
        by the hook of pre-commit-terraform, left one.
    """

    spaced_delimiters: bool = True
    line_break: str = "<br/>"
    blank_at_end: bool = False


class MarkerError(PageError):
    """A marker is missing, repeated or in the wrong place."""


@dataclass(frozen=True)
class GeneratedPart:
    """A text and its generated part.

    :param before: the text before the first marker; all of it where there are no markers.
    :param present: the text between the markers, None where there are none.
    :param after: the text after the last marker.
    :param newline: the line break that is used in the generated part.
    """

    before: str
    present: str | None
    after: str
    markers: Markers
    newline: str


def find_generated_part(text: str, configured: Markers | None = None) -> GeneratedPart:
    """Finds the markers.

    :param configured: the markers to look for; by default any of `KNOWN_MARKERS`, and those of
        terraform-docs for a text without any.
    :raises MarkerError: one is missing, repeated or in the wrong place.
    """
    candidates = (configured,) if configured else KNOWN_MARKERS
    # Like terraform-docs, leave alone what other markers enclose.
    for markers in candidates:
        if markers.begin in text or markers.end in text:
            return _between(text, markers)
    return GeneratedPart(text, None, "", candidates[0], _usual_newline(text))


def _between(text: str, markers: Markers) -> GeneratedPart:
    begins = _places(text, markers.begin)
    ends = _places(text, markers.end)
    if not begins:
        raise MarkerError(
            _line(text, ends[0]), f"found {markers.end} without {markers.begin} before it"
        )
    if not ends:
        raise MarkerError(
            _line(text, begins[0]), f"found {markers.begin} without {markers.end} after it"
        )
    if ends[0] < begins[0]:
        raise MarkerError(
            _line(text, ends[0]),
            f"found {markers.end} before {markers.begin}, expected it after",
        )
    if len(begins) > 1 or len(ends) > 1:
        nested = len(begins) > 1 and begins[1] < ends[0]
        extra = markers.begin if len(begins) > 1 else markers.end
        place = begins[1] if len(begins) > 1 else ends[1]
        raise MarkerError(
            _line(text, place),
            f"found {extra} {'inside the generated part' if nested else 'a second time'}, "
            "expected one pair of markers",
        )
    present = text[begins[0] + len(markers.begin) : ends[0]]
    newline = _usual_newline(present if "\n" in present else text)
    after = text[ends[0] + len(markers.end) :]
    return GeneratedPart(text[: begins[0]], present, after, markers, newline)


def _usual_newline(text: str) -> str:
    windows = text.count("\r\n")
    return "\r\n" if windows * 2 > text.count("\n") else "\n"


def _places(text: str, marker: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(marker), text)]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def found_style(present: str | None, markers: Markers = DEFAULT_MARKERS) -> TableStyle:
    """The style of a generated part; the current one where it has no table.

    A description may have line breaks of its own, so the more frequent tag counts.
    """
    if present is None:
        return TableStyle()
    rows = [line for line in present.split("\n") if line.startswith(("|-", "| -"))]
    old, new = present.count("<br>"), present.count("<br/>")
    return TableStyle(
        spaced_delimiters=not rows or rows[0].startswith("| "),
        line_break="<br>" if old > new else "<br/>",
        blank_at_end=markers != DEFAULT_MARKERS and present.endswith(("\n\n", "\r\n\r\n")),
    )


def insert_generated(part: GeneratedPart, block: str) -> str:
    """The text with a new generated part; at its end where it has none.

    :param block: the new part with its markers.
    """
    if part.present is None:
        return f"{part.before}{part.newline}{block}" if part.before else block
    return f"{part.before}{block}{part.after}"
