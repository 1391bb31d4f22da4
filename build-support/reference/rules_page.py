"""The page of the rules whose findings `lint` and `check` report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown import code, prose, table
from suite import declared_rules
from terrapants.findings.finding import FindingRule
from terrapants.readme.findings import INDEX_TOOL, README_TOOL
from terrapants.security.findings import OWN_RULES
from terrapants.validation.module_rules.catalogue import ALL_RULES

INTRODUCTION = """\
The ID of a rule is at the end of each of its findings, in brackets. Errors fail the goal, warnings
do not.
"""


@dataclass(frozen=True)
class Group:
    """:param page: where each rule has a section, or ""."""

    title: str
    about: str
    rules: tuple[FindingRule, ...]
    page: str = ""


_GROUPS = (
    Group(
        "Modules",
        "What `lint` requires of Terraform modules. [Rules](../writing/rules.md) has examples of "
        "each, and says how to switch one off.",
        ALL_RULES,
        "../writing/rules.md",
    ),
    Group(
        "READMEs",
        "What `lint` and `check` require of the READMEs of modules. "
        "[READMEs](../writing/readmes.md#rules) says more.",
        README_TOOL.rules,
    ),
    Group(
        "The index of modules",
        "What they require of [the index](../writing/readmes.md#the-index).",
        INDEX_TOOL.rules,
    ),
    Group(
        "The security scan",
        "What is said about the scan itself. The checks are checkov's own, with IDs such as "
        "`CKV_AWS_18`: see [security scan](../using/security.md).",
        OWN_RULES,
    ),
)


def page() -> str:
    return "\n\n".join(("# Rule IDs", INTRODUCTION.strip(), *map(_group, groups())))


def groups() -> Iterator[Group]:
    yield from _GROUPS
    grouped = {rule.id for group in _GROUPS for rule in group.rules}
    rest = {rule for rule in declared_rules().values() if rule.id not in grouped}
    yield Group(
        "Terraform's own verdicts",
        "What `terraform` itself says, as findings.",
        tuple(sorted(rest, key=lambda rule: rule.id)),
    )


def _group(group: Group) -> str:
    return "\n\n".join(
        (
            f"## {group.title}",
            group.about,
            table(
                ("ID", "level", "about"),
                (
                    (_link(rule, group.page), rule.severity.value, prose(rule.reason))
                    for rule in group.rules
                ),
            ),
        )
    )


def _link(rule: FindingRule, page: str) -> str:
    return f"[{code(rule.id)}]({page}#{rule.id})" if page else code(rule.id)
