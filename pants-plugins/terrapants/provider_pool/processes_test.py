from __future__ import annotations

import os
import subprocess

from terrapants.provider_pool.processes import is_alive, start_time


def test_a_process_and_its_end() -> None:
    process = subprocess.Popen(("sleep", "100"))
    assert is_alive(process.pid)
    started = start_time(process.pid)
    assert started
    assert started == start_time(process.pid)
    process.kill()
    process.wait()
    assert not is_alive(process.pid)
    assert start_time(process.pid) == ""
    assert start_time(os.getpid())


def test_a_process_that_nobody_waited_for_has_ended() -> None:
    process = subprocess.Popen(("true",))
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert start_time(process.pid) == ""
    process.wait()
