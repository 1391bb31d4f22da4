"""Syntax that Terraform still accepts but no longer recommends."""

from __future__ import annotations

from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.expressions import Call, Operation, TupleValue
from terrapants.hcl.legacy_syntax import LegacyKind
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark


def _interpolations(module: LintedModule) -> Iterator[Remark]:
    for document in module.documents:
        for found in document.legacy_syntax:
            if found.kind is LegacyKind.INTERPOLATION:
                yield Remark(
                    found.position,
                    'the string is only an interpolation: write the expression without "${ }"',
                )
            elif found.kind is LegacyKind.KEY_INTERPOLATION:
                yield Remark(
                    found.position,
                    "the key is only an interpolation: write the expression in parentheses",
                )


def _indexes(module: LintedModule) -> Iterator[Remark]:
    for document in module.documents:
        for found in document.legacy_syntax:
            if found.kind is LegacyKind.INDEX:
                yield Remark(found.position, "write the index in brackets: list[0]")
            elif found.kind is LegacyKind.SPLAT:
                yield Remark(found.position, "write the splat in brackets: list[*].id")


def _lookups(module: LintedModule) -> Iterator[Remark]:
    for expression in module.expressions():
        if (
            isinstance(expression, Call)
            and expression.name == "lookup"
            and len(expression.arguments) == 2
        ):
            yield Remark(
                expression.position,
                "lookup() without a default is like an index: write map[key], or add a default",
            )


def _empty_lists(module: LintedModule) -> Iterator[Remark]:
    for expression in module.expressions():
        if (
            isinstance(expression, Operation)
            and expression.operator in ("==", "!=")
            and any(
                isinstance(operand, TupleValue) and not operand.items
                for operand in expression.operands
            )
        ):
            yield Remark(
                expression.position,
                "a list never equals [], which is an empty tuple: compare its length() with 0",
            )


def _comments(module: LintedModule) -> Iterator[Remark]:
    for document in module.documents:
        for comment in document.comments:
            if comment.text.startswith("//"):
                yield Remark(comment.position, "the comment begins with //: write # instead")


RULES = (
    ModuleRule(
        "terraform-deprecated-interpolation",
        Severity.WARNING,
        "It has not been needed since Terraform 0.12; `./pants fmt` rewrites most of it.",
        _interpolations,
    ),
    ModuleRule(
        "terraform-deprecated-index",
        Severity.WARNING,
        "It has not been needed since Terraform 0.12, and is no longer documented.",
        _indexes,
    ),
    ModuleRule(
        "terraform-deprecated-lookup",
        Severity.WARNING,
        "Without a default, lookup() does the same as an index.",
        _lookups,
    ),
    ModuleRule(
        "terraform-empty-list-equality",
        Severity.ERROR,
        "A comparison with [] has the same result for every list.",
        _empty_lists,
    ),
    ModuleRule(
        "terraform-comment-syntax",
        Severity.WARNING,
        "Terraform's style guide asks for comments that begin with #.",
        _comments,
    ),
)
