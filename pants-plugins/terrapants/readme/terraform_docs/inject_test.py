"""What the golden files do not show: errors, whole bytes, and what holds for every README."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrapants.hcl.position import Position
from terrapants.readme.terraform_docs.inject import (
    GenerationError,
    generate_readme,
    has_markers,
    needed_files,
)
from terrapants.readme.terraform_docs.markers import (
    DEFAULT_MARKERS,
    KNOWN_MARKERS,
    MarkerError,
    Markers,
)
from terrapants.readme.terraform_docs.rows import Input, ModuleRows, OutputRow
from terrapants.readme.terraform_docs.settings import DocsSettings
from terrapants.readme.terraform_docs.settings_file import read_settings
from terrapants.testutil.untimed import UNTIMED

BEGIN, END = DEFAULT_MARKERS.begin, DEFAULT_MARKERS.end
NO_ROWS = ModuleRows((), (), (), (), (), ())
NO_INPUTS = "## Inputs\n\nNo inputs."


def configured(text: str) -> DocsSettings:
    return read_settings(f"{text}\nsections:\n  show: [inputs, footer]\n", "x")


def generated(content: str | None, settings: str = "", **files: str) -> str:
    encoded = None if content is None else content.encode()
    return generate_readme(encoded, NO_ROWS, configured(settings), files).decode()


@pytest.mark.parametrize("before", [None, ""])
def test_a_new_readme(before: str | None) -> None:
    assert generated(before) == f"{BEGIN}\n{NO_INPUTS}\n{END}"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", f"# Old\r\n\r\n{BEGIN}\n{NO_INPUTS}\n{END}"),
        ("output:\n  mode: replace", f"{BEGIN}\n{NO_INPUTS}\n{END}"),
    ],
)
def test_windows_line_ends_stay(setting: str, expected: str) -> None:
    assert generated("# Old\r\n", setting) == expected.replace("\r", "").replace("\n", "\r\n")


def test_needed_files() -> None:
    settings = read_settings("footer-from: foot.md\ncontent: '{{ include \"a\" }}'\n", "x")
    assert needed_files(settings) == ("main.tf", "foot.md", "a")


def test_a_file_that_is_missing() -> None:
    with pytest.raises(GenerationError) as caught:
        generated("", "footer-from: f.md")
    assert str(caught.value) == "the settings name f.md, which does not exist"


def test_a_content_that_is_not_supported() -> None:
    with pytest.raises(GenerationError, match=r"found \{\{ range x \}\}, expected a section"):
        generated("", 'content: "{{ range x }}"')


def test_a_description_that_holds_a_marker() -> None:
    output = OutputRow("o", f"`{END}`", Position("main.tf", 1, 1))
    rows = ModuleRows((), (), (), (), (), (output,))
    with pytest.raises(MarkerError, match="the generated part would itself hold"):
        generate_readme(None, rows, DocsSettings(), {})


def test_has_markers() -> None:
    assert has_markers(f"{BEGIN}{END}", DocsSettings())
    assert has_markers(END, DocsSettings())
    assert not has_markers("# A", DocsSettings())


# Text that no marker is in, with all that Markdown and files can have.
LINES = st.sampled_from(
    ["", "# A", "text", "| a | b |", "```", "é \U0001f680", "<!-- -->", "|---|", "a<br>b", "\u2028"]
)
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=8))).map("\n".join)
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["a|b", "`x|y`", "a_b", "```\nx\n```", "${a}", "<b>", "a\r\nb", "https://x.y/a_b"]
    ),
)
INPUTS = st.lists(
    st.builds(
        Input,
        name=st.from_regex(r"[a-z_]{1,6}", fullmatch=True),
        description=WORDS,
        type=WORDS.map(lambda text: text or "any"),
        default=WORDS,
        required=st.booleans(),
        position=st.just(Position("main.tf", 1, 1)),
    ),
    max_size=3,
).map(tuple)
MARKS = tuple(mark for pair in KNOWN_MARKERS for mark in (pair.begin, pair.end))


@settings(UNTIMED, max_examples=200)
@given(
    before=TEXTS,
    after=TEXTS,
    has_part=st.booleans(),
    present=TEXTS,
    inputs=INPUTS,
    newline=st.sampled_from(["\n", "\r\n"]),
    has_mark=st.booleans(),
    markers=st.sampled_from(KNOWN_MARKERS),
)
def test_only_the_generated_part_changes_and_only_once(
    before: str,
    after: str,
    has_part: bool,
    present: str,
    inputs: tuple[Input, ...],
    newline: str,
    has_mark: bool,
    markers: Markers,
) -> None:
    pair = markers if has_part else DEFAULT_MARKERS
    rows = ModuleRows((), (), (), (), inputs, ())
    middle = f"{pair.begin}{newline}{present}{newline}{pair.end}" if has_part else ""
    text = f"{before}{middle}{after}".replace("\n", newline)
    content = (codecs.BOM_UTF8 if has_mark else b"") + text.encode()

    once = generate_readme(content, rows, DocsSettings(), {})
    assert generate_readme(once, rows, DocsSettings(), {}) == once

    if has_part:
        start = content.index(pair.begin.encode())
        end = content.index(pair.end.encode()) + len(pair.end.encode())
        assert once[:start] == content[:start]
        assert once.endswith(content[end:])
        new = once[start : len(once) - len(content[end:])]
    else:
        assert once.startswith(content)
        new = once[len(content) :].lstrip(b"\r\n")
    assert new.startswith(pair.begin.encode())
    assert new.endswith(pair.end.encode())
