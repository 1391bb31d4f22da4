"""What CI runs: the goals, in parts, that a selection of targets needs."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from pants_targets import Target

_PYTHON_TEST = "python_test"
_TERRAFORM_TEST = "terraform_test"
_SITE = "sphinx_site"
_CHECKED = ("terraform_module", "terraform_module_readme", "python_source", _PYTHON_TEST, _SITE)


@dataclass(frozen=True)
class Sharding:
    """:param files: how many test files one job takes.

    :param most: how many jobs a goal has at most.
    """

    files: int = 40
    most: int = 8

    def shards(self, count: int) -> int:
        return max(1, min(self.most, -(-count // self.files)))


@dataclass(frozen=True)
class Job:
    """:param name: for people, and for the names of artifacts."""

    name: str
    goal: str
    arguments: tuple[str, ...]

    @property
    def command(self) -> str:
        return shlex.join(("./pants", *self.arguments))

    def as_json(self) -> dict[str, str]:
        return {
            "name": self.name,
            "goal": self.goal,
            "arguments": shlex.join(self.arguments),
        }


def jobs(
    selected: Iterable[Target], selection: tuple[str, ...], sharding: Sharding
) -> tuple[Job, ...]:
    """:param selection: the arguments that make Pants select these targets."""
    types = [target.type for target in selected]
    if not types:
        return ()
    # Of pages, `lint` has nothing to say.
    made = [_job("lint", (), selection)] if any(each != _SITE for each in types) else []
    if any(each in types for each in _CHECKED):
        made.append(_job("check", (), selection))
    # `test` would run the tests of Terraform as well.
    pytest = ("--filter-target-type=-terraform_test",)
    made += _sharded("test", pytest, types.count(_PYTHON_TEST), selection, sharding)
    made += _sharded("tf-test", (), types.count(_TERRAFORM_TEST), selection, sharding)
    return tuple(made)


def _sharded(
    goal: str,
    options: tuple[str, ...],
    files: int,
    selection: tuple[str, ...],
    sharding: Sharding,
) -> list[Job]:
    if not files:
        return []
    count = sharding.shards(files)
    if count == 1:
        return [_job(goal, options, selection)]
    return [
        _job(
            goal,
            options,
            selection,
            f"-{index + 1}-of-{count}",
            (f"--shard={index}/{count}",),
        )
        for index in range(count)
    ]


def _job(
    goal: str,
    options: tuple[str, ...],
    selection: tuple[str, ...],
    suffix: str = "",
    goal_options: tuple[str, ...] = (),
) -> Job:
    changed = tuple(each for each in selection if each.startswith("-"))
    specs = tuple(each for each in selection if not each.startswith("-"))
    return Job(goal + suffix, goal, (*changed, *options, goal, *goal_options, *specs))
