"""Keeps secret values out of everything that is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

HIDDEN = "(hidden)"

# Shorter values ("1", "eu") are not secrets, and hiding them would garble all output.
SHORTEST = 4
# Variables that hold settings rather than secrets; failures are hard to understand without them.
_SETTINGS = frozenset(
    ("PATH", "HOME", "USER", "LANG", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "TF_LOG")
)


def secret_values(env: Mapping[str, str]) -> tuple[str, ...]:
    """The values of environment variables to hide, spelled as in `all_spellings`."""
    return all_spellings(value for name, value in env.items() if name not in _SETTINGS)


def all_spellings(values: Iterable[str]) -> tuple[str, ...]:
    """The values and their lines, longest first, including their escaped forms in JSON and HCL
    strings. Values that are too short to be secrets are left out."""
    found: set[str] = set()
    for value in values:
        found.update(_spellings(value))
    return tuple(sorted(found, key=lambda value: (-len(value), value)))


def _spellings(value: str) -> Iterable[str]:
    for text in (value, *value.splitlines()):
        if len(text.strip()) >= SHORTEST and text.lower() not in ("true", "false"):
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


def hide(
    text: str, secrets: Iterable[str], names: Iterable[str] = (), instead: str = HIDDEN
) -> str:
    """The text with each stretch that is covered by secrets, which may overlap, replaced.

    :param names: what the repository calls things, such as paths and the names of runs. A secret
        that is only a part of such a name in the text is no secret there.
    """
    stretches = sorted(_stretches(text, secrets))
    named = list(_stretches(text, names)) if stretches else []
    pieces: list[str] = []
    shown_to = 0
    for start, end in stretches:
        if any(
            first <= start and end <= last and end - start < last - first for first, last in named
        ):
            continue
        if start >= shown_to:
            pieces += (text[shown_to:start], instead)
        shown_to = max(shown_to, end)
    return "".join((*pieces, text[shown_to:]))


def _stretches(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    for each in wanted:
        for match in re.finditer(f"(?={re.escape(each)})", text):
            yield match.start(), match.start() + len(each)


def hide_in_address(address: str, hide: Callable[[str], str]) -> str:
    """The address of a resource instance: its names stay, but a key (`aws_sqs_queue.this["a"]`) is
    a value."""
    names, bracket, keys = address.partition("[")
    return f"{names}{bracket}{hide(keys)}"
