"""All rules, and what is known of each by its id."""

from __future__ import annotations

from terrapants.findings.finding import FindingRule, Severity
from terrapants.findings.suggestion import closest_name
from terrapants.validation.module_rules import (
    declarations,
    deprecated,
    duplicates,
    module_tests,
    naming,
    secrets,
    sources,
    structure,
    unused,
    versions,
)
from terrapants.validation.module_rules.module_rule import DOCUMENTATION, ModuleRule, finding_rule

MODULE_RULES: tuple[ModuleRule, ...] = (
    *structure.RULES,
    *declarations.RULES,
    *versions.RULES,
    *unused.RULES,
    *secrets.RULES,
    *naming.RULES,
    *duplicates.RULES,
    *sources.RULES,
    *deprecated.RULES,
    *module_tests.RULES,
)

SYNTAX = finding_rule(
    "terraform-syntax", Severity.ERROR, "What cannot be read cannot be checked, nor applied."
)
FILE_SIZE = finding_rule(
    "terraform-file-size",
    Severity.WARNING,
    "Reading a file of megabytes takes longer than it helps.",
)
NO_CONFIGURATION = finding_rule(
    "terraform-no-configuration", Severity.ERROR, "A target without files checks nothing."
)
SETTING = finding_rule(
    "terraform-rule-setting", Severity.ERROR, "A rule that is named wrongly is not switched off."
)
UNUSED_SUPPRESSION = finding_rule(
    "terraform-unused-suppression",
    Severity.WARNING,
    "A suppression that suppresses nothing will hide the next finding.",
)

ALL_RULES: tuple[FindingRule, ...] = (
    *(each.finding_rule for each in MODULE_RULES),
    SYNTAX,
    FILE_SIZE,
    NO_CONFIGURATION,
    SETTING,
    UNUSED_SUPPRESSION,
)
# What they say depends on which tests load a module.
RULES_ABOUT_TESTS = frozenset(rule.id for rule in (*unused.RULES, *module_tests.RULES))
BY_ID = {each.id: each for each in ALL_RULES}
# Without these a mistake would go unseen.
_FIXED = frozenset({SYNTAX.id, SETTING.id})


def id_problem(id: str) -> str:  # noqa: A002
    """Why a rule of this id cannot be switched off, in a sentence; "" where it can."""
    if id in _FIXED:
        return f'the rule "{id}" cannot be switched off'
    if id in BY_ID:
        return ""
    near = closest_name(id, BY_ID)
    hint = f'did you mean "{near}"?' if near else f"{DOCUMENTATION} has all rules"
    return f'there is no rule "{id}": {hint}'
