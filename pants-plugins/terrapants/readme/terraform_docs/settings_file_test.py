from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.markers import Markers
from terrapants.readme.terraform_docs.settings import (
    SECTION_NAMES,
    DocsSettings,
    Recursion,
    SettingsError,
)
from terrapants.readme.terraform_docs.settings_file import read_settings

PATH = ".terraform-docs.yml"
FULL = """\
formatter: "markdown table"
header-from: docs/header.md
footer-from: footer.md
content: "{{ .Inputs }}"
sections:
  hide: [providers, footer]
output:
  file: docs/tables.md
  mode: inject
  template: |-
    <!-- A -->
    {{ .Content }}
    <!-- B -->
output-values:
  enabled: false
sort:
  enabled: true
  by: required
recursive:
  enabled: true
  path: parts
  include-main: false
  exclude: [old]
settings:
  anchor: false
  atx-closed: true
  color: true
  default: false
  description: false
  escape: false
  hide-empty: true
  html: false
  indent: 3
  lockfile: false
  read-comments: "false"
  required: false
  sensitive: true
  type: false
"""


def test_everything() -> None:
    settings = read_settings(FULL, PATH)
    assert settings == DocsSettings(
        header_from="docs/header.md",
        footer_from="footer.md",
        content="{{ .Inputs }}",
        hidden=frozenset({"providers", "footer"}),
        sort_by="required",
        output_file="docs/tables.md",
        template="<!-- A -->\n{{ .Content }}\n<!-- B -->",
        anchor=False,
        atx_closed=True,
        default=False,
        escape=False,
        hide_empty=True,
        html=False,
        indent=3,
        lockfile=False,
        read_comments=False,
        required=False,
        type=False,
        recursion=Recursion(True, "parts", False, ("old",)),
    )
    assert settings.markers == Markers("<!-- A -->", "<!-- B -->")


@pytest.mark.parametrize("text", ["", "# nothing\n", "formatter: md tbl\n", "settings:\n"])
def test_defaults(text: str) -> None:
    settings = read_settings(text, PATH)
    assert settings == DocsSettings()
    assert settings.markers is None
    assert not settings.shows("footer")
    assert settings.shows("header")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sections:\n  show: [inputs, outputs]\n", {"inputs", "outputs"}),
        ("sections:\n  show: [all]\n", {*SECTION_NAMES} - {"footer"}),
        ("sections:\n  show: [footer]\n", set()),
        ("sections:\n  show: [footer]\nfooter-from: f.md\n", {"footer"}),
        ("footer-from: f.md\n", {*SECTION_NAMES}),
        ("sections:\n  hide: [all]\n", set()),
        ("sections:\n  hide: inputs\n", {*SECTION_NAMES} - {"inputs", "footer"}),
        ("sections:\n  show: []\n  hide: []\n", {*SECTION_NAMES} - {"footer"}),
    ],
)
def test_sections(text: str, shown: set[str]) -> None:
    settings = read_settings(text, PATH)
    assert {name for name in SECTION_NAMES if settings.shows(name)} == shown


@pytest.mark.parametrize(
    ("text", "unsupported"),
    [
        ("version: ~> 0.18\n", ("version",)),
        ("output-values:\n  enabled: true\n  from: x.json\n", ("output-values",)),
        ("sections:\n  hide-all: true\n", ("sections.hide-all",)),
        ('version: ""\nsections:\n  hide-all: false\n', ()),
        ("settings:\n  colour: true\nsort:\n  of: 1\n", ("sort.of", "settings.colour")),
        ("formatter: markdown document\n", ('formatter "markdown document"',)),
    ],
)
def test_what_is_not_supported_is_named(text: str, unsupported: tuple[str, ...]) -> None:
    settings = read_settings(text, PATH)
    assert settings.unsupported == unsupported
    assert settings.generates == (not text.startswith("formatter"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", ":1: not valid YAML: expected the node content, but found '<stream end>'"),
        ("a: 2020-13-45\n", ": not valid YAML: month must be in 1..12"),
        ("[" * 5000, ": not valid YAML: nested too deeply"),
        ("- a\n", ": found ['a'], expected names with values"),
        ("sort:\n  by: size\n", ': sort.by: found "size", expected name or required or type'),
        ("sort: 1\n", ": sort: found 1, expected names with values"),
        (
            "sections:\n  show: [inputs]\n  hide: [outputs]\n",
            ": sections: found both show and hide, expected one of them",
        ),
        (
            "sections:\n  show: [input]\n",
            (
                ': sections.show: found "input", expected one of data-sources, footer, header, '
                "inputs, modules, outputs, providers, requirements, resources, all"
            ),
        ),
        ("output:\n  mode: append\n", ': output.mode: found "append", expected inject or replace'),
        (
            "output:\n  template: x\n",
            ": output.template: found no {{ .Content }}, expected a template with it",
        ),
        (
            'output:\n  template: "{{ .Content }}"\n',
            (
                ": output.template: found no comment lines around the content, expected a comment "
                "before it and one after it, each on a line of its own"
            ),
        ),
        (
            'output:\n  template: "<!-- a -->\\n{{ .Content }}{{ x }}\\n<!-- b -->"\n',
            ": output.template: found {{ x }}, expected {{ .Content }} and quoted text",
        ),
        (
            "header-from: main.rst\n",
            ': header-from: found "main.rst", expected a file of .adoc, .md, .tf, .txt',
        ),
        (
            "footer-from: main.tf\n",
            ": footer-from: found the file of header-from, expected another one",
        ),
        (
            "settings:\n  anchor: maybe\n",
            ": settings.anchor: found 'maybe', expected true or false",
        ),
        ("settings:\n  indent: deep\n", ": settings.indent: found 'deep', expected a number"),
        ("content: 1\n", ": content: found 1, expected text"),
        ("recursive:\n  exclude: a\n", ": recursive.exclude: found 'a', expected a list of names"),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(text, PATH)
    error = caught.value
    assert f"{error.path}{f':{error.line}' if error.line else ''}: {error}" == PATH + message


def test_indentation_that_markdown_has_not() -> None:
    assert read_settings("settings:\n  indent: 9\n", PATH).indent == 2


def test_settings_add_to_those_above() -> None:
    base = read_settings("settings:\n  anchor: false\nsort:\n  by: type\n", PATH)
    settings = read_settings("sort:\n  enabled: false\n", "m/.terraform-docs.yml", base)
    assert (settings.anchor, settings.sort, settings.sort_by) == (False, False, "type")
