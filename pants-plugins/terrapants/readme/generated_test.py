from __future__ import annotations

import codecs
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrapants.hcl.position import Position
from terrapants.readme.docs_settings import DocsSettings, read_settings
from terrapants.readme.generated import (
    GenerationError,
    generate_readme,
    has_markers,
    needed_files,
)
from terrapants.readme.markers import DEFAULT_MARKERS, KNOWN_MARKERS, MarkerError
from terrapants.readme.module_docs import Input, ModuleDocs
from terrapants.readme.module_docs_for_tests import module_docs

BEGIN, END = DEFAULT_MARKERS.begin, DEFAULT_MARKERS.end
ONLY_INPUTS = replace(
    DocsSettings(), hidden=read_settings("sections:\n  show: [inputs]\n", "x").hidden
)
DOCS = module_docs('variable "v" {}\n')
TABLE = """\
## Inputs

| Name | Description | Type | Default | Required |
| ---- | ----------- | ---- | ------- | :------: |
| <a name="input_v"></a> [v](#input\\_v) | n/a | `any` | n/a | yes |"""


def generated(content: str | None, settings: DocsSettings = ONLY_INPUTS, **files: str) -> str:
    named = {name.replace("_md", ".md").replace("_tf", ".tf"): text for name, text in files.items()}
    encoded = None if content is None else content.encode()
    return generate_readme(encoded, DOCS, settings, named).decode()


def configured(text: str) -> DocsSettings:
    return read_settings(f"{text}\nsections:\n  show: [inputs, header, footer]\n", "x")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, f"{BEGIN}\n{TABLE}\n{END}"),
        ("", f"{BEGIN}\n{TABLE}\n{END}"),
        ("# A\n", f"# A\n\n{BEGIN}\n{TABLE}\n{END}"),
        (f"# A\n{BEGIN}{END}\nB", f"# A\n{BEGIN}\n{TABLE}\n{END}\nB"),
    ],
)
def test_where_it_goes(before: str | None, after: str) -> None:
    assert generated(before) == after


def test_the_style_is_kept() -> None:
    old = f"{BEGIN}\n|------|\n{END}\n"
    assert "|------|-------------|------|---------|:--------:|" in generated(old)
    hook = KNOWN_MARKERS[1]
    assert generated(f"{hook.begin}\nx\n\n{hook.end}") == f"{hook.begin}\n{TABLE}\n\n{hook.end}"


def test_header_and_footer() -> None:
    settings = configured("footer-from: foot.md")
    files = {"main_tf": "/**\n * # T_t\n */\n", "foot_md": "The end.\r\n"}
    assert generated(None, settings, **files) == f"{BEGIN}\n# T\\_t\n\n{TABLE}\n\nThe end.\n{END}"
    assert needed_files(settings) == ("main.tf", "foot.md")


def test_a_file_that_is_missing() -> None:
    with pytest.raises(GenerationError) as caught:
        generated("", configured("header-from: h.md"))
    assert str(caught.value) == "the settings name h.md, which does not exist"


def test_a_content_template() -> None:
    settings = configured('content: |-\n  {{ .Inputs }}\n\n  {{ include "a.md" }}')
    assert generated(None, settings, a_md="text\n") == f"{BEGIN}\n{TABLE}\n\ntext\n{END}"
    with pytest.raises(GenerationError, match=r"found \{\{ range x \}\}, expected a section"):
        generated("", configured('content: "{{ range x }}"'))


def test_markers_of_ones_own() -> None:
    settings = configured(
        'output:\n  template: "<!-- A -->\\n<!-- x -->\\n{{ .Content }}\\n\\n<!-- B -->"'
    )
    block = f"<!-- A -->\n<!-- x -->\n{TABLE}\n\n<!-- B -->"
    assert generated(f"1\n<!-- A -->\n<!-- B -->\n2{BEGIN}", settings) == f"1\n{block}\n2{BEGIN}"


@pytest.mark.parametrize(
    ("template", "whole"),
    [
        ("", f"{BEGIN}\n{TABLE}\n{END}"),
        ('\n  template: ""', TABLE),
        ('\n  template: "x {{ .Content }} y"', f"x {TABLE} y"),
    ],
)
def test_the_whole_file(template: str, whole: str) -> None:
    settings = configured(f"output:\n  mode: replace{template}")
    assert generated("# Old\n", settings) == whole
    assert generated("# Old\r\n", settings) == whole.replace("\n", "\r\n")


def test_a_description_that_holds_a_marker() -> None:
    docs = module_docs(f'variable "v" {{\n  description = "`{END}`"\n}}\n')
    with pytest.raises(MarkerError, match="the generated part would itself hold"):
        generate_readme(None, docs, ONLY_INPUTS, {})


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


@settings(deadline=None, max_examples=200)
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
    markers: object,
) -> None:
    pair = markers if has_part else DEFAULT_MARKERS
    assert isinstance(pair, type(DEFAULT_MARKERS))
    docs = ModuleDocs((), (), (), (), inputs, ())
    middle = f"{pair.begin}{newline}{present}{newline}{pair.end}" if has_part else ""
    text = (
        f"{before}{middle}{after}".replace("\n", newline)
        if newline == "\r\n"
        else (f"{before}{middle}{after}")
    )
    content = (codecs.BOM_UTF8 if has_mark else b"") + text.encode()

    once = generate_readme(content, docs, DocsSettings(), {})
    assert generate_readme(once, docs, DocsSettings(), {}) == once

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
