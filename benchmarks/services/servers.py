"""What is measured, each in a process of its own."""

from __future__ import annotations

import os
import socket
import sys

import uvicorn
from starlette.types import Receive, Scope, Send

from http_service import Settings, run
from module_catalog.catalog import Catalog, Input, Module
from module_catalog.server import catalog_app


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def bare(port: int) -> None:
    """Nothing but uvicorn, with the same HTTP parser as the catalogue."""
    uvicorn.run(hello, port=port, http="h11", log_config=None, access_log=False, lifespan="off")


async def hello(_: Scope, __: Receive, send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello"})


def catalogue(port: int) -> None:
    """The whole service, with its log lines, spans and metrics. The log goes to /dev/null."""
    # Open until the process ends.
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    inputs = tuple(
        Input(name=f"input_{each}", description="What it is.", type="string", default="null")
        for each in range(10)
    )
    catalog = Catalog(
        Module(name=f"aws/module-{each}", inputs=inputs, readme="# Module\n\nText.\n")
        for each in range(100)
    )
    run(
        "module-catalog",
        Settings,
        {"port": port},
        lambda settings, telemetry: catalog_app(catalog, settings, telemetry),
    )
