"""Declarations and object keys that occur more than once."""

from __future__ import annotations

from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.position import Position
from terrapants.hcl.style import StyleKind
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark


def _duplicate_declarations(module: LintedModule) -> Iterator[Remark]:
    first: dict[str, Position] = {}
    for what, position in _declarations(module):
        if what in first:
            yield Remark(position, f"{what} is already declared at {first[what]}")
        else:
            first[what] = position


def _declarations(module: LintedModule) -> Iterator[tuple[str, Position]]:
    declared = module.declared
    for variable in declared.variables:
        yield f'variable "{variable.name}"', variable.position
    for local in declared.locals:
        yield f'local value "{local.name}"', local.position
    for output in declared.outputs:
        yield f'output "{output.name}"', output.position
    for resource in declared.resources:
        yield str(resource), resource.position
    for call in declared.module_calls:
        yield f'module "{call.name}"', call.position
    for provider in declared.providers:
        alias = f' with the alias "{provider.alias}"' if provider.alias else ""
        yield f'provider "{provider.name}"{alias}', provider.position
    for required in declared.required_providers:
        yield f'required provider "{required.name}"', required.position
    for check in declared.checks:
        yield f'check "{check.name}"', check.position


def _duplicate_keys(module: LintedModule) -> Iterator[Remark]:
    for issue in module.interface.style_issues:
        if issue.kind is StyleKind.DUPLICATE_KEY:
            yield Remark(
                issue.position,
                f'the object already has the key "{issue.name}", on line {issue.first_line}: only '
                "the last value counts",
            )


RULES = (
    ModuleRule(
        "terraform-duplicate-declaration",
        Severity.ERROR,
        "Terraform rejects a module that declares anything twice.",
        _duplicate_declarations,
    ),
    ModuleRule(
        "terraform-duplicate-key",
        Severity.ERROR,
        "Terraform silently drops all but the last value of a key.",
        _duplicate_keys,
    ),
)
