"""docs/writing/rules.md has each module rule, with examples that are what it calls them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.hcl.replacement import REPLACED_IN_USE
from terrapants.validation.module_rules.catalogue import ALL_RULES, BY_ID, SYNTAX
from terrapants.validation.module_rules.testutil import findings
from terrapants.validation.module_rules.tflint import TFLINT_RULES

DOCUMENTATION = "docs/writing/rules.md"


def sections() -> dict[str, str]:
    """The documentation of each rule."""
    parts = Path(DOCUMENTATION).read_text().partition("\n## Compared")[0].split("\n### ")[1:]
    return {title: body for title, _, body in (part.partition("\n") for part in parts)}


def test_every_rule_has_a_section_with_its_severity_and_reason() -> None:
    assert list(sections()) == [rule.id for rule in ALL_RULES]
    for rule in ALL_RULES:
        assert sections()[rule.id].startswith(f"\n*{rule.severity.value}.* {rule.reason}\n")


def example(rule: str, title: str) -> dict[str, str | None]:
    """The example of a section as changes of the good module."""
    text = sections()[rule].partition(f"{title}:\n\n```terraform\n")[2].partition("```")[0]
    if text.startswith("type "):
        text = f'variable "example" {{\n{text}}}\n'
    elif text[: text.find(" ") + 2].endswith((" =", "  ")):
        text = f"locals {{\n{text}}}\n"
    if text.startswith("run "):
        return {"tests/example.tftest.hcl": text}
    return {"example.tf": text}


def has_example(title: str) -> list[str]:
    return [rule for rule in BY_ID if f"{title}:\n" in sections()[rule] and rule != SYNTAX.id]


@pytest.mark.parametrize("rule", has_example("Incorrect"))
def test_an_example_that_breaks_the_rule(rule: str) -> None:
    changes = example(rule, "Incorrect")
    if rule == "terraform-required-version":
        changes["versions.tf"] = None
    assert rule in {each.rule for each in findings(changes)}


@pytest.mark.parametrize("rule", has_example("Correct"))
def test_an_example_that_does_not(rule: str) -> None:
    there = ("infra/queue",)
    changes = example(rule, "Correct")
    if rule == "terraform-untested-validation":
        changes = {**example(rule, "Incorrect"), **changes, "variables.tf": "", "main.tf": ""}
    found = findings({**changes, "policies/read.json": ""}, module_directories=there)
    assert rule not in {each.rule for each in found}


def test_the_example_of_what_does_not_parse() -> None:
    (text,) = example(SYNTAX.id, "Incorrect").values()
    assert text is not None
    with pytest.raises(HclSyntaxError):
        parse(text, "main.tf")


def test_every_rule_that_tflint_has_as_well_is_listed_beside_it() -> None:
    assert TFLINT_RULES.keys() <= BY_ID.keys()
    listed = Path(DOCUMENTATION).read_text().partition("| tflint |")[2]
    assert listed
    for rule, names in TFLINT_RULES.items():
        for name in names:
            assert re.search(rf"^\| `{name}` \|[^|]*\| `{rule}` \|", listed, re.MULTILINE), name


def test_every_type_that_is_created_before_it_is_destroyed_is_listed() -> None:
    listed = sections()["terraform-create-before-destroy"].partition("It covers")[2]
    assert set(re.findall(r"`((?:aws|google)_\w+)`", listed)) == set(REPLACED_IN_USE)
