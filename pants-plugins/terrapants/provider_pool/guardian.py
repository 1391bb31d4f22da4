"""Ends what the server of the pool leaves behind, however it ends: `kill -9` included."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path


class Guardian:
    """A process of its own that waits for the server's end, then kills the providers, and deletes
    the server's private directory and its record."""

    def __init__(self, directory: Path, record: Path) -> None:
        """It forks, so it has to come before the first thread."""
        reader, self._writer = os.pipe()
        if os.fork() == 0:
            try:
                os.close(self._writer)
                _guard(reader, directory, record)
            finally:
                os._exit(0)
        os.close(reader)

    def started(self, pid: int) -> None:
        os.write(self._writer, b"+%d\n" % pid)

    def ended(self, pid: int) -> None:
        os.write(self._writer, b"-%d\n" % pid)


def _guard(reader: int, directory: Path, record: Path) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    running: set[int] = set()
    with os.fdopen(reader) as lines:
        for line in lines:
            change = running.add if line[0] == "+" else running.discard
            change(int(line[1:]))
    for pid in running:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    with suppress(OSError):
        # Another server may be there by now.
        if record.read_text() == str(directory):
            record.unlink()
    shutil.rmtree(directory, ignore_errors=True)
