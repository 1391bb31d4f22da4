from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator

import pytest

from benchmarks.services import servers
from benchmarks.services.load import Result, measure, table, wait_until_listening


@pytest.fixture
def port() -> Iterator[int]:
    port = servers.free_port()
    process = multiprocessing.Process(target=servers.catalogue, args=[port], daemon=True)
    process.start()
    wait_until_listening(port)
    yield port
    process.terminate()
    process.join()


def test_every_answer_is_counted(port: int) -> None:
    result = asyncio.run(measure(port, "/modules/aws/module-7", 2, 0.5))
    assert len(result.latencies) >= 2
    assert 0 < result.percentile(50) <= result.percentile(99)
    with pytest.raises(ValueError, match=r"/nothing: http/1\.1 404"):
        asyncio.run(measure(port, "/nothing", 1, 0.5))


def test_table_has_a_line_for_each_side() -> None:
    result = Result((0.001,) * 98 + (0.002, 0.003), seconds=2)
    assert table({"bare": result}).splitlines()[1].split() == ["bare", "50", "1.0", "3.0"]
