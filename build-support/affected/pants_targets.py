"""What Pants says of targets: `./pants … peek`, as plain data."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

# The targets of what depends on anything that changed since a commit.
CHANGED = ("--changed-since={commit}", "--changed-dependents=transitive")
EVERYTHING = ("::",)


class PantsFailed(Exception):
    """Pants could not answer; it has said why on standard error."""

    def __init__(self, command: str, exit_code: int) -> None:
        super().__init__(
            f"`{command}` failed with exit code {exit_code}, so what is affected is not known: fix "
            "what it says above, and try again."
        )


@dataclass(frozen=True)
class Target:
    """:param sources: paths relative to the build root."""

    address: str
    type: str
    sources: tuple[str, ...] = ()

    @property
    def directory(self) -> str:
        path = self.sources[0] if self.sources else f"{self.address.split(':')[0]}/BUILD"
        return path.lstrip("/").rpartition("/")[0]


def selection(merge_base: str) -> tuple[str, ...]:
    """The options that select what a change since this commit affects."""
    return tuple(each.format(commit=merge_base) for each in CHANGED)


def targets(root: Path, arguments: tuple[str, ...]) -> tuple[Target, ...]:
    """:param arguments: `EVERYTHING` or a `selection`.

    :raises PantsFailed: Pants ended with an error.
    """
    options = [each for each in arguments if each.startswith("-")]
    specs = [each for each in arguments if not each.startswith("-")]
    command = ["./pants", *options, "peek", *specs]
    result = subprocess.run(
        command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if result.returncode != 0:
        raise PantsFailed(" ".join(command), result.returncode)
    return tuple(
        Target(each["address"], each["target_type"], tuple(each.get("sources") or ()))
        for each in json.loads(result.stdout or "[]")
    )
