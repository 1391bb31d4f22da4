from __future__ import annotations

import pytest

from terrapants.findings.finding import render
from terrapants.hcl.file_facts import FileFacts, read_file
from terrapants.readme.findings import INDEX_TOOL, README_TOOL, unread_file
from terrapants.terraform.hcl_files import HclFile

EVERY_RULE = (*README_TOOL.rules, *INDEX_TOOL.rules)


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in EVERY_RULE}) == len(EVERY_RULE)


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
