"""The levels of the module rules that have no problem, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.findings.rule_levels import level_problem
from terrapants.validation.module_rules.catalogue import id_problem


def usable(levels: Mapping[str, str]) -> dict[str, str]:
    """The levels that have no problem."""
    return {rule: level for rule, level in levels.items() if not setting_problem(rule, level)}


def setting_problem(rule: str, level: str) -> str:
    """What is wrong with a setting, or "" if nothing is."""
    return id_problem(rule) or level_problem(rule, level)
