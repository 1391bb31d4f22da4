"""All rules, by their IDs."""

from __future__ import annotations

from pants.util.docutil import bin_name

from terrapants.findings.finding import FindingRule, Severity
from terrapants.findings.suggestion import closest_name
from terrapants.validation.module_rules import (
    declarations,
    deprecated,
    duplicates,
    module_tests,
    naming,
    replacement,
    secrets,
    sources,
    structure,
    unused,
    versions,
)
from terrapants.validation.module_rules.module_rule import ModuleRule, finding_rule

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
    *replacement.RULES,
    *module_tests.RULES,
)

SYNTAX = FindingRule(
    "terraform-syntax", "A file that does not parse can neither be checked nor applied."
)
FILE_SIZE = finding_rule(
    "terraform-file-size",
    Severity.WARNING,
    "Reading a file of several megabytes takes too long.",
)
NO_CONFIGURATION = finding_rule(
    "terraform-no-configuration", Severity.ERROR, "A target without files has nothing to check."
)
SETTING = FindingRule("terraform-rule-setting", "An unknown rule ID or level has no effect.")
UNUSED_SUPPRESSION = finding_rule(
    "terraform-unused-suppression",
    Severity.WARNING,
    "A suppression that is not needed may hide a later finding.",
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
# Switching these off would hide mistakes.
_FIXED = frozenset({SYNTAX.id, SETTING.id})


def id_problem(id: str) -> str:  # noqa: A002
    """Why a rule with this ID cannot be switched off, or "" if it can."""
    if id in _FIXED:
        return f'the rule "{id}" cannot be switched off'
    if id in BY_ID:
        return ""
    near = closest_name(id, BY_ID)
    hint = (
        f'did you mean "{near}"?'
        if near
        else f"`{bin_name()} help terraform-rules` lists all rules"
    )
    return f'unknown rule ID "{id}": {hint}'
