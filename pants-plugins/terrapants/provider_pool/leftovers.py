"""What a server started, on the disk, so that it can be ended after the server was killed.

A server's private directory holds a file about the server, and one for each provider that it runs.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from terrapants.provider_pool.private_directory import PREFIX
from terrapants.provider_pool.processes import process_ids, start_time

_SERVER = "server.json"
_PROVIDERS = "providers"


def record_server(directory: Path, record: Path) -> None:
    """Note in its directory that this process is the server, and where clients look it up."""
    pid = os.getpid()
    server = {"pid": pid, "started": start_time(pid), "ids": process_ids(), "record": str(record)}
    (directory / _PROVIDERS).mkdir()
    (directory / _SERVER).write_text(json.dumps(server))


def record_provider(directory: Path, pid: int) -> None:
    (directory / _PROVIDERS / str(pid)).write_text(start_time(pid))


def forget_provider(directory: Path, pid: int) -> None:
    with suppress(OSError):
        (directory / _PROVIDERS / str(pid)).unlink()


def end(directory: Path) -> None:
    """Kill the providers that a directory records; delete it and the server's record."""
    with suppress(OSError):
        for file in (directory / _PROVIDERS).iterdir():
            _kill(int(file.name), file.read_text())
    with suppress(OSError, ValueError, KeyError):
        record = Path(json.loads((directory / _SERVER).read_text())["record"])
        # Another server may be there by now.
        if record.read_text() == str(directory):
            record.unlink()
    shutil.rmtree(directory, ignore_errors=True)


def _kill(pid: int, started: str) -> None:
    """The provider and what it started: it leads a process group."""
    if started and start_time(pid) == started:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def end_leftovers(parents: Iterable[str]) -> None:
    """Do so in the directories of servers that were killed together with their guardians.

    Where the system does not say when a process was started, nothing is done: another process may
    have the ID by now.
    """
    if not process_ids():
        return
    for parent in parents:
        with suppress(OSError):
            for name in os.listdir(parent):
                if name.startswith(PREFIX) and _is_left_over(Path(parent, name)):
                    end(Path(parent, name))


def _is_left_over(directory: Path) -> bool:
    try:
        found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or stat.S_IMODE(found.st_mode) != 0o700:
            return False
        # So nobody else can have written what it holds.
        if found.st_uid != os.getuid():
            return False
        server = json.loads((directory / _SERVER).read_text())
        # To a container that has this directory too, the server may live and not be there.
        is_here = server["ids"] == process_ids()
        return bool(is_here and start_time(server["pid"]) != server["started"])
    except (OSError, ValueError, KeyError):
        return False
