"""Declarations that nothing uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.body import Block
from terrapants.hcl.declarations import Variable
from terrapants.validation.module_rules.linted_module import LintedModule, is_json
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark
from terrapants.validation.module_rules.references import count_references, referred


def _unused_declarations(module: LintedModule) -> Iterator[Remark]:
    used = count_references((*module.documents, *(each.document for each in module.tests)))
    for variable in module.declared.variables:
        address = f"var.{variable.name}"
        if used[address] <= _own_references(variable)[address]:
            yield Remark(variable.position, f'variable "{variable.name}" is never used')
    for local in module.declared.locals:
        if not used[f"local.{local.name}"]:
            yield Remark(local.position, f'local value "{local.name}" is never used')
    for data in _data_sources(module):
        if not used[f"data.{data.labels[0]}.{data.labels[1]}"] and not _asserts(data):
            yield Remark(
                data.position, f'data source "{data.labels[0]}.{data.labels[1]}" is never used'
            )
    for provider in module.declared.providers:
        if provider.alias and not used[f"{provider.name}.{provider.alias}"]:
            yield Remark(
                provider.position,
                f'provider configuration "{provider.name}.{provider.alias}" is never used',
            )


def _own_references(variable: Variable) -> Counter[str]:
    """What its validations refer to. A variable that only checks itself is unused."""
    in_json = is_json(variable.position.path)
    return Counter(
        address
        for validation in variable.validations
        for expression in (validation.condition, validation.error_message)
        for address in referred(expression, in_json)
    )


def _data_sources(module: LintedModule) -> Iterator[Block]:
    for document in module.documents:
        for body in (document.body, *(each.body for each in document.body.blocks("check", 1))):
            yield from body.blocks("data", 2)


def _asserts(data: Block) -> bool:
    """Whether a data source is read for what it checks."""
    return any(
        lifecycle.body.blocks(condition)
        for lifecycle in data.body.blocks("lifecycle")
        for condition in ("precondition", "postcondition")
    )


RULES = (
    ModuleRule(
        "terraform-unused-declaration",
        Severity.ERROR,
        "Unused declarations mislead callers and readers; a data source also costs a request.",
        _unused_declarations,
    ),
)
