"""The targets that fields of a deployment name: those that are there, and why others are not
taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.addresses import Address, AddressInput, MaybeAddress
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import AllTargets, Field, Tags
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.suggestion import did_you_mean
from terrapants.terraform.modules import TargetsWithField, TargetsWithFieldRequest


@dataclass(frozen=True)
class NamedTargetRequest:
    """:param owner: whose field names it.

    :param field: the name of the field, and `value`: what it has.
    :param expected: a field that the target must have, `expected_type`: what users call such a
        target.
    """

    owner: Address
    field: str
    value: str
    expected: type[Field]
    expected_type: str


@dataclass(frozen=True)
class NamedTarget:
    """:param address: None where there is a `problem`: a sentence.

    :param is_missing: whether there is no such target at all.
    """

    address: Address | None
    problem: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class KnownAddressesRequest:
    """A field that the targets have."""

    field: type[Field]


@dataclass(frozen=True)
class KnownAddresses:
    specs: tuple[str, ...]


@rule(level=LogLevel.DEBUG)
async def known_addresses(request: KnownAddressesRequest, targets: AllTargets) -> KnownAddresses:
    return KnownAddresses(
        tuple(each.address.spec for each in targets if each.has_field(request.field))
    )


@rule(desc="Find a target that a deployment names", level=LogLevel.DEBUG)
async def named_target(request: NamedTargetRequest) -> NamedTarget:
    has = f"its `{request.field}` field has {request.value}"
    try:
        parsed = AddressInput.parse(
            request.value,
            relative_to=request.owner.spec_path,
            description_of_origin=f"the `{request.field}` field of {request.owner}",
        )
    # The engine's exceptions for this have no class in common, and differ between releases.
    except Exception as error:
        return NamedTarget(None, f"{has}, which is no address: {error}")
    found = await Get(MaybeAddress, AddressInput, parsed)
    address = found.val
    if isinstance(address, Address):
        taken = await Get(
            TargetsWithField, TargetsWithFieldRequest(address.spec_path, request.expected)
        )
        if any(each.address == address for each in taken.targets):
            return NamedTarget(address)
        beside = await Get(TargetsWithField, TargetsWithFieldRequest(address.spec_path, Tags))
        for each in beside.targets:
            if each.address == address:
                others = [each.address.spec for each in taken.targets]
                meant = f" Did you mean {others[0]}?" if len(others) == 1 else ""
                return NamedTarget(
                    None,
                    f"{has}, which is a `{each.alias}`, but a `{request.expected_type}` is "
                    f"expected.{meant}",
                )
    # Only for a mistake are all targets read.
    known = await Get(KnownAddresses, KnownAddressesRequest(request.expected))
    written = address.spec if isinstance(address, Address) else _absolute(parsed)
    return NamedTarget(
        None,
        f"{has}, but there is no such target.{did_you_mean(written, known.specs)}",
        is_missing=True,
    )


def _absolute(parsed: AddressInput) -> str:
    name = f":{parsed.target_component}" if parsed.target_component else ""
    return f"{parsed.path_component}{name}"


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
