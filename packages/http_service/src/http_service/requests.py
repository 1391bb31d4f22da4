"""Each request has a correlation ID, and one line in the log."""

from __future__ import annotations

import logging
import string
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from http_service.errors import end_response, send_error
from structured_logging import correlation

logger = logging.getLogger(__name__)

_ID_CHARACTERS = frozenset(string.ascii_letters + string.digits + "-_.:/+=")
_ID_LENGTH = 128
# Asked every few seconds by machines: no line in the log, no span.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


class CorrelationIds:
    """Takes the request's `X-Request-ID` or makes an ID, and returns it in the response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with correlation(_given_id(scope)) as correlation_id:

            async def send_with_id(message: Message) -> None:
                if message["type"] == "http.response.start":
                    header = (b"x-request-id", correlation_id.encode())
                    message["headers"] = [*message.get("headers", []), header]
                await send(message)

            await self._app(scope, receive, send_with_id)


class RequestLog:
    """Logs each request once, and answers 500 where the application fails."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        # Without the query, which may hold secrets.
        fields = {"method": scope["method"], "path": scope["path"]}
        status = 0

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        except Exception:
            logger.exception("request failed", extra=fields)
            if status:
                # uvicorn closes the connection, so that nobody takes the response for complete.
                raise
            await send_error(send_noting_status, 500, "internal error")
            await end_response(send_noting_status)
        finally:
            milliseconds = round((time.monotonic() - started) * 1000, 1)
            probe = scope["path"] in PROBES and status == 200
            logger.log(
                logging.DEBUG if probe else logging.INFO,
                "request",
                extra={**fields, "status": status, "milliseconds": milliseconds},
            )


def _given_id(scope: Scope) -> str | None:
    """The caller's ID, unless it could forge or flood log lines."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given: str = value.decode("latin-1")
            if len(given) <= _ID_LENGTH and _ID_CHARACTERS.issuperset(given):
                return given
    return None
