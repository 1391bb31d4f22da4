"""Reads what `terraform show -json PLANFILE` writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, Union

from terrapants.deploying.attribute_changes import attribute_changes
from terrapants.deploying.hidden_values import HiddenValues, hidden_values_of
from terrapants.deploying.planned_changes import (
    Action,
    FailedCheck,
    OutputChange,
    PlannedChanges,
    Replacement,
    ResourceChange,
)
from terrapants.findings.user_error import UserError

_FORMAT = "1"
_ACTIONS = {
    ("no-op",): Action.NONE,
    ("create",): Action.CREATE,
    ("update",): Action.UPDATE,
    ("delete",): Action.DELETE,
    ("read",): Action.READ,
    ("forget",): Action.FORGET,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("create", "forget"): Action.REPLACE,
    ("forget", "create"): Action.REPLACE,
}
_REPLACEMENTS = {
    ("delete", "create"): Replacement.DESTROY_FIRST,
    ("create", "delete"): Replacement.CREATE_BEFORE_DESTROY,
    ("create", "forget"): Replacement.FORGET,
    ("forget", "create"): Replacement.FORGET,
}
# The values of `action_reason`, and of `reason` in `deferred_changes`, in Terraform's package
# "jsonplan".
_REASONS = {
    "replace_because_tainted": "the object is tainted",
    "replace_because_cannot_update": "it cannot be updated in place",
    "replace_by_request": "its replacement was requested",
    "replace_by_triggers": "something in replace_triggered_by changes",
    "delete_because_no_resource_config": "it is not in the configuration",
    "delete_because_no_module": "its module is not in the configuration",
    "delete_because_wrong_repetition": "count or for_each was added or removed",
    "delete_because_count_index": "its index is out of range for count",
    "delete_because_each_key": "its key is not in for_each",
    "delete_because_no_move_target": "it was moved to an address that is not in the configuration",
    "read_because_config_unknown": "its configuration is known after apply",
    "read_because_dependency_pending": "it depends on something that changes",
    "read_because_check_nested": "it belongs to a check block",
    "instance_count_unknown": "the number of instances is known after apply",
    "resource_config_unknown": "its configuration is known after apply",
    "provider_config_unknown": "the configuration of its provider is known after apply",
    "deferred_prereq": "it depends on something that is deferred",
    "absent_prereq": "something it depends on does not exist yet",
    "unknown": "the reason is not known",
}


class UnreadablePlan(UserError):
    """What was given is not a plan in the JSON format that this code knows."""


def read_plan(text: Union[str, bytes], hidden: Sequence[str] = ()) -> PlannedChanges:
    """The plan in the output of `terraform show -json PLANFILE`.

    :raises UnreadablePlan: it is not JSON, not a plan, or of a newer format.
    """
    return planned_changes(plan_document(text), hidden)


def plan_document(text: Union[str, bytes]) -> Mapping[str, Any]:
    """
    :raises UnreadablePlan: it is not JSON, not a plan, or of a newer format.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = ""
        if isinstance(error, json.JSONDecodeError):
            where = f" (line {error.lineno}, column {error.colno}: {error.msg})"
        raise UnreadablePlan(
            f"What `terraform show -json` wrote is not a whole JSON document{where}. Was it "
            "interrupted?"
        ) from None
    return checked_document(document)


def checked_document(document: Any) -> Mapping[str, Any]:
    """
    :raises UnreadablePlan: it is not a plan, or of a newer format.
    """
    version = document.get("format_version") if isinstance(document, Mapping) else None
    if not isinstance(document, Mapping) or not isinstance(version, str):
        raise UnreadablePlan(
            "This is not what `terraform show -json` writes about a plan: it has no format_version."
        )
    if version.partition(".")[0] != _FORMAT:
        raise UnreadablePlan(
            f"The plan is in version {version} of Terraform's JSON format, written by Terraform "
            f"{document.get('terraform_version', '(unknown)')}, but only versions {_FORMAT}.x are "
            "known here. Use an older Terraform, or a newer version of this plugin."
        )
    if "resource_changes" not in document and "planned_values" not in document:
        kind = "a state" if "values" in document else "something else"
        raise UnreadablePlan(f"This is not a plan: `terraform show -json` described {kind}.")
    return document


def planned_changes(
    document: Mapping[str, Any], hidden: Sequence[str] = (), only_refreshes: bool = False
) -> PlannedChanges:
    """What the plan would do, without anything secret.

    Values that Terraform calls sensitive are hidden wherever they occur in the plan.

    :param document: what `terraform show -json PLANFILE` wrote.
    :param hidden: further secrets, such as the values of environment variables.
    :param only_refreshes: whether the plan was made with `-refresh-only`.
    :raises UnreadablePlan: it is not a plan, or of a newer format.
    """
    document = checked_document(document)
    secrets = hidden_values_of(document, hidden)
    errored = bool(document.get("errored", False))
    changes = tuple(
        each
        for each in (
            *(resource_change(raw, secrets) for raw in document.get("resource_changes") or ()),
            *(_deferred(raw, secrets) for raw in document.get("deferred_changes") or ()),
        )
        if each.action is not Action.NONE
    )
    outputs = tuple(_outputs(document.get("output_changes") or {}, secrets))
    drift = tuple(_drift(document, secrets, only_refreshes))
    applyable = bool(document.get("applyable", not errored and bool(changes or outputs)))
    return PlannedChanges(
        terraform_version=str(document.get("terraform_version", "")),
        errored=errored,
        # Since Terraform 1.9.
        applyable=applyable and (not only_refreshes or bool(changes or outputs or drift)),
        complete=bool(document.get("complete", not errored)),
        changes=changes,
        drift=drift,
        outputs=outputs,
        failed_checks=tuple(_failed_checks(document.get("checks") or (), secrets)),
        invoked_actions=tuple(
            secrets.hide_in_address(str(raw.get("address", "")))
            for raw in document.get("action_invocations") or ()
        ),
    )


def _drift(
    document: Mapping[str, Any], secrets: HiddenValues, only_refreshes: bool
) -> Iterator[ResourceChange]:
    """What was changed outside of Terraform.

    A plan that does not only refresh has what may have affected it, as in Terraform's own text:
    what the code does not say, such as the rules that other resources add to a route table, differs
    from the state after each first apply.
    """
    changing = {
        raw["address"]
        for raw in document.get("resource_changes") or ()
        if tuple((raw.get("change") or {}).get("actions") or ()) != ("no-op",)
    }
    read: dict[str, set[str]] = {}
    for raw in document.get("relevant_attributes") or ():
        read.setdefault(raw["resource"], set()).add(str((raw.get("attribute") or ("",))[0]))
    for raw in document.get("resource_drift") or ():
        change = resource_change(raw, secrets)
        # Resources that only move are among the changes.
        if change.action in (Action.NONE, Action.MOVE):
            continue
        if not (only_refreshes or raw["address"] in changing):
            names = read.get(raw["address"]) if changing else None
            if not names:
                continue
            change = _only(change, names)
        # Providers turn what is not set into what is empty, and back.
        if change.action is not Action.UPDATE or change.attributes:
            yield change


def _only(change: ResourceChange, names: Set[str]) -> ResourceChange:
    """What a change does to the attributes with these names; "" stands for all of them."""
    if "" in names:
        return change
    kept = (each for each in change.attributes if re.split(r"[.[]", each.path)[0] in names)
    return replace(change, attributes=tuple(kept))


def resource_change(
    raw: Mapping[str, Any], secrets: HiddenValues, with_attributes: bool = True
) -> ResourceChange:
    """An entry of `resource_changes`."""
    change = raw.get("change") or {}
    actions = tuple(change.get("actions") or ("no-op",))
    action = _ACTIONS.get(actions, Action.UPDATE)
    importing = change.get("importing")
    previous = raw.get("previous_address", "")
    if action is Action.NONE:
        if importing:
            action = Action.IMPORT
        elif previous:
            action = Action.MOVE
    replacement = _REPLACEMENTS.get(actions)
    reason = _reason(raw.get("action_reason", ""))
    if actions not in _ACTIONS:
        reason = f"Terraform calls it {', '.join(map(str, actions))}"
    return ResourceChange(
        address=secrets.hide_in_address(raw["address"]),
        module=secrets.hide_in_address(raw.get("module_address", "")),
        mode=raw.get("mode", ""),
        type=raw.get("type", ""),
        name=raw.get("name", ""),
        provider=raw.get("provider_name", ""),
        action=action,
        replacement=replacement.value if replacement else "",
        reason=reason,
        previous_address=secrets.hide_in_address(previous),
        import_id=_import_id(importing, secrets) if importing else "",
        deposed=raw.get("deposed", ""),
        attributes=attribute_changes(change, secrets) if with_attributes else (),
    )


def _deferred(raw: Mapping[str, Any], secrets: HiddenValues) -> ResourceChange:
    planned = resource_change(raw.get("resource_change") or {"address": "(unknown)"}, secrets)
    return replace(
        planned, action=Action.DEFER, replacement="", reason=_reason(raw.get("reason", ""))
    )


def _import_id(importing: Mapping[str, Any], secrets: HiddenValues) -> str:
    if importing.get("unknown"):
        return "(known after apply)"
    if "id" in importing:
        return secrets.hide(str(importing["id"]))
    # By identity, since Terraform 1.12.
    identity = secrets.cleaned(importing.get("identity"))
    return json.dumps(identity, ensure_ascii=False, sort_keys=True)


def _reason(word: str) -> str:
    return _REASONS.get(word, word.replace("_", " "))


def _outputs(changes: Mapping[str, Any], secrets: HiddenValues) -> Iterator[OutputChange]:
    for name, change in sorted(changes.items()):
        action = _ACTIONS.get(tuple(change.get("actions") or ()), Action.UPDATE)
        if action is not Action.NONE:
            yield OutputChange(name, action, attribute_changes(change, secrets))


def _failed_checks(checks: Sequence[Any], secrets: HiddenValues) -> Iterator[FailedCheck]:
    for check in checks:
        for instance in check.get("instances") or ():
            if instance.get("status") in ("fail", "error"):
                yield FailedCheck(
                    secrets.hide_in_address(instance["address"]["to_display"]),
                    instance["status"],
                    tuple(
                        secrets.hide(problem["message"])
                        for problem in instance.get("problems") or ()
                        if "message" in problem
                    ),
                )
