"""Values of plans and states as text that can be shown anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Union

KNOWN_AFTER_APPLY = "(known after apply)"

# In characters.
LONGEST_VALUE = 200
# What is kept of what two long values have in common, before and after the difference.
_CONTEXT = 20
_NOTE = re.compile(r" … \(\d+ characters\)$")
_IDENTIFIER = re.compile(r"[^\W\d][\w-]*")
# What Terraform writes in place of a value, which needs no quotation marks.
_PLACEHOLDER = re.compile(r"\((?:sensitive|known after apply|now sensitive|no longer sensitive)\)")

PathStep = Union[str, int]


def printable(text: str) -> str:
    """The text on one line, with everything escaped that a terminal would not simply show: control
    characters, escape sequences, and marks that change the direction of writing."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else _escaped(character) for character in text
    )


def _escaped(character: str) -> str:
    named = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    if named:
        return named
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def value_text(value: Any) -> str:
    """The value as compact JSON; placeholders such as `(known after apply)` as they are."""
    if isinstance(value, str):
        if _PLACEHOLDER.fullmatch(value):
            return value
        return printable(json.dumps(value, ensure_ascii=False))
    return printable(json.dumps(value, ensure_ascii=False, sort_keys=True))


def shortened(text: str, longest: int = LONGEST_VALUE) -> str:
    """The beginning of a text that is too long, with the number of characters left out."""
    if len(text) <= longest:
        return text
    before = _NOTE.search(text)
    note = before[0] if before else f" … ({len(text)} characters)"
    return text[: max(longest - len(note), 1)] + note


def shortened_pair(before: str, after: str, longest: int = LONGEST_VALUE) -> tuple[str, str]:
    """Two texts, each no longer than `longest`, that still show where they differ."""
    if max(len(before), len(after)) <= longest:
        return before, after
    same = common_length(before, after)
    if same > _CONTEXT:
        cut = same - _CONTEXT
        before, after = f"…{before[cut:]}", f"…{after[cut:]}"
    same = common_length(before[::-1], after[::-1])
    if same > _CONTEXT and max(len(before), len(after)) > longest:
        cut = same - _CONTEXT
        before, after = f"{before[: len(before) - cut]}…", f"{after[: len(after) - cut]}…"
    return shortened(before, longest), shortened(after, longest)


def common_length(first: Any, second: Any) -> int:
    """How many elements the two sequences have in common at their beginning."""
    length = 0
    for one, other in zip(first, second):
        if one != other:
            break
        length += 1
    return length


def path_text(steps: Iterable[PathStep]) -> str:
    """A path as Terraform writes it: `ingress[0].cidr_blocks`, `tags["a.b"]`."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _IDENTIFIER.fullmatch(step):
            text += f".{step}" if text else step
        else:
            quoted = json.dumps(step, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
            text += f"[{printable(quoted)}]"
    return text
