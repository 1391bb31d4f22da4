"""What a request may weigh, and how long it may take."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from http_service.errors import end_response, send_error
from http_service.settings import Settings

# A client that is refused before it has sent its body would otherwise see a broken connection.
_REST_SECONDS = 1.0
_REST_BODIES = 8


class BodyTooLarge(Exception):
    """Ends the application's reading of the body. What it responds to that is not sent."""


class Limits:
    """Answers 431, 413, 408 or 503, and closes the connection, where a limit is exceeded."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(scope, receive, send, self._settings.max_body_bytes)
        refused = self._refused(scope) or await self._run(scope, request)
        if refused is not None:
            await send_error(send, *refused, close=True)
            await request.discard()
            await end_response(send)

    async def _run(self, scope: Scope, request: _Request) -> tuple[int, str] | None:
        """The status and the error, unless the application has responded."""
        try:
            async with asyncio.timeout(self._settings.request_seconds) as deadline:
                await self._app(scope, request.receive, request.send)
        except BodyTooLarge:
            pass
        except TimeoutError:
            # Where part of a response is sent, the connection can only be closed.
            if request.response_started or not deadline.expired():
                raise
            seconds = f"{self._settings.request_seconds:g} seconds"
            if request.complete:
                return 503, f"the response took longer than {seconds}"
            return 408, f"the body of the request was not complete after {seconds}"
        if request.too_large and not request.response_started:
            return 413, self._body_too_large()
        return None

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = scope["headers"]
        size = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        size += sum(len(name) + len(value) + 4 for name, value in headers)
        if size > self._settings.max_header_bytes:
            return (
                431,
                f"the head of the request has more than {self._settings.max_header_bytes} bytes",
            )
        for name, value in headers:
            if name == b"content-length" and int(value) > self._settings.max_body_bytes:
                return 413, self._body_too_large()
        return None

    def _body_too_large(self) -> str:
        return f"the body of the request has more than {self._settings.max_body_bytes} bytes"


class _Request:
    """Passes messages on, and remembers how far they have come."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._limit = limit
        self._received = 0
        names = {name for name, _ in scope["headers"]}
        self.complete = names.isdisjoint({b"content-length", b"transfer-encoding"})
        self.response_started = False
        self.too_large = False

    async def receive(self) -> Message:
        message = await self._next()
        if self._received > self._limit:
            self.too_large = True
            raise BodyTooLarge
        return message

    async def send(self, message: Message) -> None:
        if self.response_started or not self.too_large:
            self.response_started = True
            await self._send(message)

    async def discard(self) -> None:
        """Reads the rest of the body, within reason."""
        most = self._received + _REST_BODIES * self._limit
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_REST_SECONDS):
                while not self.complete and self._received <= most:
                    await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        self.complete = not message.get("more_body", False)
        return message
