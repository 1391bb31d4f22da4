from __future__ import annotations

from unreleased import kinds, section

CONFIGURATION = """
[tool.towncrier.fragment.breaking]
name = "What you have to change"

[tool.towncrier.fragment.fixed]
name = "Fixed"
"""


def test_changes_are_listed_by_kind() -> None:
    fragments = {
        "b.fixed.md": "Two\nlines.\n",
        "a.fixed.md": "One.\n",
        "c.breaking.md": "Write `x`.\n",
        "pyproject.toml": CONFIGURATION,
    }
    assert section(fragments, kinds(CONFIGURATION)) == (
        "## Not released yet\n\n"
        "### What you have to change\n\n- Write `x`.\n\n"
        "### Fixed\n\n- One.\n- Two\n  lines.\n"
    )


def test_without_a_change_there_is_no_section() -> None:
    assert section({}, kinds(CONFIGURATION)) == ""
