"""The directory of the server's sockets."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

PREFIX = "terrapants-"
# The shortest limit of `sun_path` is that of macOS (104 bytes with the final NUL). Providers choose
# the names of their sockets themselves: `plugin` and a number of up to ten digits.
_LONGEST_PATH = 103
_LONGEST_NAME = len("/plugins/plugin4294967295")


class NoDirectory(Exception):
    """None of the directories can hold the sockets; the argument is a sentence that says why."""


def candidates(setting: str) -> list[str]:
    """Where it may be: where the settings say, or else where sockets usually are."""
    return [setting] if setting else [*filter(None, (os.environ.get("XDG_RUNTIME_DIR"),)), "/tmp"]  # noqa: S108


def make_private_directory(parents: Iterable[str]) -> Path:
    """A new directory (mode 0700) in the first parent that can hold it.

    :raises NoDirectory: with the reason for each of the parents.
    """
    problems = []
    for parent in parents:
        length = len(os.fsencode(parent)) + len(f"/{PREFIX}12345678") + _LONGEST_NAME
        if length > _LONGEST_PATH:
            problems.append(
                f"the paths of sockets in {parent} would have {length} bytes, and the system "
                f"allows {_LONGEST_PATH}"
            )
            continue
        try:
            return Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        except OSError as error:
            problems.append(f"{error.strerror} in {parent}")
    raise NoDirectory(f"no directory can hold its sockets ({'; '.join(problems)}).")
