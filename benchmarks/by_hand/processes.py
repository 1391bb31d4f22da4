"""What a command costs with everything that it starts, daemons included."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scaling.pants_repository import BenchmarkError

_PR_SET_CHILD_SUBREAPER = 36
_TICKS = os.sysconf("SC_CLK_TCK")
_SAMPLE_SECONDS = 0.25
_END_SECONDS = 60.0


@dataclass(frozen=True)
class Cost:
    """:param seconds: until the command ended.
    :param cpu_seconds: of all processes of this benchmark meanwhile.
    :param peak_bytes: the largest sum of their memory, shared pages in parts; 0 if not measured.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int = 0


def adopt_orphans() -> None:
    """Makes daemons that this process's children start its own children, so that they are found."""
    if ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise BenchmarkError("this system does not let a process adopt orphans")


def measured(
    run: Callable[[], object], *, memory: bool = False, without: Collection[int] = ()
) -> Cost:
    """Calls `run` and measures the processes that are there meanwhile.

    :param memory: whether to measure memory too.
    :param without: processes whose memory does not count.
    """
    with _sampled(without) if memory else contextlib.nullcontext([0]) as peaks:
        cpu = _cpu_seconds()
        start = time.monotonic()
        run()
        seconds = time.monotonic() - start
        _reap()
        cpu = _cpu_seconds() - cpu
    return Cost(seconds, cpu, max(peaks))


def descendants() -> dict[int, Path]:
    """The directories in /proc of all processes that this one started, by their ids."""
    children: dict[int, list[int]] = {}
    for directory in Path("/proc").iterdir():
        if directory.name.isdigit():
            with contextlib.suppress(OSError):
                children.setdefault(_parent(directory), []).append(int(directory.name))
    found: dict[int, Path] = {}
    waiting = [os.getpid()]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            found[child] = Path("/proc", str(child))
            waiting.append(child)
    return found


def end_all(but: Collection[int] = ()) -> None:
    """Ends what this benchmark started and what still runs.

    :param but: processes that go on.
    """
    end = time.monotonic() + _END_SECONDS
    for number in (signal.SIGTERM, signal.SIGKILL):
        while time.monotonic() < end:
            _reap()
            left = [pid for pid in descendants() if pid not in but]
            if not left:
                return
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            time.sleep(0.2)
        end = time.monotonic() + _END_SECONDS
    raise BenchmarkError("processes that the benchmark started do not end")


def _parent(directory: Path) -> int:
    return int(_stat(directory)[1])


def _stat(directory: Path) -> list[str]:
    """The fields of `stat` from the third on, the process's state: see proc(5)."""
    return (directory / "stat").read_text().rpartition(")")[2].split()


def _cpu_seconds() -> float:
    """Of all processes that this one started: of those that ended, and of those that run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = 0
    for directory in descendants().values():
        with contextlib.suppress(OSError):
            # utime, stime, and the same of its children that ended.
            ticks += sum(map(int, _stat(directory)[11:15]))
    return ended.ru_utime + ended.ru_stime + ticks / _TICKS


def _reap() -> None:
    """Waits for adopted processes that ended, so that their time counts. None else may run."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


@contextlib.contextmanager
def _sampled(without: Collection[int]) -> Iterator[list[int]]:
    """The sums of memory from now on, at intervals."""
    sums = [0]
    done = threading.Event()

    def sample() -> None:
        while not done.wait(_SAMPLE_SECONDS):
            found = descendants()
            sums.append(sum(_memory(found[pid]) for pid in found if pid not in without))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield sums
    finally:
        done.set()
        thread.join()


def _memory(directory: Path) -> int:
    """Its proportional set size: a page that two processes share counts half for each."""
    with contextlib.suppress(OSError):
        for line in (directory / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
