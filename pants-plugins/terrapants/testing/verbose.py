"""The plan or state that `terraform test -verbose` reports for a run, as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from terrapants.findings.secrets import hide_in_address

_SIGILS = {"create": "+", "delete": "-", "update": "~", "read": "<=", "no-op": " "}


def render_values(content: Mapping[str, Any], hide: Callable[[str], str] = str) -> str:
    """The resources and outputs of a `test_plan` or `test_state` message, one line per value.

    Null, empty and unknown values are left out; sensitive ones are hidden. The format of the
    message is "JSON Output Format" in Terraform's documentation.

    :param hide: hides secrets in values. Names come from the configuration, and stay.
    """
    is_plan = "resource_changes" in content or "output_changes" in content
    return "\n".join(
        f"{hide_in_address(name, hide)} = {hide(value)}" if value else hide_in_address(name, hide)
        for name, value in (_plan(content) if is_plan else _state(content))
    )


def changes_of(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """What a `test_plan` message changes: `aws_kms_key.this: update (description)`, …."""
    found = []
    for resource in plan.get("resource_changes") or ():
        change = resource["change"]
        if change["actions"] in (["no-op"], ["read"]):
            continue
        before, after = change.get("before") or {}, change.get("after") or {}
        names = sorted(
            name
            for name in {*before, *after, *(change.get("after_unknown") or {})}
            if before and after and before.get(name) != after.get(name)
        )
        attributes = f" ({', '.join(names)})" if names else ""
        found.append(f"{resource['address']}: {' and '.join(change['actions'])}{attributes}")
    return tuple(found)


def _plan(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for resource in plan.get("resource_changes") or ():
        change = resource["change"]
        sigil = "".join(_SIGILS.get(action, "?") for action in change["actions"])
        yield f"{sigil} {resource['address']}", ""
        yield from _values(change.get("after"), change.get("after_sensitive"))
    for name, change in (plan.get("output_changes") or {}).items():
        yield from _output(name, change.get("after"), change.get("after_sensitive"))


def _state(state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _module(state.get("root_module") or {})
    for name, output in (state.get("outputs") or {}).items():
        yield from _output(name, output.get("value"), output.get("sensitive"))


def _module(module: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for resource in module.get("resources") or ():
        yield f"  {resource['address']}", ""
        yield from _values(resource.get("values"), resource.get("sensitive_values"))
    for child in module.get("child_modules") or ():
        yield from _module(child)


def _output(name: str, value: Any, sensitive: Any) -> Iterator[tuple[str, str]]:
    if value is not None:
        yield f"  output.{name}", _show(value, sensitive)


def _values(values: Any, sensitive: Any) -> Iterator[tuple[str, str]]:
    hidden = sensitive if isinstance(sensitive, dict) else {}
    for name, value in (values or {}).items():
        if value not in (None, [], {}, ""):
            yield f"      {name}", _show(value, sensitive is True or hidden.get(name))


def _show(value: Any, sensitive: Any) -> str:
    return "(sensitive value)" if _any_true(sensitive) else json.dumps(value, ensure_ascii=False)


def _any_true(sensitive: Any) -> bool:
    if isinstance(sensitive, dict):
        return any(map(_any_true, sensitive.values()))
    if isinstance(sensitive, list):
        return any(map(_any_true, sensitive))
    return sensitive is True
