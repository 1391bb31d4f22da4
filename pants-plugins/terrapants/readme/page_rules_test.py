from __future__ import annotations

import pytest

from terrapants.findings.finding import render
from terrapants.readme.markdown_page import Link, read_page
from terrapants.readme.page_rules import (
    LinkTarget,
    check_links,
    check_structure,
    is_hidden,
    link_target,
)

TITLED = "# T\n\nOne two three.\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TITLED, []),
        (
            "# T\n\nOne.\n",
            [("r.md: error: found 1 word of prose, expected at least 3 [readme-stub]")],
        ),
        (
            "One two three.\n",
            ['r.md:1: error: found no heading, expected a title such as "# VPC" first [title]'],
        ),
        (
            "One two three.\n\n## S\n",
            ['r.md:3: error: found "## S", expected a title such as "# VPC" first [title]'],
        ),
        (
            "# T\n\n## S\n\nOne two three.\n",
            [
                (
                    "r.md:1: error: found no paragraph between the title and the first section, "
                    'nor one in a section "Description", expected what the module is [description]'
                )
            ],
        ),
    ],
)
def test_structure(text: str, found: list[str]) -> None:
    page = read_page(text)
    assert [render([each]) for each in check_structure(page, page, "r.md", (), 3)] == found


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("## Usage\n## inputs\n### Notes\n", []),
        ("## Usage\n## Extra\n## Inputs\n## Notes\n", []),
        ("## Usage\n## Notes\n", ['r.md: error: found no section "Inputs" [sections]']),
        (
            "## Inputs\n## Usage\n## Notes\n",
            ['r.md:4: error: found "Inputs" before "Usage", expected it after [sections]'],
        ),
    ],
)
def test_sections(headings: str, found: list[str]) -> None:
    page = read_page(f"# T\n\nText.\n{headings}")
    sections = ("Usage", "Inputs", "Notes")
    assert [render([each]) for each in check_structure(page, page, "r.md", sections, 0)] == found


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://example.com", None),
        ("//example.com/x", None),
        ("mailto:a@b.c", None),
        ("http://[", None),
        ("#part", LinkTarget("a/r.md", "part")),
        ("x.md#part", LinkTarget("a/x.md", "part")),
        ("./x%20y.md?plain=1", LinkTarget("a/x y.md", "")),
        ("../b/", LinkTarget("b", "")),
        ("/b/x", LinkTarget("b/x", "")),
        ("..", LinkTarget("", "")),
        ("/", LinkTarget("", "")),
        ("../../x", LinkTarget(None, "")),
    ],
)
def test_link_targets(target: str, expected: LinkTarget | None) -> None:
    assert link_target(Link(target, 1), "a/r.md") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/b", False), (".x", False), (".github/a", True), ("a/.hidden/b", True)],
)
def test_hidden_directories(path: str, expected: bool) -> None:
    assert is_hidden(path) == expected


def test_links() -> None:
    page = read_page("[a](b.md#x) [c](b.md#y) [d](e.md) [f](#g) [h](../../i) [j](.k/l)\n")
    other = {"a/b.md": read_page("# X\n")}
    assert [render([each]) for each in check_links(page, "a/r.md", ["a/b.md"], other)] == [
        (
            "a/r.md:1: error: b.md#y leads to #y, which is neither a heading nor an anchor "
            "in a/b.md [anchors]"
        ),
        "a/r.md:1: error: e.md leads to a/e.md, which does not exist [links]",
        "a/r.md:1: error: #g leads to #g, which is neither a heading nor an anchor here [anchors]",
        "a/r.md:1: error: ../../i leads out of the repository [links]",
    ]
