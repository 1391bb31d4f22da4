"""Which versions of Terraform and of providers a module works with."""

from __future__ import annotations

from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.position import Position
from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

# Part of Terraform itself: `terraform_data`, `terraform_remote_state`, `provider::terraform::…`.
_BUILT_IN = "terraform"
_BUILT_IN_SOURCE = "terraform.io/builtin/terraform"


def _required_version(module: LintedModule) -> Iterator[Remark]:
    if not module.interface.required_versions:
        yield Remark(
            (*module.interface.terraform_blocks, module.whole)[0],
            "the module has no required_version, the versions of Terraform that it works with",
        )


def _required_providers(module: LintedModule) -> Iterator[Remark]:
    required = module.interface.required_providers
    names = {provider.name for provider in required}
    for name, position in _used_providers(module).items():
        if name not in names and name != _BUILT_IN:
            yield Remark(
                position,
                f'provider "{name}" is used here, but required_providers has no source and version '
                "for it",
            )
    for provider in module.declared.required_providers:
        others = [each for each in required if each.name == provider.name]
        if any(each.source == _BUILT_IN_SOURCE for each in others):
            # It has the version of Terraform.
            continue
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
    for block in module.interface.providers:
        if block.version is not None:
            yield Remark(
                block.position,
                f'the version of provider "{block.name}" is in its provider block: write it in '
                "required_providers",
            )


def _unused_providers(module: LintedModule) -> Iterator[Remark]:
    if module.kind is ModuleKind.ROOT and module.interface.module_calls:
        # The entry may pin the provider for the modules below. Those that are called require what
        # they use themselves.
        return
    aliased = {each.name for each in module.interface.required_providers if each.aliases}
    used = {*_used_providers(module), *aliased}
    for provider in module.declared.required_providers:
        if provider.name not in used:
            yield Remark(
                provider.position, f'provider "{provider.name}" is required, but nothing uses it'
            )


def _used_providers(module: LintedModule) -> dict[str, Position]:
    """The local names of the providers that the module uses, and where it does first."""
    used: dict[str, Position] = {}
    for use in module.interface.provider_uses:
        used.setdefault(use.name, use.position)
    return used


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
