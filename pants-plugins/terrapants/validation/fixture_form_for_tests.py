"""The form of a fixture: a small module, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent


@dataclass(frozen=True)
class Fixture:
    """A module.

    :param files: their content by path in the module; bytes where the text is not UTF-8.
    :param says: what the findings say, if anything: a part of their text for a terminal, in which
        `@` stands for the module's directory.
    :param tests: the directories of tests beside `tests` that `terraform validate` is told of.
    :param aws: whether it needs the AWS provider.
    """

    files: Mapping[str, str | bytes]
    valid: bool = True
    says: str = ""
    tests: tuple[str, ...] = ()
    aws: bool = False
    module: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


def tf(text: str) -> Mapping[str, str]:
    return {"main.tf": dedent(text)}
