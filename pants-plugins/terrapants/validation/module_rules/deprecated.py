"""Syntax that Terraform still accepts but no longer recommends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

from pants.util.docutil import bin_name

from terrapants.findings.finding import Severity
from terrapants.hcl.style import StyleKind
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

_MESSAGES = {
    StyleKind.INTERPOLATION: (
        'the string is only an interpolation: write the expression without "${ }"'
    ),
    StyleKind.KEY_INTERPOLATION: (
        "the key is only an interpolation: write the expression in parentheses"
    ),
    StyleKind.INDEX: "write the index in brackets: list[0]",
    StyleKind.SPLAT: "write the splat in brackets: list[*].id",
    StyleKind.LOOKUP_WITHOUT_DEFAULT: (
        "lookup() without a default is like an index: write map[key], or add a default"
    ),
    StyleKind.EMPTY_LIST_COMPARISON: (
        "a list never equals [], which is an empty tuple: compare its length() with 0"
    ),
    StyleKind.SLASH_COMMENT: "the comment begins with //: write # instead",
    StyleKind.BLOCK_COMMENT: (
        "the comment has several lines between /* and */: begin each with # instead"
    ),
}


def _remarks(*kinds: StyleKind) -> Callable[[LintedModule], Iterator[Remark]]:
    def check(module: LintedModule) -> Iterator[Remark]:
        for issue in module.interface.style_issues:
            if issue.kind in kinds:
                yield Remark(issue.position, _MESSAGES[issue.kind])

    return check


RULES = (
    ModuleRule(
        "terraform-deprecated-interpolation",
        Severity.WARNING,
        f"It has not been needed since Terraform 0.12; `{bin_name()} fmt` rewrites most of it.",
        _remarks(StyleKind.INTERPOLATION, StyleKind.KEY_INTERPOLATION),
    ),
    ModuleRule(
        "terraform-deprecated-index",
        Severity.WARNING,
        "It has not been needed since Terraform 0.12, and is no longer documented.",
        _remarks(StyleKind.INDEX, StyleKind.SPLAT),
    ),
    ModuleRule(
        "terraform-deprecated-lookup",
        Severity.WARNING,
        "Without a default, lookup() does the same as an index.",
        _remarks(StyleKind.LOOKUP_WITHOUT_DEFAULT),
    ),
    ModuleRule(
        "terraform-empty-list-equality",
        Severity.ERROR,
        "A comparison with [] has the same result for every list.",
        _remarks(StyleKind.EMPTY_LIST_COMPARISON),
    ),
    ModuleRule(
        "terraform-comment-syntax",
        Severity.WARNING,
        "Terraform's style guide asks for comments that begin with #.",
        _remarks(StyleKind.SLASH_COMMENT, StyleKind.BLOCK_COMMENT),
    ),
)
