"""Which of the user's environment variables Terraform tests see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.tool import TerraformTool
from pants.core.goals.test import TestSubsystem
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.unions import UnionRule

from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import extra_env_vars, knows_patterns_of_variables
from terrapants.testing.subsystem import TfTestSubsystem

_ENTRY = re.compile(r"[A-Za-z_]\w*(=.*)?")
_PATTERN = re.compile(r"[A-Za-z_][\w*]*")


@dataclass(frozen=True)
class TerraformTestEnvironment:
    """The entries of `[test].extra_env_vars`, `[tf-test].extra_env_vars` and, where Pants has that
    option, `[download-terraform].extra_env_vars`.

    The first two apply to both goals; otherwise one goal could not use what the other has cached.
    """

    requested: tuple[str, ...]


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


@rule
async def terraform_test_environment(
    test: TestSubsystem.EnvironmentAware,
    tf_test: TfTestSubsystem.EnvironmentAware,
    terraform: TerraformTool,
) -> TerraformTestEnvironment:
    return TerraformTestEnvironment(
        (
            *checked_variables(extra_env_vars(terraform), "`[download-terraform].extra_env_vars`"),
            *checked_variables(test.extra_env_vars, "`[test].extra_env_vars`"),
            *checked_variables(tf_test.extra_env_vars, "`[tf-test].extra_env_vars`"),
        )
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
