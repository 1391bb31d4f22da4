"""Declarations that nothing uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark


def _unused_declarations(module: LintedModule) -> Iterator[Remark]:
    used = Counter(module.interface.references)
    for test in module.tests:
        if test.facts.tests is not None:
            used.update(test.facts.tests.references)
    for variable in module.declared.variables:
        address = f"var.{variable.name}"
        # That a variable checks itself is no use of it.
        if used[address] <= variable.own_references.count(address):
            yield Remark(variable.position, f'variable "{variable.name}" is never used')
    for local in module.declared.locals:
        if not used[f"local.{local.name}"]:
            yield Remark(local.position, f'local value "{local.name}" is never used')
    for data in module.interface.data_sources:
        if not used[f"data.{data.type}.{data.name}"] and not data.asserts:
            yield Remark(data.position, f'data source "{data.type}.{data.name}" is never used')
    for provider in module.declared.providers:
        if provider.alias and not used[f"{provider.name}.{provider.alias}"]:
            yield Remark(
                provider.position,
                f'provider configuration "{provider.name}.{provider.alias}" is never used',
            )


RULES = (
    ModuleRule(
        "terraform-unused-declaration",
        Severity.ERROR,
        "Unused declarations mislead callers and readers; a data source also costs a request.",
        _unused_declarations,
    ),
)
