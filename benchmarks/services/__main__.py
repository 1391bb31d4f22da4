"""Requests per second and latency of the catalogue, beside a bare ASGI application, on loopback.

`CPU ms` is what one request costs the server: it changes little where the machine is busy.

./pants run benchmarks/services:load -- --seconds 5
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
from collections.abc import Callable

from benchmarks.services import servers
from benchmarks.services.load import Result, measure, table, wait_until_listening

SIDES: tuple[tuple[str, Callable[[int], None], str], ...] = (
    ("bare ASGI application", servers.bare, "/"),
    ("the catalogue, a module", servers.catalogue, "/modules/aws/module-7"),
    ("the catalogue, 100 modules", servers.catalogue, "/modules"),
    ("the catalogue, a page", servers.catalogue, "/catalog/aws/module-7"),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    results: dict[str, Result] = {}
    for name, serve, path in SIDES:
        port = servers.free_port()
        process = multiprocessing.Process(target=serve, args=[port], daemon=True)
        process.start()
        try:
            wait_until_listening(port)
            assert process.pid  # noqa: S101
            results[name] = asyncio.run(
                measure(process.pid, port, path, options.connections, min(options.seconds, 60))
            )
        finally:
            process.terminate()
            process.join()
    sys.stdout.write(table(results))


if __name__ == "__main__":
    main()
