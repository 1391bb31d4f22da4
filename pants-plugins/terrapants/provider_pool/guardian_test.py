from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from terrapants.provider_pool.processes import start_time
from terrapants.provider_pool.testutil import wait_until

# A server that has two providers, one of which it has ended, and a child that it never told of.
_SERVER = """
import os, subprocess, sys
sys.path[:] = {path!r}
from pathlib import Path
from terrapants.provider_pool.guardian import start_guardian
from terrapants.provider_pool.leftovers import forget_provider, record_provider, record_server
directory = Path({directory!r})
record_server(directory, Path({record!r}))
start_guardian(directory)
sleeping = [subprocess.Popen(("sleep", "100"), start_new_session=True) for _ in range(3)]
record_provider(directory, sleeping[0].pid)
record_provider(directory, sleeping[1].pid)
forget_provider(directory, sleeping[1].pid)
print(*(each.pid for each in sleeping), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("replaced", [False, True])
def test_what_is_left_when_the_server_ends(tmp_path: Path, killed: bool, replaced: bool) -> None:
    directory = tmp_path / "private"
    (directory / "home").mkdir(parents=True)
    (directory / "home/file").touch()
    record = tmp_path / "record"
    record.write_text("another server" if replaced else str(directory))
    server = subprocess.Popen(
        (
            *(sys.executable, "-c"),
            _SERVER.format(path=sys.path, directory=str(directory), record=str(record)),
        ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    assert server.stdin is not None
    told, ended, untold = map(int, server.stdout.readline().split())
    if killed:
        server.kill()
    server.stdin.close()
    server.wait()
    wait_until(lambda: not directory.exists(), "the directory goes")
    assert record.exists() == replaced
    wait_until(lambda: not start_time(told), "its provider ends")
    for pid in (ended, untold):
        os.kill(pid, signal.SIGKILL)  # It is there.
