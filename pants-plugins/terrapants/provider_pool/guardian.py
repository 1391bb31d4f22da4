"""Ends what the server of the pool leaves behind, however it ends: `kill -9` included."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from terrapants.provider_pool.leftovers import end

_START = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from terrapants.provider_pool.guardian import guard; guard(sys.argv[2])"
)


def start_guardian(directory: Path) -> None:
    """A process of its own that waits for the end of this one, and then kills the providers that
    are recorded in the directory, and deletes it."""
    sources = str(Path(__file__).resolve().parents[2])
    # The other end is closed when this process ends, and not before.
    reader, _ = os.pipe()
    subprocess.Popen(
        (sys.executable, "-I", "-S", "-c", _START, sources, str(directory)),
        stdin=reader,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        env={},
    )
    os.close(reader)


def guard(directory: str) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while os.read(0, 1 << 10):
        pass
    end(Path(directory))
