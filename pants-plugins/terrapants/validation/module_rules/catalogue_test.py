from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.validation.module_rules.cases_for_tests import CASES
from terrapants.validation.module_rules.catalogue import (
    ALL_RULES,
    BY_ID,
    MODULE_RULES,
    SYNTAX,
    id_problem,
)
from terrapants.validation.module_rules.module_rule import DOCUMENTATION
from terrapants.validation.module_rules.modules_for_tests import findings, shown


def test_the_good_module_breaks_no_rule() -> None:
    assert shown({}) == ""


def test_every_rule_has_a_case() -> None:
    assert [rule.id for rule in MODULE_RULES] == list(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_what_a_user_reads_of_a_broken_rule(rule: str) -> None:
    assert shown(CASES[rule].bad, rule) == CASES[rule].text


@pytest.mark.parametrize("rule", CASES)
def test_what_does_not_break_it(rule: str) -> None:
    assert shown(CASES[rule].good, rule) == ""


def test_ids_are_one_scheme_and_unique() -> None:
    assert len(BY_ID) == len(ALL_RULES)
    for rule in ALL_RULES:
        assert rule.id.startswith("terraform-")
        assert rule.id == rule.id.lower().replace("_", "-")
        assert rule.page == f"docs/rules.md#{rule.id}"
        assert "\n" not in rule.reason
        assert rule.reason.endswith(".")


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


@pytest.mark.parametrize("rule", has_example("Breaks it"))
def test_an_example_that_breaks_the_rule(rule: str) -> None:
    changes = example(rule, "Breaks it")
    if rule == "terraform-required-version":
        changes["versions.tf"] = None
    assert rule in {each.rule for each in findings(changes)}


@pytest.mark.parametrize("rule", has_example("Does not"))
def test_an_example_that_does_not(rule: str) -> None:
    there = ("infra/queue",)
    changes = example(rule, "Does not")
    if rule == "terraform-untested-validation":
        changes = {**example(rule, "Breaks it"), **changes, "variables.tf": "", "main.tf": ""}
    found = findings(changes, module_directories=there)
    assert rule not in {each.rule for each in found}


def test_the_example_of_what_does_not_parse() -> None:
    (text,) = example(SYNTAX.id, "Breaks it").values()
    assert text is not None
    with pytest.raises(HclSyntaxError):
        parse(text, "main.tf")


def test_an_id_that_does_not_exist() -> None:
    assert id_problem("terraform-nameing") == (
        'there is no rule "terraform-nameing": did you mean "terraform-naming"?'
    )
    assert id_problem("x") == 'there is no rule "x": docs/rules.md has all rules'
    assert id_problem("terraform-naming") == ""


def test_what_cannot_be_switched_off() -> None:
    assert id_problem("terraform-syntax") == 'the rule "terraform-syntax" cannot be switched off'
    assert id_problem("terraform-rule-setting") == (
        'the rule "terraform-rule-setting" cannot be switched off'
    )
