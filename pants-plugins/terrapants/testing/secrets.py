"""Keeps the values of extra environment variables out of everything that is shown."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

HIDDEN = "(hidden)"

# Shorter values ("1", "eu") are not secrets, and hiding them would garble all output.
_SHORTEST = 4
# Variables that hold settings rather than secrets; failures are hard to understand without them.
_SETTINGS = frozenset(
    ("PATH", "HOME", "USER", "LANG", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "TF_LOG")
)

_T = TypeVar("_T")


def secret_values(env: Mapping[str, str]) -> tuple[str, ...]:
    """The values to hide, longest first, including their escaped forms in JSON and HCL strings."""
    found: set[str] = set()
    for name, value in env.items():
        if name not in _SETTINGS:
            found.update(_spellings(value))
    return tuple(sorted(found, key=lambda value: (-len(value), value)))


def _spellings(value: str) -> Iterable[str]:
    for text in (value, *value.splitlines()):
        if len(text.strip()) >= _SHORTEST and text.lower() not in ("true", "false"):
            yield text
            for quoted in _quoted(text):
                yield quoted
                # As in a JSON policy that is itself shown as a string.
                yield from _quoted(quoted)


def _quoted(text: str) -> Iterable[str]:
    for ascii_only in (True, False):
        quoted = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        yield quoted
        # Terraform's `jsonencode` escapes these as well.
        for char in "<>&":
            quoted = quoted.replace(char, f"\\u{ord(char):04x}")
        yield quoted


def hide(value: _T, secrets: tuple[str, ...]) -> _T:
    """The value with every secret in its strings replaced, also within tuples and dataclasses."""
    return cast(_T, _hide(value, secrets)) if secrets else value


def _hide_in_text(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each stretch that is covered by secrets, which may overlap, replaced."""
    stretches = sorted(
        (match.start(), match.start() + len(secret))
        for secret in secrets
        for match in re.finditer(f"(?={re.escape(secret)})", text)
    )
    pieces: list[str] = []
    shown_to = 0
    for start, end in stretches:
        if start >= shown_to:
            pieces += (text[shown_to:start], HIDDEN)
        shown_to = max(shown_to, end)
    return "".join((*pieces, text[shown_to:]))


def _hide(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return _hide_in_text(value, secrets)
    if isinstance(value, tuple):
        return tuple(_hide(item, secrets) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value,
            **{
                field.name: _hide(getattr(value, field.name), secrets)
                for field in dataclasses.fields(value)
            },
        )
    return value
