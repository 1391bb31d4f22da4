from __future__ import annotations

import json
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest

from {{ cookiecutter.__module }} import server


@pytest.fixture
def running() -> Iterator[server.Server]:
    with server.Server(("127.0.0.1", 0)) as running:
        thread = threading.Thread(target=running.serve_forever, args=[0.01])
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def url(running: server.Server) -> str:
    return f"http://127.0.0.1:{running.server_port}"


def get(url: str, request_id: str | None = None) -> tuple[int, Message, Any]:
    request = urllib.request.Request(url)
    if request_id is not None:
        request.add_header("X-Request-ID", request_id)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers, json.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.loads(error.read())


def test_health(url: str) -> None:
    status, headers, body = get(f"{url}/healthz?verbose")
    assert (status, body) == (200, {"status": "ok"})
    assert headers["Content-Type"] == "application/json"


def test_unknown_path_is_not_found(url: str) -> None:
    status, _, body = get(f"{url}/no%20thing")
    assert (status, body) == (404, {"error": "nothing is at /no thing"})


def test_a_failure_is_logged_and_answered(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "answer", lambda path: 1 / 0)
    status, _, body = get(f"{url}/healthz")
    assert (status, body) == (500, {"error": "internal error"})
    assert any(record.exc_info for record in caplog.records)


def test_request_id_comes_back(url: str) -> None:
    _, headers, _ = get(f"{url}/healthz", request_id="3f2a-77:b")
    assert headers["X-Request-ID"] == "3f2a-77:b"


@pytest.mark.parametrize("request_id", [None, "x" * 129, 'a"b', "a b"])
def test_request_without_a_usable_id_gets_one(url: str, request_id: str | None) -> None:
    _, headers, _ = get(f"{url}/healthz", request_id=request_id)
    assert headers["X-Request-ID"] not in (None, "", request_id)


def test_each_request_is_logged_once(
    running: server.Server, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    get(f"{url}/nothing")
    running.shutdown()
    running.server_close()
    (record,) = caplog.records
    fields = vars(record)
    assert (fields["method"], fields["path"], fields["status"]) == ("GET", "/nothing", 404)
