"""A plan for scanners: Terraform's JSON, without secrets."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from terrapants.deploying.hidden_values import SENSITIVE, HiddenValues, hidden_values_of, part

_RESOURCE = ("address", "mode", "type", "name", "index", "provider_name", "schema_version")
# What Terraform's configuration says of a resource that is no value.
_IN_CODE = ("address", "mode", "type", "name", "provider_config_key", "schema_version")
_CHANGE = ("address", "module_address", "mode", "type", "name", "index", "provider_name")


def scanned_document(document: Mapping[str, Any], hidden: Sequence[str] = ()) -> str:
    """The parts of a plan that scanners read: planned values, changes, and the configuration, but
    no variables, no outputs, and no state. The same plan gives the same text.

    :param document: what `terraform show -json PLANFILE` wrote.
    :param hidden: further secrets, such as the values of environment variables.
    """
    secrets = hidden_values_of(document, hidden)
    configuration = document.get("configuration") or {}
    planned = document.get("planned_values") or {}
    return json.dumps(
        {
            "format_version": document.get("format_version"),
            "terraform_version": document.get("terraform_version"),
            "planned_values": {"root_module": _values(planned.get("root_module") or {}, secrets)},
            "resource_changes": [
                _change(each, secrets) for each in document.get("resource_changes") or ()
            ],
            "configuration": {
                "provider_config": secrets.cleaned(configuration.get("provider_config") or {}),
                "root_module": _code(configuration.get("root_module") or {}, secrets),
            },
        },
        sort_keys=True,
    )


def _values(module: Mapping[str, Any], secrets: HiddenValues) -> dict[str, Any]:
    return {
        **({"address": secrets.hide_in_address(module["address"])} if "address" in module else {}),
        "resources": [
            {
                **_named(_RESOURCE, each, secrets),
                "values": _kept(each.get("values"), each.get("sensitive_values"), secrets),
            }
            for each in module.get("resources") or ()
        ],
        "child_modules": [_values(each, secrets) for each in module.get("child_modules") or ()],
    }


def _change(raw: Mapping[str, Any], secrets: HiddenValues) -> dict[str, Any]:
    change = raw.get("change") or {}
    return {
        **_named(_CHANGE, raw, secrets),
        "change": {
            "actions": change.get("actions"),
            "before": _kept(change.get("before"), change.get("before_sensitive"), secrets),
            "after": _kept(change.get("after"), change.get("after_sensitive"), secrets),
            "after_unknown": secrets.cleaned(change.get("after_unknown")),
        },
    }


def _code(module: Mapping[str, Any], secrets: HiddenValues) -> dict[str, Any]:
    """A module's resources and calls."""
    return {
        "resources": [
            {
                key: value if key in _IN_CODE else secrets.cleaned(value)
                for key, value in each.items()
            }
            for each in module.get("resources") or ()
        ],
        "module_calls": {
            name: {
                "source": secrets.cleaned(call.get("source")),
                "module": _code(call.get("module") or {}, secrets),
            }
            for name, call in (module.get("module_calls") or {}).items()
        },
    }


def _named(keys: Sequence[str], raw: Mapping[str, Any], secrets: HiddenValues) -> dict[str, Any]:
    return {
        # Names are in the code and stay; keys are values.
        key: secrets.hide_in_address(raw[key])
        if key.endswith("address")
        else secrets.cleaned(raw[key])
        if key == "index"
        else raw[key]
        for key in keys
        if key in raw
    }


def _kept(value: Any, sensitive: Any, secrets: HiddenValues) -> Any:
    """The value in its shape: a scanner asks a list for its elements also where all of it is
    sensitive."""
    if isinstance(value, Mapping):
        if sensitive is True:
            return {}
        return {
            secrets.hide(key): _kept(each, part(sensitive, key), secrets)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_kept(each, part(sensitive, n), secrets) for n, each in enumerate(value)]
    if sensitive is True:
        return SENSITIVE if isinstance(value, str) else None
    return secrets.cleaned(value)
