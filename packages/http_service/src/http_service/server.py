"""uvicorn, as a service runs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

from http_service.protocol import BoundedProtocol
from http_service.settings import Settings

logger = logging.getLogger(__name__)


class AddressError(Exception):
    """An address that cannot be listened on; the message names it, and says why."""


def serve(app: FastAPI, settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT, then finishes the requests in progress.

    Raises AddressError.
    """
    with _listen(settings) as listening:
        fields = {"host": settings.host, "port": listening.getsockname()[1], **app.state.health}
        server = Server(app, settings)
        server.on_start = lambda: logger.info("serving", extra=fields)
        asyncio.run(server.serve(sockets=[listening]))
    logger.info("stopped")


def _listen(settings: Settings) -> socket.socket:
    address = (settings.host, settings.port)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server(address, family=family, backlog=settings.max_connections)
    except OSError as error:
        # The text of one from `bind` repeats the address; one from name resolution has no errno.
        known = error.errno is not None and error.errno > 0
        reason = os.strerror(error.errno or 0) if known else error.strerror
        raise AddressError(f"{settings.host}:{settings.port}: {reason}") from error


class Server(uvicorn.Server):
    """Ends with 0 after a signal, and says that it is not ready before it stops listening."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self.on_start: Callable[[], None] = lambda: None
        # What uvicorn says about itself; its warnings are logged as everything else.
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        super().__init__(
            uvicorn.Config(
                app,
                http=_protocol(settings),
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=settings.max_connections,
                timeout_keep_alive=settings.keep_alive_seconds,
                timeout_graceful_shutdown=settings.shutdown_seconds,
                h11_max_incomplete_event_size=settings.max_header_bytes,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_start()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        signals = (signal.SIGTERM, signal.SIGINT)
        for each in signals:
            loop.add_signal_handler(each, self._stop, each)
        try:
            yield
        finally:
            for each in signals:
                loop.remove_signal_handler(each)

    def _stop(self, received: signal.Signals) -> None:
        if not self._app.state.ready:
            # The second signal: no more waiting.
            self.should_exit = self.force_exit = True
            return
        logger.info("stopping", extra={"signal": received.name})
        self._app.state.ready = False
        asyncio.get_running_loop().call_later(self._settings.drain_seconds, self._exit)

    def _exit(self) -> None:
        self.should_exit = True


def _protocol(settings: Settings) -> type[asyncio.Protocol]:
    class Protocol(BoundedProtocol):
        header_seconds = settings.header_seconds
        unread_seconds = settings.request_seconds

    return Protocol
