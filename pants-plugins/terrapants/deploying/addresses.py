"""Addresses of resources, as Terraform writes them."""

from __future__ import annotations

from terrapants.deploying.hidden_values import address_parts


def names_in(address: str) -> list[str]:
    """The names in an address, without keys."""
    return without_keys(address).split(".")


def without_keys(address: str) -> str:
    """The address of the `resource` block of an instance."""
    return "".join(part for part in address_parts(address) if not part.startswith("["))


def is_managed(address: str) -> bool:
    """Whether the address is one of a `resource` block, and not of a `data` or `ephemeral` one."""
    names = names_in(address)
    while len(names) > 2 and names[0] == "module":
        names = names[2:]
    return names[0] not in ("data", "ephemeral")
