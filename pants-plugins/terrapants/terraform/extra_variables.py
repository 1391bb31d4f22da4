"""The entries of options and fields named `extra_env_vars`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import knows_patterns_of_variables

_ENTRY = re.compile(r"[A-Za-z_]\w*(=.*)?")
_PATTERN = re.compile(r"[A-Za-z_][\w*]*")


class InvalidVariable(UserError):
    """An entry of `extra_env_vars` that names no environment variable."""


def checked_variables(entries: Iterable[str], origin: str) -> tuple[str, ...]:
    """The entries, if Pants will obey them: it ignores a name like `A-B`, and cuts a value off at
    the end of its first line.

    :raises InvalidVariable: naming the entry's origin.
    """
    checked = tuple(entries)
    for entry in checked:
        is_pattern = _PATTERN.fullmatch(entry) is not None and knows_patterns_of_variables()
        if not is_pattern and not _ENTRY.fullmatch(entry):
            name, equals, _ = entry.partition("=")
            more = "a value of one line" if _ENTRY.fullmatch(name) else "a variable's name"
            # What follows `=` may be a secret.
            raise InvalidVariable(
                f"{origin} has `{name}{equals}{'…' if equals else ''}`, which does not have "
                f"{more}. Write `NAME`, or `NAME=value`."
            )
    return checked
