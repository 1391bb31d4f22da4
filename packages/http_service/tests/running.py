"""Starts the example service as a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from packages.http_service.tests import example


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Running:
    process: subprocess.Popen[str]
    port: int
    log: IO[str]
    started: dict[str, Any] = field(default_factory=dict)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)

    def lines(self, message: str | None = None) -> list[dict[str, Any]]:
        """What it has logged so far."""
        self.log.seek(0)
        lines = [json.loads(line) for line in self.log.read().splitlines()]
        return [line for line in lines if message in (None, line["message"])]

    def logged(self, message: str, **fields: object) -> dict[str, Any]:
        """The first line with these fields: a response may arrive before it is logged."""
        end = time.monotonic() + 20
        while True:
            for line in self.lines(message):
                if fields.items() <= line.items():
                    return line
            assert time.monotonic() < end, self.lines()
            time.sleep(0.02)


@contextmanager
def running(**settings: object) -> Iterator[Running]:
    """Settings in lower case are the service's own, others are variables of the environment."""
    variables = {
        f"EXAMPLE_{name.upper()}" if name.islower() else name: str(value)
        for name, value in settings.items()
    }
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "EXAMPLE_PORT": "0"}
    command = [sys.executable, "-m", example.__name__]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, env={**environment, **variables}, stderr=log, text=True)
        service = Running(process, 0, log)
        try:
            while not service.lines("serving"):
                assert process.poll() is None, service.lines()
            service.port = service.lines("serving")[0]["port"]
            yield service
        finally:
            process.kill()
            process.wait()
