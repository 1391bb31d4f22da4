"""The values that a plan gives to resources, for policies: all of them, but nothing secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Optional

from terrapants.deploying.addresses import without_keys
from terrapants.deploying.hidden_values import HiddenValues, hidden_values_of
from terrapants.deploying.plan_json import checked_document, resource_change
from terrapants.deploying.planned_changes import Action, ResourceChange

# The attributes that say in which region an object is.
_REGION_ATTRIBUTES = ("region", "location")
# The providers whose resources are in a region, also where no attribute says so.
_REGIONAL_PROVIDERS = ("aws", "awscc", "azurerm", "google", "google-beta")


@dataclass(frozen=True)
class PlannedResource:
    """A resource instance, also one with nothing to do.

    :param action: `create`, `update`, `replace`, `delete`, `read`, `forget`, `import`, `move`,
        `defer` or `none`.
    :param before: its attributes until now, `(sensitive)` in place of secrets; None if there is no
        object.
    :param after: its attributes once the plan is applied; None if there will be no object. What is
        not known is missing, or None in a list.
    :param unknown: which attributes are not known until then: True, or like the value.
    :param is_moved: its address changes, whatever else happens to it.
    :param is_imported: it is imported, whatever else happens to it.
    :param provider_region: the region that its provider is configured for; None where that is not
        known.
    """

    address: str
    module: str
    mode: str
    type: str
    name: str
    provider: str
    action: str
    before: Optional[Mapping[str, Any]] = None
    after: Optional[Mapping[str, Any]] = None
    unknown: Any = field(default_factory=dict)
    provider_region: Optional[str] = None
    is_moved: bool = False
    is_imported: bool = False

    @property
    def is_regional(self) -> bool:
        """Whether it makes sense to ask in which region it is."""
        known = {**(self.before or {}), **(self.after or {})}
        return (
            any(name in known for name in _REGION_ATTRIBUTES)
            or self.provider_region is not None
            or self.provider.rpartition("/")[2] in _REGIONAL_PROVIDERS
        )

    @property
    def region(self) -> Optional[str]:
        """The region that it is in, None where that is not known."""
        values = self.after if self.after is not None else self.before or {}
        unknown = self.unknown if isinstance(self.unknown, Mapping) else {}
        for name in _REGION_ATTRIBUTES:
            if unknown.get(name):
                return None
            if isinstance(values.get(name), str):
                return str(values[name])
        return self.provider_region


@dataclass(frozen=True)
class PlannedValues:
    """The resources of a plan."""

    resources: tuple[PlannedResource, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`, which `from_json` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> PlannedValues:
        return cls(tuple(PlannedResource(**each) for each in plain["resources"]))


def planned_values(document: Mapping[str, Any], hidden: Sequence[str] = ()) -> PlannedValues:
    """The resources of a plan, without anything secret.

    :param document: what `terraform show -json PLANFILE` wrote.
    :param hidden: further secrets, such as the values of environment variables.
    :raises UnreadablePlan: it is not a plan, or of a newer format.
    """
    document = checked_document(document)
    secrets = hidden_values_of(document, hidden)
    regions = _Regions(document, secrets)
    raw = [
        *((each, False) for each in document.get("resource_changes") or ()),
        *((each["resource_change"], True) for each in document.get("deferred_changes") or ()),
    ]
    return PlannedValues(
        tuple(_resource(each, is_deferred, secrets, regions) for each, is_deferred in raw)
    )


def _resource(
    raw: Mapping[str, Any], is_deferred: bool, secrets: HiddenValues, regions: _Regions
) -> PlannedResource:
    change = raw.get("change") or {}
    found: ResourceChange = resource_change(raw, secrets, with_attributes=False)
    return PlannedResource(
        address=found.address,
        module=found.module,
        mode=found.mode,
        type=found.type,
        name=found.name,
        provider=found.provider,
        action=Action.DEFER.value if is_deferred else found.action.value,
        before=_object(secrets.cleaned(change.get("before"), change.get("before_sensitive"))),
        after=_object(secrets.cleaned(change.get("after"), change.get("after_sensitive"))),
        unknown=_hidden_keys(change.get("after_unknown") or {}, secrets),
        provider_region=regions.of(str(raw.get("address", ""))),
        is_moved=found.is_move,
        is_imported=found.is_import,
    )


def _object(value: Any) -> Optional[Mapping[str, Any]]:
    return value if isinstance(value, Mapping) else None if value is None else {}


def _hidden_keys(unknown: Any, secrets: HiddenValues) -> Any:
    if isinstance(unknown, Mapping):
        return {secrets.hide(key): _hidden_keys(each, secrets) for key, each in unknown.items()}
    if isinstance(unknown, list):
        return [_hidden_keys(each, secrets) for each in unknown]
    return unknown


class _Regions:
    """The regions that providers are configured for, by the addresses of resources."""

    def __init__(self, document: Mapping[str, Any], secrets: HiddenValues) -> None:
        configuration = document.get("configuration") or {}
        variables = document.get("variables") or {}
        configured = {
            key: _configured_region(provider, variables)
            for key, provider in (configuration.get("provider_config") or {}).items()
        }
        self._regions: dict[str, str] = {}
        for address, key in _provider_keys(configuration.get("root_module") or {}, ""):
            region = configured.get(key)
            if region is not None:
                self._regions[address] = secrets.hide(region)

    def of(self, address: str) -> Optional[str]:
        return self._regions.get(without_keys(address))


def _provider_keys(module: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for resource in module.get("resources") or ():
        yield f"{prefix}{resource['address']}", resource.get("provider_config_key", "")
    for name, call in (module.get("module_calls") or {}).items():
        yield from _provider_keys(call.get("module") or {}, f"{prefix}module.{name}.")


def _configured_region(provider: Mapping[str, Any], variables: Mapping[str, Any]) -> Optional[str]:
    """A literal, or the value of a variable of the root module."""
    region = (provider.get("expressions") or {}).get("region") or {}
    value = region.get("constant_value")
    references = region.get("references") or []
    if value is None and not provider.get("module_address") and len(references) == 1:
        kind, _, name = references[0].partition(".")
        if kind == "var":
            value = (variables.get(name) or {}).get("value")
    return value if isinstance(value, str) else None
