"""The state, as `terraform show -json` writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from terrapants.deploying.hidden_values import HiddenValues, hidden_values_of
from terrapants.findings.user_error import UserError

_FORMAT = "1"


class UnreadableState(UserError):
    """What was given is not a state in the JSON format that this code knows."""


def read_state(text: str | bytes) -> Mapping[str, Any]:
    """The state in the output of `terraform show -json`.

    :raises UnreadableState: it is not JSON, not a state, or of a newer format.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableState(
            "What `terraform show -json` wrote about the state is not a whole JSON document. Was "
            "it interrupted?"
        ) from None
    version = document.get("format_version") if isinstance(document, Mapping) else None
    if not isinstance(document, Mapping) or not isinstance(version, str):
        raise UnreadableState(
            "This is not what `terraform show -json` writes about a state: it has no "
            "format_version."
        )
    if version.partition(".")[0] != _FORMAT:
        raise UnreadableState(
            f"The state is in version {version} of Terraform's JSON format, written by Terraform "
            f"{document.get('terraform_version', '(unknown)')}, but only versions {_FORMAT}.x are "
            "known here. Use an older Terraform, or a newer version of this plugin."
        )
    if "resource_changes" in document or "planned_values" in document:
        raise UnreadableState("This is not a state: `terraform show -json` described a plan.")
    return document


def without_values(document: Mapping[str, Any], hidden: Sequence[str] = ()) -> Mapping[str, Any]:
    """The state with no values of resources but their IDs, and with none of outputs.

    :param document: what `read_state` returned.
    :param hidden: as for `state_listing`.
    """
    secrets = hidden_values_of(document, hidden)
    values = document.get("values") or {}
    return {
        **{key: value for key, value in document.items() if key != "values"},
        "values": {
            "outputs": {name: {} for name in values.get("outputs") or {}},
            "root_module": _without_values(values.get("root_module") or {}, secrets),
        },
    }


def _without_values(module: Mapping[str, Any], secrets: HiddenValues) -> Mapping[str, Any]:
    resources = []
    for raw in module.get("resources") or ():
        known = secrets.cleaned(raw.get("values"), raw.get("sensitive_values")) or {}
        kept = {key: value for key, value in raw.items() if key != "sensitive_values"}
        resources.append({**kept, "values": {"id": known["id"]} if "id" in known else {}})
    return {
        **{key: value for key, value in module.items() if key != "resources"},
        "resources": resources,
        "child_modules": [
            _without_values(child, secrets) for child in module.get("child_modules") or ()
        ],
    }
