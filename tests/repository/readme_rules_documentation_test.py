"""docs/writing/readmes.md has each rule for READMEs."""

from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.findings.finding import FindingRule
from terrapants.readme.findings import INDEX_TOOL, README_TOOL, RULES

DOCUMENTATION = "docs/writing/readmes.md"
EVERY_RULE = (*README_TOOL.rules, *INDEX_TOOL.rules)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_every_rule_is_on_the_page(rule: FindingRule) -> None:
    assert f"`{rule.id}`" in Path(DOCUMENTATION).read_text()


def test_the_page_has_every_switch() -> None:
    section = Path(DOCUMENTATION).read_text().partition("\n## Rules\n")[2].partition("\n## ")[0]
    rows = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert rows == [rule.id for rule in RULES]
