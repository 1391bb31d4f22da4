"""Which versions of Terraform and of providers a module works with."""

from __future__ import annotations

from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.expressions import (
    Call,
    Expression,
    ObjectValue,
    reference_text,
)
from terrapants.hcl.position import Position
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

# Part of Terraform itself: `terraform_data`, `terraform_remote_state`, `provider::terraform::…`.
_BUILT_IN = "terraform"
_MODES = ("resource", "data", "ephemeral")


def _required_version(module: LintedModule) -> Iterator[Remark]:
    if not module.interface.required_versions:
        blocks = [
            block.position
            for document in module.documents
            for block in document.body.blocks("terraform")
        ]
        yield Remark(
            (blocks or [module.whole])[0],
            "the module has no required_version, the versions of Terraform that it works with",
        )


def _required_providers(module: LintedModule) -> Iterator[Remark]:
    required = module.interface.required_providers
    names = {provider.name for provider in required}
    for name, position in _used_providers(module).items():
        if name not in names:
            yield Remark(
                position,
                f'provider "{name}" is used here, but required_providers has no source and version '
                "for it",
            )
    for provider in module.declared.required_providers:
        others = [each for each in required if each.name == provider.name]
        missing = [
            argument
            for argument in ("source", "version")
            if all(getattr(each, argument) is None for each in others)
        ]
        if missing:
            yield Remark(
                provider.position,
                f'provider "{provider.name}" has no {" and no ".join(missing)}',
            )


def _unused_providers(module: LintedModule) -> Iterator[Remark]:
    if module.interface.module_calls:
        # The entry may pin the provider for the modules below.
        return
    used = {*_used_providers(module), *_configuration_aliases(module)}
    for provider in module.declared.required_providers:
        if provider.name not in used:
            yield Remark(
                provider.position, f'provider "{provider.name}" is required, but nothing uses it'
            )


def _used_providers(module: LintedModule) -> dict[str, Position]:
    """The local names of the providers that the module uses, and where it does first."""
    used: dict[str, Position] = {}
    for document in module.documents:
        bodies = [document.body, *(check.body for check in document.body.blocks("check", 1))]
        for block in (
            block for body in bodies for mode in _MODES for block in body.blocks(mode, 2)
        ):
            provider = reference_text(block.body.attribute("provider"))
            name = provider.partition(".")[0] if provider else block.labels[0].partition("_")[0]
            used.setdefault(name, block.position)
        for block in document.body.blocks("provider", 1):
            used.setdefault(block.labels[0], block.position)
        for block in document.body.blocks("module", 1):
            for name in _passed(block.body.attribute("providers")):
                used.setdefault(name, block.position)
    for expression in module.expressions():
        if isinstance(expression, Call) and expression.name.startswith("provider::"):
            used.setdefault(expression.name.split("::")[1], expression.position)
    used.pop(_BUILT_IN, None)
    return used


def _passed(providers: Expression | None) -> Iterator[str]:
    """The local names of the providers that a module call passes on."""
    if isinstance(providers, ObjectValue):
        for _, value in providers.entries:
            text = reference_text(value)
            if text:
                yield text.partition(".")[0]


def _configuration_aliases(module: LintedModule) -> Iterator[str]:
    """The providers of which the module's callers have to pass a configuration."""
    for document in module.documents:
        for terraform in document.body.blocks("terraform"):
            for block in terraform.body.blocks("required_providers"):
                for attribute in block.body.attributes():
                    if (
                        isinstance(attribute.value, ObjectValue)
                        and attribute.value.get("configuration_aliases") is not None
                    ):
                        yield attribute.name


RULES = (
    ModuleRule(
        "terraform-required-version",
        Severity.ERROR,
        "With it, a Terraform that is too old says so instead of failing in some other way.",
        _required_version,
    ),
    ModuleRule(
        "terraform-required-provider",
        Severity.ERROR,
        "Without a source Terraform guesses the provider; without a version it takes the newest.",
        _required_providers,
    ),
    ModuleRule(
        "terraform-unused-provider",
        Severity.WARNING,
        "Every caller has to download a required provider, even if nothing uses it.",
        _unused_providers,
    ),
)
