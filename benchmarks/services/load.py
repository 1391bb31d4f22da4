"""A client that asks as fast as it gets answers, for a bounded time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """Latencies in seconds, how long the run took, and how much of a core the server used."""

    latencies: tuple[float, ...]
    seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def cpu_milliseconds(self) -> float:
        """What one request costs the server, whatever else the machine does."""
        return self.cpu_seconds * 1000 / len(self.latencies)

    def percentile(self, percent: int) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def wait_until_listening(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port} after {seconds:g} seconds")


def cpu_seconds(process: int) -> float:
    """How long the process has run on a core so far; see proc(5)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(process: int, port: int, path: str, connections: int, seconds: float) -> Result:
    """Asks the server that is this process. Raises ValueError for a response other than 200."""
    used = cpu_seconds(process)
    started = time.perf_counter()
    latencies: list[float] = []
    end = started + seconds
    await asyncio.gather(*(_ask(port, path, end, latencies) for _ in range(connections)))
    took = time.perf_counter() - started
    return Result(tuple(latencies), took, cpu_seconds(process) - used)


async def _ask(port: int, path: str, end: float, latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    try:
        while (started := time.perf_counter()) < end:
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            if not head.startswith(b"http/1.1 200"):
                raise ValueError(f"{path}: {head.splitlines()[0].decode()}")
            length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))
            latencies.append(time.perf_counter() - started)
    finally:
        writer.close()


def table(results: Mapping[str, Result]) -> str:
    rows = [f"{'':28}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}"]
    for name, result in results.items():
        p50, p99 = (result.percentile(percent) * 1000 for percent in (50, 99))
        cpu = result.cpu_milliseconds
        rows.append(f"{name:28}{result.per_second:12.0f}{p50:10.1f}{p99:10.1f}{cpu:10.2f}")
    return "\n".join(rows) + "\n"
