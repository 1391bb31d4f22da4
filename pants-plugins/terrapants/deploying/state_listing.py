"""What is in a deployment's state, and how that fits the code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from terrapants.deploying.addresses import address_parts, is_managed, without_keys
from terrapants.deploying.hidden_values import HiddenValues, hidden_values_of, resources_below
from terrapants.deploying.source_positions import SourcePositions

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class StateResource:
    """An object in the state.

    :param module: the address of its module; empty for the root module.
    :param id: its `id`, as text; empty where it has none, or where that is secret.
    :param path: where it is declared, or else the nearest call of a module; may be empty.
    :param is_in_code: it is declared. Also True where its module is not in the repository, so that
        nobody can tell.
    :param deposed: the key of a deposed object, which a replacement left behind; else empty.
    """

    address: str
    module: str
    mode: str
    type: str
    name: str
    provider: str
    id: str = ""
    path: str = ""
    line: int = 0
    is_in_code: bool = True
    is_tainted: bool = False
    deposed: str = ""


@dataclass(frozen=True)
class DeclaredResource:
    """A `resource` block of which the state has no object.

    :param address: without keys: how many objects there will be is not known.
    """

    address: str
    path: str
    line: int


@dataclass(frozen=True)
class StateListing:
    """A state, by address.

    :param outputs: the names of the outputs that it has.
    """

    terraform_version: str = ""
    resources: tuple[StateResource, ...] = ()
    only_in_code: tuple[DeclaredResource, ...] = ()
    outputs: tuple[str, ...] = ()

    @property
    def only_in_state(self) -> tuple[StateResource, ...]:
        """What the next plan would destroy, unless it moves or is forgotten. A data source would
        only leave the state, which changes nothing."""
        return tuple(
            each for each in self.resources if not each.is_in_code and each.mode == "managed"
        )

    @property
    def tainted(self) -> tuple[StateResource, ...]:
        return tuple(each for each in self.resources if each.is_tainted)

    @property
    def deposed(self) -> tuple[StateResource, ...]:
        return tuple(each for each in self.resources if each.deposed)

    @property
    def summary(self) -> str:
        """One line."""
        managed = sum(each.mode == "managed" for each in self.resources)
        data = len(self.resources) - managed
        words = [f"{managed} resource{'' if managed == 1 else 's'}"]
        for number, text in (
            (data, f"data source{'' if data == 1 else 's'}"),
            (len(self.only_in_state), "not in the code"),
            (len(self.only_in_code), "not yet in the state"),
            (len(self.tainted), "tainted"),
            (len(self.deposed), "deposed"),
        ):
            if number:
                words.append(f"{number} {text}")
        return ", ".join(words)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`: the fields of this class, and `schema_version`."""
        return {"schema_version": SCHEMA_VERSION, **asdict(self)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> StateListing:
        """What `to_json` returned."""
        return cls(
            plain["terraform_version"],
            tuple(StateResource(**each) for each in plain["resources"]),
            tuple(DeclaredResource(**each) for each in plain["only_in_code"]),
            tuple(plain["outputs"]),
        )


def state_listing(
    document: Mapping[str, Any], positions: SourcePositions, hidden: Sequence[str] = ()
) -> StateListing:
    """
    :param document: what `read_state` returned.
    :param positions: of what the deployment's code declares.
    :param hidden: secrets besides those that the state itself marks as sensitive.
    """
    secrets = hidden_values_of(document, hidden)
    values = document.get("values") or {}
    found = list(resources_below(values.get("root_module") or {}))
    in_state = {without_keys(str(raw["address"])) for raw in found}
    resources = (_resource(raw, positions, secrets) for raw in found)
    return StateListing(
        str(document.get("terraform_version", "")),
        tuple(sorted(resources, key=lambda each: (each.module, each.path, each.address))),
        tuple(
            DeclaredResource(address, position.path, position.line)
            for address, position in positions.declared()
            # What is ephemeral is never in a state; a data source is read when it is needed.
            if address not in in_state and is_managed(address)
        ),
        tuple(sorted(values.get("outputs") or {})),
    )


def _resource(
    raw: Mapping[str, Any], positions: SourcePositions, secrets: HiddenValues
) -> StateResource:
    address = str(raw["address"])
    position = positions.of(address)
    is_declared = position is not None and position.is_declaration
    values = secrets.cleaned(raw.get("values"), raw.get("sensitive_values")) or {}
    module = _module_of(address, raw)
    return StateResource(
        address=secrets.hide_in_address(address),
        module=secrets.hide_in_address(module),
        mode=str(raw.get("mode", "")),
        type=str(raw.get("type", "")),
        name=str(raw.get("name", "")),
        provider=str(raw.get("provider_name", "")),
        id=str(values["id"]) if isinstance(values.get("id"), (str, int)) else "",
        path=position.path if position else "",
        line=position.line if position else 0,
        is_in_code=is_declared or not positions.covers(address),
        is_tainted=bool(raw.get("tainted", False)),
        deposed=str(raw.get("deposed_key", "")),
    )


def _module_of(address: str, raw: Mapping[str, Any]) -> str:
    """The address of the module of a resource."""
    own = f"{raw.get('type')}.{raw.get('name')}"
    if raw.get("mode") == "data":
        own = f"data.{own}"
    offset = 0
    # A key may hold the same text.
    for part in address_parts(address):
        if not part.startswith("[") and part.endswith(own):
            return address[: offset + len(part) - len(own)].rstrip(".")
        offset += len(part)
    return ""
