"""Symbolic links that lead back to themselves, on which Pants 2.17 crashes without a message."""

from __future__ import annotations

import ast
import contextlib
import errno
import os
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePath

from machine import UserError


def refuse_circular_links(root: Path) -> None:
    """:raises UserError: for a circular link that Pants would look at."""
    for link in circular_links(root):
        if not is_ignored_by_pants(root, link) and not is_ignored_by_git(root, link):
            raise UserError(
                f"{link} is a symbolic link that leads back to itself, on which Pants breaks down. "
                f'Delete it, or add "/{link}" to pants_ignore in pants.toml.'
            )


def circular_links(root: Path) -> Iterator[PurePath]:
    """Yields them relative to the root. What is hidden is left out: Pants does not look there."""
    waiting = [root]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    if is_circular(entry):
                        yield PurePath(entry.path).relative_to(root)
                elif entry.is_dir():
                    waiting.append(Path(entry.path))


def is_circular(link: os.DirEntry[str]) -> bool:
    try:
        link.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def is_ignored_by_pants(root: Path, link: PurePath) -> bool:
    """Whether `pants_ignore` in pants.toml names the link, or a directory that it is in."""
    with contextlib.suppress(OSError, SyntaxError, ValueError):  # Pants says what is wrong.
        text = (root / "pants.toml").read_text()
        import toml  # The parser that Pants has.  # pants: no-infer-dep

        patterns = toml.loads(text).get("GLOBAL", {}).get("pants_ignore", [])
        if isinstance(patterns, dict):
            patterns = patterns.get("add", [])
        if isinstance(patterns, str):
            patterns = ast.literal_eval(patterns.lstrip("+"))
        return any(matches(pattern, link) for pattern in patterns)
    return False


def matches(pattern: str, link: PurePath) -> bool:
    """Whether a pattern of a .gitignore file matches the link, or a directory that it is in."""
    paths = [link, *link.parents][:-1]
    if "/" in pattern.rstrip("/"):
        return any(fnmatch(str(path), pattern.strip("/")) for path in paths)
    return any(fnmatch(path.name, pattern.rstrip("/")) for path in paths)


def is_ignored_by_git(root: Path, link: PurePath) -> bool:
    command = ["git", "-C", str(root), "check-ignore", "--quiet", "--", str(link)]
    try:
        return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False
