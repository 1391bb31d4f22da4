from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.validation.module_rules.cases_for_tests import CASES
from terrapants.validation.module_rules.catalogue import (
    ALL_RULES,
    BY_ID,
    MODULE_RULES,
    id_problem,
)
from terrapants.validation.module_rules.module_rule import DOCUMENTATION
from terrapants.validation.module_rules.modules_for_tests import shown


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


def test_every_rule_has_a_section_with_its_severity_and_reason() -> None:
    page = Path(DOCUMENTATION).read_text()
    sections = {
        title.strip(): body
        for title, _, body in (part.partition("\n") for part in page.split("\n### ")[1:])
    }
    assert sorted(sections) == sorted(BY_ID)
    for rule in ALL_RULES:
        assert sections[rule.id].strip().startswith(f"*{rule.severity.value}.* {rule.reason}")


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
