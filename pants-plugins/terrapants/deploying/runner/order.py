"""The order in which deployments are applied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


class DeploymentCycle(Exception):
    """Deployments that are each to be applied after the other."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.addresses = tuple(addresses)
        super().__init__(" -> ".join(self.addresses))


def in_order(after: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The keys, each behind those that it is to be applied after, and otherwise in their own order.

    :param after: for each deployment, those before it; what is not a key is left out.
    :raises DeploymentCycle: naming the deployments of a cycle.
    """
    done: dict[str, None] = {}
    path: dict[str, None] = {}

    def visit(address: str) -> None:
        if address in done:
            return
        if address in path:
            names = list(path)
            raise DeploymentCycle((*names[names.index(address) :], address))
        path[address] = None
        for each in sorted(after[address]):
            if each in after:
                visit(each)
        del path[address]
        done[address] = None

    for address in sorted(after):
        visit(address)
    return tuple(done)
