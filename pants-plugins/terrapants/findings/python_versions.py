"""The Pythons that a tool of the suite may run on."""

from __future__ import annotations

from collections.abc import Sequence

from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints

from terrapants.findings.user_error import UserError


def interpreter_constraints(scope: str, setting: Sequence[str]) -> InterpreterConstraints:
    """What the option `interpreter_constraints` of this scope allows.

    :raises UserError: naming the first that is no constraint.
    """
    for each in setting:
        try:
            # Pants takes an empty one for any Python.
            if not each.strip():
                raise ValueError
            InterpreterConstraints([each])
        except ValueError:
            # What Pants says of it depends on its release, and names no option.
            raise UserError(
                f"`[{scope}].interpreter_constraints` has {each!r}, which is not a constraint on "
                "Python's version such as CPython>=3.9,<4."
            ) from None
    return InterpreterConstraints(setting)
