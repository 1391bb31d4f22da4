from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.findings.finding import FindingRule, render
from terrapants.hcl.file_facts import FileFacts, read_file
from terrapants.readme.findings import (
    DOCUMENTATION,
    INDEX_TOOL,
    README_TOOL,
    RULES,
    unread_file,
)
from terrapants.readme.markdown_page import read_page
from terrapants.terraform.hcl_files import HclFile

EVERY_RULE = (*README_TOOL.rules, *INDEX_TOOL.rules)


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in EVERY_RULE}) == len(EVERY_RULE)


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


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            read_file("a/main.tf", b"#" * 5_310_000),
            (
                "a/main.tf: error: the file has 5.3 MB: above 1 MB it is not read, so the module's "
                "README cannot be generated [readme-module]"
            ),
        ),
        (
            read_file("a/main.tf", b'x = "\n'),
            (
                "a/main.tf:1:6: error: found the end of the line, expected a quotation mark that "
                "ends the string [readme-module]"
            ),
        ),
    ],
)
def test_files_that_are_not_read(file: FileFacts, text: str) -> None:
    assert render([unread_file(HclFile("a/main.tf", file.to_json()))]) == text
