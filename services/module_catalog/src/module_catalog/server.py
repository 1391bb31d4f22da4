"""The catalogue over HTTP."""

from __future__ import annotations

import json
import logging
import string
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from module_catalog.catalog import Catalog
from structured_logging import correlation

logger = logging.getLogger(__name__)

_REQUEST_ID_CHARACTERS = frozenset(string.ascii_letters + string.digits + "-_.:/+=")
_REQUEST_ID_LENGTH = 128


class CatalogServer(ThreadingHTTPServer):
    # `server_close` waits for the requests under way.
    daemon_threads = False

    def __init__(self, address: tuple[str, int], catalog: Catalog) -> None:
        super().__init__(address, CatalogRequestHandler)
        self.catalog = catalog


class CatalogRequestHandler(BaseHTTPRequestHandler):
    server: CatalogServer
    server_version = "module-catalog"
    sys_version = ""
    # A client that sends nothing must not hold up the end of the process.
    timeout = 10

    def do_GET(self) -> None:
        started = time.monotonic()
        with correlation(self._request_id()) as request_id:
            try:
                status, body = self._answer(unquote(urlsplit(self.path).path))
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

    def _answer(self, path: str) -> tuple[HTTPStatus, dict[str, Any]]:
        catalog = self.server.catalog
        match path.strip("/").split("/"):
            case ["healthz"]:
                return HTTPStatus.OK, {"status": "ok", "modules": len(catalog.modules)}
            case ["modules"]:
                return HTTPStatus.OK, {"modules": [module.to_json() for module in catalog.modules]}
            case ["modules", *parts]:
                name = "/".join(parts)
                module = catalog.find(name)
                if module:
                    return HTTPStatus.OK, module.to_json()
                return HTTPStatus.NOT_FOUND, {"error": f"no module is named {name}"}
        return HTTPStatus.NOT_FOUND, {"error": f"nothing is at {path}"}

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
        """The caller's id, unless it could forge or flood log lines."""
        given = self.headers.get("X-Request-ID", "")
        if len(given) > _REQUEST_ID_LENGTH or not _REQUEST_ID_CHARACTERS.issuperset(given):
            return None
        return given or None

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: `do_GET` logs each request once, with its correlation id."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        logger.warning(format, *args)
