"""The provider requirements of a module's files, merged as terraform-config-inspect does."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from terrapants.hcl.module_interface import ModuleInterface, Resource
from terrapants.hcl.paths import is_override


@dataclass
class ProviderRequirement:
    """What a module requires of a provider; `source` is "" where no file states it."""

    source: str = ""
    constraints: tuple[str, ...] = ()


def provider_requirements(interface: ModuleInterface) -> dict[str, ProviderRequirement]:
    """The requirements by the provider's local name, constraints in the order of the source."""
    stated = [
        (each.position, each.name, each.source, each.version)
        for each in interface.required_providers
    ]
    # Until Terraform 0.13 the constraint was in the `provider` block itself.
    stated += [(each.position, each.name, None, each.version) for each in interface.providers]
    requirements: dict[str, ProviderRequirement] = {}
    for _, name, source, version in sorted(
        stated, key=lambda each: (is_override(each[0].path), each[0])
    ):
        found = requirements.setdefault(name, ProviderRequirement())
        found.source = nfc(source or "") or found.source
        if version is not None:
            found.constraints += (nfc(version),)
    return requirements


def provider_of(resource: Resource) -> tuple[str, str]:
    """The local name of a resource's provider, and the alias or ""."""
    if resource.provider:
        name, _, rest = resource.provider.partition(".")
        return name, rest.partition(".")[0].partition("[")[0]
    return resource.type.partition("_")[0], ""


def pinned_version(constraints: Sequence[str]) -> str:
    """The version that the last constraint pins, else "latest"."""
    words = constraints[-1].split(" ") if constraints else []
    if len(words) == 1 and words[0][:1] == "=":
        return words[0][1:]
    if len(words) == 1 and words[0][:1].isdigit():
        return words[0]
    if len(words) == 2 and words[0] == "=":
        return words[1]
    return "latest"


def nfc(text: str) -> str:
    """The text in Unicode's normal form C, as Terraform has strings."""
    return unicodedata.normalize("NFC", text)
