"""A TCP proxy before the server: it counts bytes, delays them, or swallows them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """:param target: the server's port.
    :param delay_seconds: how much later each piece arrives, in both directions.
    :param silent: accept connections, and never answer.
    """

    target: int
    delay_seconds: float = 0
    silent: bool = False
    port: int = 0
    connections: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    async def serve(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self.silent:
            while await reader.read(65536):
                pass
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            self._pump(reader, far_writer, "bytes_up"), self._pump(far_reader, writer, "bytes_down")
        )

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, counter: str
    ) -> None:
        """Pass on all that comes, each piece so much later: a delay, not a narrow line."""
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                due, piece = await pieces.get()
                await asyncio.sleep(max(0, due - self._loop.time()))
                if not piece:
                    sink.close()
                    return
                with contextlib.suppress(OSError):
                    sink.write(piece)
                    await sink.drain()

        delivery = asyncio.ensure_future(deliver())
        piece = b"-"
        while piece:
            try:
                piece = await source.read(65536)
            except OSError:
                piece = b""
            setattr(self, counter, getattr(self, counter) + len(piece))
            await pieces.put((self._loop.time() + self.delay_seconds, piece))
        await delivery


@contextlib.contextmanager
def proxy(target: int = 0, *, delay_seconds: float = 0, silent: bool = False) -> Iterator[Proxy]:
    made = Proxy(target, delay_seconds, silent)
    loop = made._loop
    loop.run_until_complete(made.serve())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
