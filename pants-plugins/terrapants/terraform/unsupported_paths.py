"""Terraform files that Pants cannot handle: a warning names them, as nothing else would."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator

from pants.util.strutil import pluralize

from terrapants.terraform.globs import GLOB_CHARACTERS, may_have_targets

# A warning is one line.
_SHOWN = 3


def unsupported_paths(files: Iterable[str], build_root: str) -> Iterator[str]:
    """A warning for each reason, if there are files that it applies to.

    :param files: of Terraform, relative to the build root.
    """
    by_directory: dict[str, list[str]] = {}
    for path in files:
        by_directory.setdefault(os.path.dirname(path), []).append(path)
    unreadable = [each for each in by_directory if not _is_readable(each)]
    if unreadable:
        yield (
            f"Nothing checks the Terraform files in {_list(unreadable)}: Pants reads no directory "
            "whose path contains `*`, `?` or `[`, begins with `!`, or whose name begins with "
            "`BUILD`. Rename it."
        )
    real: dict[str, bool] = {"": True}

    def is_real(path: str) -> bool:
        """Whether neither the path nor a directory above it is a link."""
        if path not in real:
            place = os.path.join(build_root, path)
            real[path] = is_real(os.path.dirname(path)) and not os.path.islink(place)
        return real[path]

    links: list[str] = []
    for directory, inside in by_directory.items():
        if is_real(directory):
            links.extend(path for path in inside if not is_real(path))
        else:
            links.append(directory)
    if links:
        yield (
            f"{_list(links)}: {'this is' if len(links) == 1 else 'these are'} reached through a "
            "symbolic link, so `--changed-since` does not see a change of what the link leads to. "
            "Use the files themselves instead, for example with a `module` block."
        )


def _is_readable(directory: str) -> bool:
    # To Pants, the directory of a target is a part of a glob.
    is_glob = directory.startswith("!") or any(each in directory for each in GLOB_CHARACTERS)
    return may_have_targets(directory) and not is_glob


def _list(paths: Collection[str]) -> str:
    """The first few of them, and how many there are beyond those."""
    names = sorted(paths)
    more = [f"{pluralize(len(names) - _SHOWN, 'other')}"] if len(names) > _SHOWN else []
    *first, last = (*names[:_SHOWN], *more)
    return f"{', '.join(first)} and {last}" if first else last
