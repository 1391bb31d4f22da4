"""One attribute of a planned resource."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from terrapants.deploying.hidden_values import SENSITIVE, part
from terrapants.deploying.planned_values import PlannedResource

_STEP = re.compile(r'\.?([^.\[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')


class UnknownValue(Exception):
    """A value is not known before the plan is applied, or it is secret. `str()` says which."""


def planned_value(resource: PlannedResource, path: str) -> Any:
    """The value that an attribute will have; None where it has none.

    :param path: as Terraform writes it, such as `ingress[0].cidr_blocks` or `tags["a.b"]`.
    :raises UnknownValue: it is not known before the plan is applied, or it is sensitive.
    :raises ValueError: it is not a path.
    """
    value: Any = resource.after
    unknown: Any = resource.unknown
    for step in path_steps(path):
        if value == SENSITIVE:
            raise UnknownValue("sensitive")
        unknown = part(unknown, step)
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = None
        if unknown is True:
            raise UnknownValue("known after apply")
    if _has_unknown(unknown):
        raise UnknownValue("known after apply, in part")
    if SENSITIVE in str(value):
        raise UnknownValue("sensitive")
    return value


def path_steps(path: str) -> Iterator[str | int]:
    """
    :raises ValueError: it is not a path.
    """
    position = 0
    while position < len(path):
        found = _STEP.match(path, position)
        if found is None:
            raise ValueError(f"The path of an attribute cannot be {path}.")
        name, index, key = found.groups()
        yield int(index) if index else name or re.sub(r"\\(.)", r"\1", key)
        position = found.end()


def _has_unknown(unknown: Any) -> bool:
    if isinstance(unknown, Mapping):
        return any(map(_has_unknown, unknown.values()))
    if isinstance(unknown, list):
        return any(map(_has_unknown, unknown))
    return unknown is True
