"""The arguments that a user hands on to `terraform test`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from terrapants.findings.user_error import UserError

# Set by us for each test file, so a user's would only contradict them.
_OURS = ("json", "no-color")
_REFUSED = {
    "junit-xml": "use `--report`, which writes a file for each test file",
    "test-directory": "the place of each test file decides it",
    "cloud-run": "tests run on this machine",
}


class RefusedArgument(UserError):
    """An argument that cannot be handed on."""


@dataclass(frozen=True)
class TestArguments:
    """:param handed_on: the arguments as Terraform gets them.
    :param filters: the files of `-filter`, empty when all are wanted.
    """

    __test__ = False

    handed_on: tuple[str, ...]
    filters: tuple[str, ...]

    def wants(self, file: str, file_in_module: str) -> bool:
        """Whether the filters name a test file, by its path in the repository or in its module."""
        names = (file, file_in_module)
        return not self.filters or any(posixpath.normpath(f) in names for f in self.filters)

    def may_want(self, file: str) -> bool:
        """Whether the filters could name a file of some module, by its path in the repository."""
        names = [posixpath.normpath(f) for f in self.filters]
        return any(file == name or file.endswith(f"/{name}") for name in names)


def read_arguments(arguments: Iterable[str]) -> TestArguments:
    """Split the arguments into `-filter` and the rest.

    :raises RefusedArgument: for an argument that a Pants option stands for.
    """
    handed_on: list[str] = []
    filters: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        name, equals, value = argument.lstrip("-").partition("=")
        if not argument.startswith("-"):
            handed_on.append(argument)
        elif name == "filter":
            filters.append(value if equals else _next(remaining, argument))
        elif name in _REFUSED:
            raise RefusedArgument(
                f"`{argument}` cannot be handed to `terraform test`: {_REFUSED[name]}."
            )
        elif name not in _OURS:
            handed_on.append(argument)
    return TestArguments(tuple(handed_on), tuple(filters))


def _next(remaining: Iterable[str], argument: str) -> str:
    value: str | None = next(iter(remaining), None)
    if value is None:
        raise RefusedArgument(
            f"`{argument}` needs a test file, as in `{argument}=tests/a.tftest.hcl`."
        )
    return value
