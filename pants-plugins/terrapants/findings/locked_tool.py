"""Python programs that the suite runs, installed from locks that come with it."""

from __future__ import annotations

from typing import ClassVar

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex_requirements import (
    EntireLockfile,
    Lockfile,
    PexRequirements,
    Resolve,
)
from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.strutil import softwrap

from terrapants.findings.python_versions import interpreter_constraints
from terrapants.findings.suggestion import did_you_mean
from terrapants.findings.user_error import UserError

_LOCK = "requirements.lock"


# Not a `PythonToolBase`, which differs between releases of Pants.
class LockedTool(Subsystem):
    """:cvar requirement: what a resolve of the user's has to hold.

    :cvar package: the package that holds the suite's own lock, as `requirements.lock`.
    :cvar pythons: the Python versions that the tool runs on.
    """

    requirement: ClassVar[str]
    package: ClassVar[str]
    pythons: ClassVar[str]

    install_from_resolve = StrOption(
        default=None,
        advanced=True,
        help=lambda cls: softwrap(
            f"""
            The resolve of `[python].resolves` that `{cls.requirement}` is installed from. If unset,
            the versions that come with this suite are installed, checked by their hashes.
            """
        ),
    )
    _interpreter_constraints = StrListOption(
        default=lambda cls: [cls.pythons],
        advanced=True,
        help=lambda cls: f"The Python that `{cls.requirement}` runs on.",
    )

    @property
    def interpreter_constraints(self) -> InterpreterConstraints:
        """:raises UserError: if one of them is no constraint."""
        return interpreter_constraints(self.options_scope, self._interpreter_constraints)

    def requirements(self, python: PythonSetup) -> PexRequirements | EntireLockfile:
        """:raises UserError: if the resolve to install from does not exist."""
        resolve = self.install_from_resolve
        origin = f"the requirements of {self.options_scope}"
        if resolve is None:
            return EntireLockfile(
                Lockfile(
                    url=f"resource://{self.package}/{_LOCK}",
                    url_description_of_origin=origin,
                    resolve_name=self.options_scope,
                )
            )
        if resolve not in python.resolves:
            raise UserError(
                f"`[{self.options_scope}].install_from_resolve` is {resolve!r}, which is none of "
                f"`[python].resolves`: {', '.join(sorted(python.resolves))}."
                f"{did_you_mean(resolve, python.resolves)} Unset it to install the versions that "
                "come with the suite."
            )
        return PexRequirements(
            from_superset=Resolve(resolve, use_entire_lockfile=True), description_of_origin=origin
        )
