"""From a module to findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from terrapants.findings.finding import (
    Finding,
    FindingRule,
    in_order,
    with_source_line,
)
from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import HclSyntaxError, finding_of_syntax_error
from terrapants.validation.module_rules.catalogue import (
    MODULE_RULES,
    SETTING,
    SYNTAX,
    UNUSED_SUPPRESSION,
)
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.settings import RuleSettings
from terrapants.validation.module_rules.suppressions import suppressions


def lint(
    module: LintedModule, texts: Mapping[str, str], settings: RuleSettings
) -> tuple[Finding, ...]:
    """What the rules find in a module, except for rules that are switched off.

    :param texts: the content of the module's files, by path.
    """
    found = [
        new_finding(rule.finding_rule, remark.position, remark.message)
        for rule in MODULE_RULES
        for remark in rule.check(module)
    ]
    return in_order(
        with_source_line(finding, texts.get(finding.path, ""))
        for finding in settings.applied([*_not_suppressed(found, module, texts)])
    )


def syntax_finding(error: HclSyntaxError) -> Finding:
    return finding_of_syntax_error(error, SYNTAX)


def new_finding(rule: FindingRule, position: Position, message: str) -> Finding:
    return Finding(rule.id, rule.severity, message, position.path, position.line, position.column)


def _not_suppressed(
    findings: Iterable[Finding], module: LintedModule, texts: Mapping[str, str]
) -> Iterator[Finding]:
    """The findings that no comment suppresses, and those about the comments themselves."""
    comments = [
        suppression
        for document in (*module.documents, *(each.document for each in module.own_tests()))
        for suppression in suppressions(document, texts[document.path])
    ]
    used = set()
    for finding in findings:
        position = Position(finding.path, finding.line, finding.column)
        covering = [each for each in comments if each.covers(finding.rule, position)]
        used.update(covering)
        if not covering:
            yield finding
    for comment in comments:
        if comment.problem:
            yield new_finding(SETTING, comment.position, comment.problem)
        elif comment not in used:
            unused = new_finding(
                UNUSED_SUPPRESSION,
                comment.position,
                f'nothing below breaks the rule "{comment.rule}": delete this suppression',
            )
            yield unused
