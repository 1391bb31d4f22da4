"""The user's values for the variables of a template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from terrapants.findings.suggestion import did_you_mean
from terrapants.findings.user_error import UserError
from terrapants.scaffold.naming import read_name
from terrapants.scaffold.template import NAME, Template, Variable

_YES = frozenset(("1", "true", "t", "yes", "y", "on"))
_NO = frozenset(("0", "false", "f", "no", "n", "off"))


def read_settings(template: Template, settings: Iterable[str]) -> dict[str, Any]:
    """The values of `--set key=value` by variable, in the form that cookiecutter expects.

    :raises UserError: for a variable that the template does not have, or an invalid value.
    """
    values: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise UserError(f"`--set={setting}` has no value: use `--set={setting or 'key'}=…`.")
        if key in values:
            raise UserError(f"The variable {key!r} is set twice.")
        values[key] = read_value(template.variable(key), value)
    return values


def read_value(variable: Variable, text: str) -> Any:
    """The value of a variable, from its text.

    :raises UserError: if the value is invalid.
    """
    if any(not character.isprintable() for character in text):
        raise UserError(
            f"The value of {variable.name!r} has a line break or another control character."
        )
    if variable.name == NAME:
        return read_name(text).text
    if variable.choices:
        if text not in variable.choices:
            raise UserError(
                f"{variable.name!r} is {text!r}, but can only be {_or(variable.choices)}."
                + did_you_mean(text, variable.choices)
            )
        return text
    if isinstance(variable.default, bool):
        if text.lower() not in _YES | _NO:
            raise UserError(f"{variable.name!r} is {text!r}, but can only be yes or no.")
        return text.lower() in _YES
    if isinstance(variable.default, dict):
        try:
            value = json.loads(text)
        except json.JSONDecodeError:
            value = None
        if not isinstance(value, dict):
            raise UserError(f"{variable.name!r} is {text!r}, but can only be a JSON object.")
        return value
    return text


def recorded_answers(template: Template, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """The recorded answers that are still valid for the template as it is now.

    A variable that the template no longer has is dropped, and so is a choice that it no longer
    offers: the variable then gets its default.
    """
    answers = {}
    for variable in template.variables:
        value = recorded.get(variable.name)
        if value is not None and (not variable.choices or value in variable.choices):
            answers[variable.name] = value
    return answers


def _or(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
