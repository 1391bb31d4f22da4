"""The HTTP server."""

from __future__ import annotations

import json
import logging
import string
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from structured_logging import correlation

logger = logging.getLogger(__name__)

_REQUEST_ID_CHARACTERS = frozenset(string.ascii_letters + string.digits + "-_.:/+=")
_REQUEST_ID_LENGTH = 128


def answer(path: str) -> tuple[HTTPStatus, dict[str, Any]]:
    """The status and the JSON body for a GET of the path."""
    if path == "/healthz":
        return HTTPStatus.OK, {"status": "ok"}
    return HTTPStatus.NOT_FOUND, {"error": f"nothing is at {path}"}


class Server(ThreadingHTTPServer):
    # `server_close` waits for the requests in progress.
    daemon_threads = False

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, RequestHandler)


class RequestHandler(BaseHTTPRequestHandler):
    server_version = "{{ cookiecutter.name }}"
    sys_version = ""
    # A client that sends nothing must not delay the end of the process.
    timeout = 10

    def do_GET(self) -> None:
        started = time.monotonic()
        with correlation(self._request_id()) as request_id:
            try:
                status, body = answer(unquote(urlsplit(self.path).path))
            except Exception:
                logger.exception("request failed", extra={"path": self.path})
                status, body = HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "internal error"}
            self._send(status, body, request_id)
            logger.info(
                "request",
                extra={
                    "method": self.command,
                    "path": self.path,
                    "status": status.value,
                    "milliseconds": round((time.monotonic() - started) * 1000, 1),
                },
            )

    do_HEAD = do_GET

    def _send(self, status: HTTPStatus, body: dict[str, Any], request_id: str) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Request-ID", request_id)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _request_id(self) -> str | None:
        """The caller's ID, unless it could forge or flood log lines."""
        given = self.headers.get("X-Request-ID", "")
        if len(given) > _REQUEST_ID_LENGTH or not _REQUEST_ID_CHARACTERS.issuperset(given):
            return None
        return given or None

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Does nothing: `do_GET` logs each request once, with its correlation ID."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        logger.warning(format, *args)
