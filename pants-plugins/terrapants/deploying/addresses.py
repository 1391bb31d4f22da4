"""Addresses of resources, and places in the repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class SourcePosition:
    """A place in a file of the repository.

    :param path: relative to the build root.
    :param line: 1-based.
    :param is_declaration: the resource is declared here. Otherwise this is the call of the module
        that it is in, or was in: a module that is not in the repository, or a resource that is no
        longer in the code.
    """

    path: str
    line: int
    is_declaration: bool = True


def address_parts(address: str) -> Iterator[str]:
    """The address in pieces: keys with their brackets, and what is between them. Keys may hold
    dots, brackets and escaped quotation marks."""
    start = 0
    position = 0
    while position < len(address):
        if address[position] != "[":
            position += 1
            continue
        if position > start:
            yield address[start:position]
        start = position
        position += 1
        if address[position : position + 1] == '"':
            position += 1
            while position < len(address) and address[position] != '"':
                position += 2 if address[position] == "\\" else 1
            position += 1
        while position < len(address) and address[position] != "]":
            position += 1
        position += 1
        yield address[start:position]
        start = position
    if start < len(address):
        yield address[start:]


def without_keys(address: str) -> str:
    """The address of the `resource` block of an instance."""
    return "".join(part for part in address_parts(address) if not part.startswith("["))


def names_in(address: str) -> list[str]:
    """The names in an address, without keys."""
    return without_keys(address).split(".")


def is_managed(address: str) -> bool:
    """Whether the address is one of a `resource` block, and not of a `data` or `ephemeral` one."""
    names = names_in(address)
    while len(names) > 2 and names[0] == "module":
        names = names[2:]
    return names[0] not in ("data", "ephemeral")
