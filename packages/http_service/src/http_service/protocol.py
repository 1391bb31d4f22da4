"""HTTP/1.1 connections that a slow or broken client cannot hold."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol, RequestResponseCycle

# How long a client that was refused may go on sending, so that it comes to read why.
_LINGER_SECONDS = 1.0


class BoundedProtocol(H11Protocol):
    """uvicorn's protocol, with two limits that it lacks: how long the head of a request may take to
    arrive, and how long a client may leave a response unread.

    Errors that are found before there is a request are JSON, too.
    """

    header_seconds = 10.0
    unread_seconds = 30.0

    _head: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _refused = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._head = self.loop.call_later(self.header_seconds, self._head_is_late)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        super().data_received(data)
        if self.transport.is_closing() or self.conn.our_state is h11.ERROR:
            return
        if self.conn.their_state is not h11.IDLE:
            self._cancel_head()
        elif self._head is None:
            self._head = self.loop.call_later(self.header_seconds, self._head_is_late)

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel_head()
        self._cancel_unread()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        if self._refused:
            self.transport.close()
        else:
            super().shutdown()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.unread_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._cancel_unread()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        # A response that was not read by now would keep the connection open.
        self.loop.call_later(self.unread_seconds, self.transport.abort)

    def send_400_response(self, msg: str) -> None:
        """Called by uvicorn for what h11 refuses, while it handles that error."""
        error = sys.exception()
        status = getattr(error, "error_status_hint", 400)
        self._refuse(status, str(error or msg))

    def _head_is_late(self) -> None:
        self._head = None
        if self.conn.trailing_data[0]:
            self._refuse(
                408, f"the head of the request took longer than {self.header_seconds:g} seconds"
            )
        else:
            self.transport.close()

    def _refuse(self, status: int, error: str) -> None:
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and not cycle.response_complete:
            # The body of a request in progress is invalid: the application is not to respond.
            cycle.disconnected = True
            cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            body = json.dumps({"error": error}).encode()
            headers = [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
            ]
            head = h11.Response(status_code=status, headers=headers, reason=STATUS_PHRASES[status])
            for event in (head, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        # Closing at once would make the client's system discard what it has not yet read.
        self._refused = True
        self._cancel_head()
        self.transport.write_eof()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)

    def _cancel_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _cancel_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
