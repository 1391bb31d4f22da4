"""Whether somebody else could change what is in a directory.

Terraform runs the programs in a provider mirror. So only root, the user and the owner of the
checkout (whose code runs anyway) may be able to change them.
"""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shlex
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

# Their members can become root.
ADMINISTRATORS = frozenset({"admin", "root", "sudo", "wheel"})
# Debian's `staff` can write to /usr/local. On macOS it is another group, of all users.
DEBIAN_STAFF = ("staff", 50)


@dataclass(frozen=True)
class WeakSpot:
    path: Path
    problem: str
    """A clause: who can change it, and how."""
    remedy: str
    """A command."""
    for_everyone: bool
    """Whether everyone can change it, not only its owner and its group."""


def find_weak_spot(
    tree: Path, owners: Collection[int], *, any_owner: bool = False
) -> Optional[WeakSpot]:
    """Returns a place in the directory, or above it, that others can change.

    :param owners: the users who may own these places.
    :param any_owner: whether the user chose the directory, and so trusts its owner and its group.
    """
    real_tree = Path(os.path.realpath(tree))
    for path, is_above in _places(tree):
        try:
            status = path.stat()
        except OSError:
            continue  # It does not exist, or Terraform cannot read it either.
        # In a directory with the sticky bit, such as /tmp, others cannot replace what is there.
        writable = 0 if is_above and status.st_mode & stat.S_ISVTX else status.st_mode
        for_everyone = bool(writable & stat.S_IWOTH)
        if for_everyone:
            problem, change = f"everyone can write to {path}", ["chmod", "go-w"]
        elif any_owner:
            continue
        elif status.st_uid not in owners:
            problem, change = f"{path} belongs to {_user(status.st_uid)}", ["chown", "root"]
        elif writable & stat.S_IWGRP and not _is_harmless(status.st_gid):
            problem, change = f"{_group(status.st_gid)} can write to {path}", ["chmod", "go-w"]
        else:
            continue
        may_change = {0} if change[0] == "chown" else {0, status.st_uid}
        sudo = [] if os.getuid() in may_change else ["sudo"]
        if is_above or not path.is_relative_to(real_tree):
            command = [*sudo, *change, str(path)]
        else:
            command = [*sudo, change[0], "-R", change[1], str(real_tree)]
        return WeakSpot(path, problem, shlex.join(command), for_everyone)
    return None


def _places(tree: Path) -> Iterator[tuple[Path, bool]]:
    """Yields each place that matters, with whether it is above the directory. Follows links."""
    above, within = set(tree.parents), set()
    yield from ((parent, True) for parent in tree.parents)
    waiting = [tree]
    while waiting:
        place = Path(os.path.realpath(waiting.pop()))
        if place in within:
            continue
        within.add(place)
        new = [parent for parent in place.parents if parent not in above | within]
        above.update(new)
        yield from ((parent, True) for parent in new)
        yield place, False
        with contextlib.suppress(OSError):  # A file has no entries.
            waiting += place.iterdir()


def _is_harmless(group: int) -> bool:
    """Whether who is in the group could change the files anyway."""
    try:
        entry = grp.getgrgid(group)
        user = pwd.getpwuid(os.getuid())
    except KeyError:
        return False
    # Many systems give each user a group of their own.
    own = group == user.pw_gid and entry.gr_name == user.pw_name
    return (
        entry.gr_name in ADMINISTRATORS
        or (entry.gr_name, group) == DEBIAN_STAFF
        or (own and set(entry.gr_mem) <= {user.pw_name})
    )


def _user(user: int) -> str:
    try:
        return f"the user {pwd.getpwuid(user).pw_name}"
    except KeyError:
        return f"the user {user}"


def _group(group: int) -> str:
    try:
        return f"the group {grp.getgrgid(group).gr_name}"
    except KeyError:
        return f"the group {group}"
