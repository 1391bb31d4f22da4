from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator

import pytest

from benchmarks.services import servers
from benchmarks.services.load import Result, measure, table, wait_until_listening


@pytest.fixture
def server() -> Iterator[tuple[int, int]]:
    """The process and the port of a catalogue."""
    port = servers.free_port()
    process = multiprocessing.Process(target=servers.catalogue, args=[port], daemon=True)
    process.start()
    wait_until_listening(port)
    assert process.pid
    yield process.pid, port
    process.terminate()
    process.join()


def test_every_answer_is_counted(server: tuple[int, int]) -> None:
    result = asyncio.run(measure(*server, "/modules/aws/module-7", 2, 0.5))
    assert len(result.latencies) >= 2
    assert 0 < result.percentile(50) <= result.percentile(99)
    assert 0 < result.cpu_seconds < result.seconds + 0.1
    with pytest.raises(ValueError, match=r"/nothing: http/1\.1 404"):
        asyncio.run(measure(*server, "/nothing", 1, 0.5))


def test_table_has_a_line_for_each_side() -> None:
    result = Result((0.001,) * 98 + (0.002, 0.003), seconds=2, cpu_seconds=0.025)
    row = table({"bare": result}).splitlines()[1].split()
    assert row == ["bare", "50", "1.0", "3.0", "0.25"]
