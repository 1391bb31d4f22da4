"""docs/writing/readmes.md has each rule for READMEs."""

from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.findings.finding import FindingRule
from terrapants.readme.findings import DOCUMENTATION, INDEX_TOOL, README_TOOL, RULES
from terrapants.readme.markdown_page import read_page

EVERY_RULE = (*README_TOOL.rules, *INDEX_TOOL.rules)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_every_rule_is_on_the_page_that_it_names(rule: FindingRule) -> None:
    text = Path(DOCUMENTATION).read_text()
    page, _, section = rule.page.partition("#")
    assert page == DOCUMENTATION
    assert f"`{rule.id}`" in text
    assert read_page(text).has_anchor(section)


def test_the_page_has_every_switch() -> None:
    section = Path(DOCUMENTATION).read_text().partition("\n## Rules\n")[2].partition("\n## ")[0]
    rows = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert rows == [rule.id for rule in RULES]
