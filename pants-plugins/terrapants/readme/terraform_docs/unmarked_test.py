"""What terraform-docs wrote without markers is replaced, or left and named: never doubled."""

from __future__ import annotations

import re

import pytest

from terrapants.hcl.position import Position
from terrapants.readme.terraform_docs.inject import generate_readme
from terrapants.readme.terraform_docs.markers import DEFAULT_MARKERS, MarkerError
from terrapants.readme.terraform_docs.rows import Input, ModuleRows
from terrapants.readme.terraform_docs.settings_file import read_settings

BEGIN, END = DEFAULT_MARKERS.begin, DEFAULT_MARKERS.end
ROWS = ModuleRows(
    (), (), (), (), (Input("a", "An a.", "string", "", True, Position("main.tf", 1, 1)),), ()
)
HEADER = "The header.\n\nOf two paragraphs."
MAIN = {"main.tf": "/**\n * The header.\n *\n * Of two paragraphs.\n */\n"}


def generated(content: str, settings: str = "", **files: str) -> str:
    found = read_settings(settings, "x")
    return generate_readme(content.encode(), ROWS, found, files).decode()


TABLES = generated("", "output: {mode: replace, template: ''}")


def _older(row: re.Match[str]) -> str:
    """The line below a table's head, as it was before v0.22."""
    return re.sub(r"(?<=\|) :?|:? (?=\|)", lambda end: end[0].replace(" ", "-")[::-1], row[0])


OLDER = re.sub(r"(?m)^\| -.*$", _older, TABLES)


def test_the_example_is_pure_output() -> None:
    assert TABLES.startswith("## Requirements\n\nNo requirements.\n\n## Providers\n")
    assert '| <a name="input_a"></a> [a](#input\\_a) | An a. |' in TABLES
    assert "|----" not in TABLES
    assert "|----" in OLDER


@pytest.mark.parametrize("tables", [TABLES, OLDER], ids=["current", "older"])
@pytest.mark.parametrize("before", ["", "# Title\n\nProse.\n\n"])
@pytest.mark.parametrize("after", ["", "\n", "\n\n## License\n\nMIT\n", "\n\nA last word.\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_tables_are_replaced_where_they_are(
    tables: str, before: str, after: str, newline: str
) -> None:
    page = f"{before}{tables}{after}".replace("\n", newline)
    expected = f"{before}{BEGIN}\n{tables}\n{END}{after}".replace("\n", newline)
    assert generated(page) == expected
    assert generated(expected) == expected


def test_tables_that_are_out_of_date_are_replaced() -> None:
    assert generated(TABLES.replace("An a.", "A b.")) == f"{BEGIN}\n{TABLES}\n{END}"


@pytest.mark.parametrize("before", ["", "# Title\n\n"])
def test_header_and_footer_are_not_doubled(before: str) -> None:
    files = {**MAIN, "foot.md": "The end.\n"}
    page = f"{before}{HEADER}\n\n{TABLES}\n\nThe end.\n"
    assert generated(page, "footer-from: foot.md", **files) == (
        f"{before}{BEGIN}\n{HEADER}\n\n{TABLES}\n\nThe end.\n{END}\n"
    )


HAND_WRITTEN = "| Name | Description |\n| ---- | ----------- |\n| `a` | An a. |\n"
DOCUMENT = """\
## Requirements

No requirements.

## Required Inputs

The following input variables are required:

### <a name="input_a"></a> [a](#input\\_a)

Description: An a.
"""


@pytest.mark.parametrize(
    ("page", "line", "title"),
    [
        (f"# A\n\n## Inputs\n\n{HAND_WRITTEN}", 3, "Inputs"),
        (TABLES.replace("## Inputs", "A word.\n\n## Inputs"), 1, "Requirements"),
        (f"# A\n\n{TABLES}\n\n## Usage\n\n{TABLES}", 3, "Requirements"),
        (f"# A\n\n{DOCUMENT}", 3, "Requirements"),
    ],
)
def test_what_is_not_certain_is_left_and_named(page: str, line: int, title: str) -> None:
    with pytest.raises(MarkerError) as caught:
        generated(page)
    assert caught.value.line == line
    assert str(caught.value) == (
        f'found the section "{title}" as terraform-docs writes it, but no markers around it. Put '
        f"{BEGIN} before the generated sections and {END} after them, or delete the sections"
    )


@pytest.mark.parametrize(
    "page",
    [
        f"# A\n\n```markdown\n{TABLES}\n```\n",
        "# A\n\n## Inputs\n\nSet `a`.\n",
        "# A\n\n## Resources\n\n| Who | What |\n| --- | ---- |\n| a | b |\n",
        "# A\n\n## Usage\n\nNo inputs.\n",
    ],
)
def test_what_terraform_docs_did_not_write_is_no_generated_part(page: str) -> None:
    assert generated(page) == f"{page}\n{BEGIN}\n{TABLES}\n{END}"
