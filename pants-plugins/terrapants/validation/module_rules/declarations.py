"""How variables and outputs are declared."""

from __future__ import annotations

from collections.abc import Iterator

from pants.util.docutil import bin_name

from terrapants.findings.finding import Severity
from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.linted_module import LintedModule, is_json
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark


def _variable_types(module: LintedModule) -> Iterator[Remark]:
    for variable in module.declared.variables:
        if variable.type is None:
            yield Remark(variable.position, f'variable "{variable.name}" has no type')


def _legacy_types(module: LintedModule) -> Iterator[Remark]:
    for variable in module.interface.variables:
        if variable.type is None or is_json(variable.position.path):
            continue
        if variable.type.is_quoted:
            quoted = variable.type.text
            current = {"list": "list(string)", "map": "map(string)"}.get(quoted, quoted)
            yield Remark(
                variable.type.position,
                f'the type of variable "{variable.name}" is in quotation marks: write {current}',
            )


def _variable_descriptions(module: LintedModule) -> Iterator[Remark]:
    if module.kind is not ModuleKind.TEST:
        for variable in module.declared.variables:
            if _is_blank(variable.description):
                yield Remark(variable.position, f'variable "{variable.name}" has no description')


def _output_descriptions(module: LintedModule) -> Iterator[Remark]:
    if module.kind is not ModuleKind.TEST:
        for output in module.declared.outputs:
            if _is_blank(output.description):
                yield Remark(output.position, f'output "{output.name}" has no description')


def _is_blank(text: str | None) -> bool:
    return text is None or not text.strip()


RULES = (
    ModuleRule(
        "terraform-variable-type",
        Severity.ERROR,
        "With a type, Terraform rejects a wrong value where it is passed in, not where it is used.",
        _variable_types,
    ),
    ModuleRule(
        "terraform-legacy-type",
        Severity.WARNING,
        f"Types in quotation marks are Terraform 0.11 syntax; `{bin_name()} fmt` rewrites them.",
        _legacy_types,
    ),
    ModuleRule(
        "terraform-variable-description",
        Severity.ERROR,
        "Callers read it, and it is part of the generated documentation.",
        _variable_descriptions,
    ),
    ModuleRule(
        "terraform-output-description",
        Severity.ERROR,
        "Callers read it, and it is part of the generated documentation.",
        _output_descriptions,
    ),
)
