"""Whether processes are alive."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_PROC = Path("/proc/self/stat")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def start_time(pid: int) -> str:
    """When this process started: something that tells it from others that had or get its ID, or
    nothing if there is none."""
    if not _PROC.exists():
        said = subprocess.run(("ps", "-o", "lstart=", "-p", str(pid)), stdout=subprocess.PIPE)  # noqa: S607
        return said.stdout.decode().strip()
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    # After the name of the program, which may hold anything: the state, and the 22nd field.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]
