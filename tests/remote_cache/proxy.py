"""A TCP proxy before the server: it counts bytes and requests, delays them, or swallows them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

# Of HTTP/2 (RFC 9113): what a client sends first, and the type of a frame that starts a request.
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_HEADERS = 1


class RequestCounter:
    """Counts the requests in what a client sends over one connection, in whatever pieces.

    gRPC sends one HEADERS frame a request. In TLS there is nothing to recognise.
    """

    def __init__(self) -> None:
        self.requests = 0
        self._skipped = len(_PREFACE)
        self._start = b""

    def sent(self, piece: bytes) -> None:
        while piece:
            skipped = min(self._skipped, len(piece))
            self._skipped -= skipped
            # A frame starts with 24 bits of length, 8 of type, 8 of flags and 32 of stream.
            wanted = 9 - len(self._start)
            self._start += piece[skipped : skipped + wanted]
            piece = piece[skipped + wanted :]
            if len(self._start) == 9:
                self.requests += self._start[3] == _HEADERS
                self._skipped = int.from_bytes(self._start[:3], "big")
                self._start = b""


@dataclass
class Proxy:
    """:param target: the server's port.
    :param delay_seconds: how much later each piece arrives, in both directions.
    :param silent: accept connections, and never answer.
    :param plain_text: whether the clients speak without TLS, so that their requests are counted.
    """

    target: int
    delay_seconds: float = 0
    silent: bool = False
    plain_text: bool = False
    port: int = 0
    connections: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    requests: int = 0
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
        counter = RequestCounter()

        def sent(piece: bytes) -> None:
            self.bytes_up += len(piece)
            if self.plain_text:
                before = counter.requests
                counter.sent(piece)
                self.requests += counter.requests - before

        def answered(piece: bytes) -> None:
            self.bytes_down += len(piece)

        await asyncio.gather(
            self._pump(reader, far_writer, sent), self._pump(far_reader, writer, answered)
        )

    async def _pump(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        count: Callable[[bytes], None],
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
            count(piece)
            await pieces.put((self._loop.time() + self.delay_seconds, piece))
        await delivery


@contextlib.contextmanager
def proxy(
    target: int = 0, *, delay_seconds: float = 0, silent: bool = False, plain_text: bool = False
) -> Iterator[Proxy]:
    made = Proxy(target, delay_seconds, silent, plain_text)
    loop = made._loop
    loop.run_until_complete(made.serve())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
