"""Keeps secrets out of log lines: by the names of fields, and by how secrets look in text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

REDACTED = "[redacted]"
# Deeper values are shown as text. No log line needs more, and a value may contain itself.
_DEPTH = 8

_NAME = (
    r"(?:password|passwd|passphrase|secret|token|credential|authorization|cookie"
    r"|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id)"
)
_SECRET_NAME = re.compile(_NAME, re.IGNORECASE)
# Text comes from callers, such as the path of a request. So each of these takes a time that is
# proportional to the length of the text, whatever it is: a name is found by its telling part, and
# what follows that is bounded.
_IN_TEXT = (
    # A header or a scheme with its credentials.
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    # https://user:password@host
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+@"), f"{REDACTED}@"),
    # password=…, {"token": "…"}
    (
        re.compile(
            rf"({_NAME}[\w-]{{0,64}}(?:=|[\"']\s{{0,9}}:\s{{0,9}})[\"']?)"
            r"(?!\[redacted\])[^\s\"'&,;)}]+",
            re.IGNORECASE,
        ),
        rf"\1{REDACTED}",
    ),
    # Keys of AWS, tokens of GitHub, JSON web tokens, private keys.
    (re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"), REDACTED),
    (re.compile(r"\bgh[pousr]_\w{36,}"), REDACTED),
    (re.compile(r"(?<![\w-])eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*"), REDACTED),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END|\Z)", re.DOTALL), REDACTED),
)
# A text that has none of these, in lower case, matches none of the patterns. Most have none.
_HINTS = (
    *("pass", "secret", "token", "credential", "authorization", "cookie", "key", "session"),
    *("bearer", "basic", "://", "akia", "asia", "gh", "eyj"),
)


def redacted(value: Any, depth: int = 0) -> Any:
    """The value without secrets, as something that JSON can hold.

    Numbers, booleans and None are never secrets: `tokens_used: 7` stays.
    """
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if depth < _DEPTH:
        if isinstance(value, Mapping):
            return {str(name): _field(str(name), each, depth) for name, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [redacted(each, depth + 1) for each in value]
    return _text(str(value))


def _field(name: str, value: Any, depth: int) -> Any:
    if _SECRET_NAME.search(name) and not (value is None or isinstance(value, bool | int | float)):
        return REDACTED
    return redacted(value, depth + 1)


def _text(text: str) -> str:
    folded = text.casefold()
    if not any(hint in folded for hint in _HINTS):
        return text
    for pattern, replacement in _IN_TEXT:
        text = pattern.sub(replacement, text)
    return text
