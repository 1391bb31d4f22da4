"""Names of declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.position import Position
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _names(module: LintedModule) -> Iterator[Remark]:
    for what, name, position in _named(module):
        if not _SNAKE_CASE.fullmatch(name):
            yield Remark(
                position,
                f'the name of {what} "{name}" is not in snake_case: lower-case letters, digits and '
                "single underscores",
            )


def _named(module: LintedModule) -> Iterator[tuple[str, str, Position]]:
    declared = module.declared
    modes = {"data": "data source", "ephemeral": "ephemeral resource"}
    for variable in declared.variables:
        yield "variable", variable.name, variable.position
    for local in declared.locals:
        yield "local value", local.name, local.position
    for output in declared.outputs:
        yield "output", output.name, output.position
    for resource in declared.resources:
        yield modes.get(resource.mode, "resource"), resource.name, resource.position
    for call in declared.module_calls:
        yield "module", call.name, call.position
    for check in module.interface.checks:
        yield "check", check.name, check.position


RULES = (
    ModuleRule(
        "terraform-naming",
        Severity.WARNING,
        "With snake_case, names are alike in all modules, and like those that providers use.",
        _names,
    ),
)
