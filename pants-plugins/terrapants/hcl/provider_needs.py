"""Which providers a module needs, and which of their configurations.

Terraform's documentation: "Provider Requirements", and "Providers Within Modules".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from terrapants.hcl.module_interface import ModuleInterface

_REGISTRY = "registry.terraform.io"
_BUILT_IN = "terraform.io/builtin/terraform"


@dataclass(frozen=True)
class ProviderConfiguration:
    """A configuration of a provider.

    :param provider: a source address, as in `registry.terraform.io/hashicorp/aws`.
    :param alias: None for the default configuration.
    """

    provider: str
    alias: Optional[str] = None


@dataclass(frozen=True)
class ProviderNeeds:
    """What one module needs, apart from the modules that it calls.

    The built-in provider of `terraform_data` is left out: it is neither installed nor mocked.

    :param names: the source address of each local name.
    :param constraints: source addresses with the version constraints that the module has for them,
        without one where it has none.
    :param configurations: those that resources use by default, and all that have an alias.
    :param configures: whether it has `provider` blocks.
    """

    names: tuple[tuple[str, str], ...] = ()
    constraints: tuple[tuple[str, tuple[str, ...]], ...] = ()
    configurations: tuple[ProviderConfiguration, ...] = ()
    configures: bool = False

    def configuration(self, reference: str) -> ProviderConfiguration:
        """What a reference such as `aws` or `aws.replica` means in this module."""
        name, _, alias = reference.partition(".")
        return ProviderConfiguration(
            dict(self.names).get(name) or source_address(None, name), alias or None
        )


def provider_needs(interface: ModuleInterface) -> ProviderNeeds:
    """What a module needs, as it says in its files."""
    names: dict[str, str] = {}
    constraints: dict[str, list[str]] = {}
    for required in interface.required_providers:
        address = source_address(required.source, required.name)
        if required.source or required.name not in names:
            names[required.name] = address
        constraints.setdefault(address, []).extend(filter(None, [required.version]))
    for use in interface.provider_uses:
        names.setdefault(use.name, source_address(None, use.name))
        constraints.setdefault(names[use.name], [])
    for block in interface.providers:
        constraints[names[block.name]].extend(filter(None, [block.version]))
    declared = [
        *(f"{block.name}.{block.alias}" for block in interface.providers if block.alias),
        *(alias for each in interface.required_providers for alias in each.aliases),
    ]
    used = [
        *(each.provider or each.type.partition("_")[0] for each in interface.resources),
        *(each.type.partition("_")[0] for each in interface.data_sources),
    ]
    constraints.pop(_BUILT_IN, None)
    needs = ProviderNeeds(
        tuple(sorted(names.items())),
        tuple((address, tuple(found)) for address, found in sorted(constraints.items())),
    )
    configurations = dict.fromkeys(map(needs.configuration, (*declared, *used)))
    return ProviderNeeds(
        needs.names,
        needs.constraints,
        tuple(each for each in configurations if each.provider != _BUILT_IN),
        bool(interface.providers),
    )


def source_address(source: str | None, name: str = "") -> str:
    """The full address of a provider.

    :param source: as in `required_providers`, None where there is none.
    :param name: its local name, which counts only where there is no source.
    """
    if source is None:
        return _BUILT_IN if name == "terraform" else f"{_REGISTRY}/hashicorp/{name}".lower()
    parts = source.lower().split("/")
    return "/".join((*(_REGISTRY, "hashicorp")[: max(0, 3 - len(parts))], *parts))


def covers(mocked: frozenset[ProviderConfiguration], called: Iterable[ProviderNeeds]) -> bool:
    """Whether modules that are called have Terraform configure none but mocked providers.

    Without being passed it, they get the caller's default configuration. Those with an alias are
    passed, so they are among the caller's own.
    """
    every = tuple(called)
    inherited = {each for needs in every for each in needs.configurations if each.alias is None}
    return mocked >= inherited and not any(needs.configures for needs in every)


def merged_constraints(
    needs: Iterable[ProviderNeeds],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The constraints of several modules together, each once."""
    found: dict[str, set[str]] = {}
    for each in needs:
        for address, constraints in each.constraints:
            found.setdefault(address, set()).update(constraints)
    return tuple((address, tuple(sorted(every))) for address, every in sorted(found.items()))
