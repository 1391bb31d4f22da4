"""Which processes are alive."""

from __future__ import annotations

import os
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
    """When this process started, to tell it from others that had or get its ID; nothing if there is
    none. Where the system does not say, it is the same for all."""
    if not _PROC.exists():
        return "alive" if is_alive(pid) else ""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    # After the name of the program, which may hold anything: the state, and the 22nd field.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


def process_ids() -> str:
    """What process IDs and start times refer to: this start of the machine, and the container;
    nothing where the system does not say."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""
