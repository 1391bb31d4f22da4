"""Go templates, as far as the settings of terraform-docs use them.

An action can be a name such as `.Inputs`, a function that the caller knows, a quoted text or
`printf` of one, or a comment; each with or without the dashes that trim.
"""

from __future__ import annotations

import json
import re
from typing import Callable

_ACTION = re.compile(r"(\s*\{\{-(?=\s)|\{\{)(.*?)((?<=\s)-\}\}\s*|\}\})", re.DOTALL)
_TEXT = r'"(?:[^"\\\n]|\\.)*"|`[^`]*`'
_LITERAL = re.compile(rf"(?:printf\s+)?({_TEXT})")
_FUNCTION = re.compile(rf"(\w+)\s+({_TEXT})")


class TemplateError(Exception):
    """A template has an action that is not supported; `str()` is the action."""


# Returns the text of an action: of a name with its dot, or of a function and its argument. None
# where it does not exist.
Lookup = Callable[[str, str], "str | None"]


def render(template: str, lookup: Lookup) -> str:
    """The text that results from a template.

    :raises TemplateError: it has an action that is not supported.
    """

    def value(match: re.Match[str]) -> str:
        action = match[2].strip()
        found = _value(action, lookup)
        if found is None:
            raise TemplateError(action)
        return found

    return _ACTION.sub(value, template)


def _value(action: str, lookup: Lookup) -> str | None:
    if action.startswith("/*") and action.endswith("*/"):
        return ""
    literal = _LITERAL.fullmatch(action)
    if literal:
        text = _unquoted(literal[1])
        return text if text is None or "%" not in text or not action.startswith("printf") else None
    function = _FUNCTION.fullmatch(action)
    if function:
        argument = _unquoted(function[2])
        return None if argument is None else lookup(function[1], argument)
    return lookup(action, "")


def _unquoted(text: str) -> str | None:
    if text.startswith("`"):
        return text[1:-1]
    try:
        return str(json.loads(text))
    except ValueError:
        return None
