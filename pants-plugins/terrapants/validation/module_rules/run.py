"""From a module to findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from terrapants.findings.finding import (
    Finding,
    FindingRule,
    in_order,
)
from terrapants.findings.rule_levels import RuleSettings
from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import HclSyntaxError, finding_of_syntax_error
from terrapants.validation.module_rules.catalogue import (
    MODULE_RULES,
    SETTING,
    SYNTAX,
    UNUSED_SUPPRESSION,
    id_problem,
)
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.tflint import ALL, TFLINT_RULES


def lint(module: LintedModule, settings: RuleSettings) -> tuple[Finding, ...]:
    """What the rules find in a module, without what is switched off, and without source lines."""
    found = [
        new_finding(rule.finding_rule, remark.position, remark.message)
        for rule in MODULE_RULES
        for remark in rule.check(module)
    ]
    return in_order(settings.applied(_not_suppressed(found, module)))


def syntax_finding(error: HclSyntaxError) -> Finding:
    return finding_of_syntax_error(error, SYNTAX)


def new_finding(rule: FindingRule, position: Position, message: str) -> Finding:
    return Finding(rule.id, rule.severity, message, position.path, position.line, position.column)


def _not_suppressed(findings: Iterable[Finding], module: LintedModule) -> Iterator[Finding]:
    """The findings that no comment suppresses, and those about the comments themselves."""
    facts = [file.facts for file in module.files] + [test.facts for test in module.own_tests()]
    every = [suppression for each in facts for suppression in each.suppressions]
    comments = [each for each in every if not each.of_tflint]
    of_tflint = [each for each in every if each.of_tflint]
    used = set()
    for finding in findings:
        position = Position(finding.path, finding.line, finding.column)
        covering = [each for each in comments if each.covers(finding.rule, position)]
        used.update(covering)
        # Those of tflint may be for a rule that is not ours: none of them is ever reported.
        names = (ALL, *TFLINT_RULES.get(finding.rule, ()))
        if not covering and not any(
            each.covers(name, position) for each in of_tflint for name in names
        ):
            yield finding
    for comment in comments:
        problem = comment.problem or id_problem(comment.rule)
        if problem:
            yield new_finding(SETTING, comment.position, problem)
        elif comment not in used:
            unused = new_finding(
                UNUSED_SUPPRESSION,
                comment.position,
                f'nothing below breaks the rule "{comment.rule}": delete this suppression',
            )
            yield unused
