"""The arguments that a user passes on to `terraform test`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from terrapants.findings.user_error import UserError

# We set these for every test file, so a user's could only conflict with them.
_OURS = ("json", "no-color")
_REFUSED = {
    "junit-xml": "use `--report`, which writes a file for each test file",
    "test-directory": "it follows from where each test file is",
    "cloud-run": "tests run on this machine",
}


class RefusedArgument(UserError):
    """An argument that cannot be passed on."""


@dataclass(frozen=True)
class UserArguments:
    """:param passed_on: the arguments that Terraform gets.
    :param filters: the files that `-filter` names; empty if there is no filter.
    """

    passed_on: tuple[str, ...]
    filters: tuple[str, ...]

    def wants(self, file: str, file_in_module: str) -> bool:
        """Whether the filters match a test file, by its path in the repository or in its module."""
        names = (file, file_in_module)
        return not self.filters or any(posixpath.normpath(f) in names for f in self.filters)

    def may_want(self, file: str) -> bool:
        """Whether the filters could match a file, given only its path in the repository."""
        names = [posixpath.normpath(f) for f in self.filters]
        return any(file == name or file.endswith(f"/{name}") for name in names)


def read_arguments(arguments: Iterable[str]) -> UserArguments:
    """Split the arguments into `-filter` and the rest.

    :raises RefusedArgument: for an argument that the suite replaces with something else.
    """
    passed_on: list[str] = []
    filters: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        name, equals, value = argument.lstrip("-").partition("=")
        if not argument.startswith("-"):
            passed_on.append(argument)
        elif name == "filter":
            filters.append(value if equals else _next(remaining, argument))
        elif name in _REFUSED:
            raise RefusedArgument(
                f"`{argument}` cannot be passed to `terraform test`: {_REFUSED[name]}."
            )
        elif name not in _OURS:
            passed_on.append(argument)
    return UserArguments(tuple(passed_on), tuple(filters))


def _next(remaining: Iterable[str], argument: str) -> str:
    value: str | None = next(iter(remaining), None)
    if value is None:
        raise RefusedArgument(
            f"`{argument}` needs a test file, as in `{argument}=tests/a.tftest.hcl`."
        )
    return value
