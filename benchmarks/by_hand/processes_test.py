from __future__ import annotations

import subprocess
import sys

from benchmarks.scaling.pants_repository import CHECKOUT

# In a process of its own, because it waits for every child of its process.
PROGRAM = """
import subprocess, time
from benchmarks.by_hand.processes import adopt_orphans, descendants, end_all, measured

adopt_orphans()
# A daemon: its parent ends at once. It works for half a second, says so, and then it stays.
daemon = "import time\\nwhile time.process_time() < 0.5: pass\\nprint(flush=True)\\ntime.sleep(300)"
start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {daemon!r}])"


def run():
    starter = subprocess.Popen(["python3", "-c", start], stdout=subprocess.PIPE)
    assert starter.stdout.readline() == b"\\n"
    starter.wait()
    time.sleep(1)


cost = measured(run, memory=True)
assert 1.5 <= cost.seconds, cost
assert 0.5 <= cost.cpu_seconds < 1.5, cost
assert 1e6 < cost.peak_bytes < 1e8, cost
(pid,) = descendants()
assert measured(lambda: subprocess.run(["true"], check=True)).cpu_seconds < 0.2
assert measured(run, memory=True, without=[pid]).peak_bytes < cost.peak_bytes * 1.5
end_all(but=[pid])
assert list(descendants()) == [pid]
end_all()
assert not descendants()
"""


def test_daemons_count_and_end() -> None:
    program = (sys.executable, "-c", PROGRAM)
    done = subprocess.run(program, cwd=CHECKOUT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
