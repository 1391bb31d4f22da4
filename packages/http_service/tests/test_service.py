from __future__ import annotations

import http.client
import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from packages.http_service.tests.running import Running, running


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with running() as service:
        yield service


def greet(service: Running, body: bytes) -> tuple[int, object]:
    answer = service.ask("/greetings", "POST", body, Content_Type="application/json")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status, answer.json


UNREADABLE = {
    "error": "the body cannot be read: as JSON it is nested too deeply, or has too long a number"
}


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        (b'{"name": "Ada"}', 200, {"greeting": "Hello, Ada!"}),
        (
            b'{"name": ',
            400,
            {"error": "the body is not JSON: Expecting value (character 9)"},
        ),
        (b"", 422, {"error": "body: Field required"}),
        (b"[]", 422, None),
        (b"{}", 422, {"error": "body.name: Field required"}),
        (b'{"name": ""}', 422, None),
        (b"\xff\xfe", 400, None),
        (b'{"name": "\\ud800"}', 422, None),
        (b'{"name": NaN}', 422, None),
        (b"[" * 100_000, 400, UNREADABLE),
        (b'{"name": ' + b"9" * 5000 + b"}", 400, UNREADABLE),
    ],
)
def test_body_is_checked(service: Running, body: bytes, status: int, answer: object) -> None:
    received, content = greet(service, body)
    assert received == status, content
    if answer is not None:
        assert content == answer
    elif status != 200:
        assert isinstance(content, dict)
        assert content.keys() == {"error"}


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/no%20thing", 404, "nothing is at /no thing"),
        ("DELETE", "/greetings", 405, "DELETE is not allowed at /greetings"),
        ("GET", "/failing", 500, "internal error"),
        ("GET", "/waiting?seconds=soon", 422, "query.seconds: Input should be a valid number"),
    ],
)
def test_errors_are_json(service: Running, method: str, path: str, status: int, error: str) -> None:
    answer = service.ask(path, method)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/json"
    assert error in answer.json["error"]


def test_failure_is_logged_with_its_correlation_id(service: Running) -> None:
    service.ask("/failing?token=hunter2x", X_Request_ID="failing-1")
    service.logged("request", correlation_id="failing-1")
    lines = [line for line in service.lines() if line.get("correlation_id") == "failing-1"]
    assert [line["message"] for line in lines] == ["request failed", "request"]
    assert lines[0]["exception"]["type"] == "builtins.LookupError"
    assert (lines[1]["path"], lines[1]["status"]) == ("/failing", 500)
    assert "hunter2x" not in json.dumps(lines)


def test_request_id_comes_back(service: Running) -> None:
    assert service.ask("/healthz", X_Request_ID="3f2a-77:b").headers["X-Request-ID"] == "3f2a-77:b"


@pytest.mark.parametrize("request_id", [None, "x" * 129, 'a"b', "a b"])
def test_request_without_a_usable_id_gets_one(service: Running, request_id: str | None) -> None:
    answer = (
        service.ask("/healthz", X_Request_ID=request_id) if request_id else service.ask("/healthz")
    )
    given = answer.headers["X-Request-ID"]
    assert given not in (None, "", request_id)


def test_head_has_the_headers_and_no_body(service: Running) -> None:
    answer = service.ask("/healthz", "HEAD")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 0
    assert answer.body == b""


def test_openapi_describes_routes_and_errors(service: Running) -> None:
    described = service.ask("/openapi.json").json
    assert described["info"]["title"] == "example"
    post = described["paths"]["/greetings"]["post"]
    assert post["requestBody"]["content"]["application/json"]["schema"]
    assert post["responses"]["422"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Error"
    }


def test_metrics_are_by_route(service: Running) -> None:
    greet(service, b'{"name": "Ada"}')
    answer = service.ask("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.body
    counts = [
        line
        for line in answer.body.decode().splitlines()
        if line.startswith("http_server_request_duration_seconds_count")
    ]
    assert any('http_route="/greetings"' in line for line in counts), counts
    assert not any("/no thing" in line or "healthz" in line for line in counts)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_progress_is_finished(stop: signal.Signals) -> None:
    with running(drain_seconds=1) as service:
        answers = []
        asking = threading.Thread(target=lambda: answers.append(service.ask("/waiting?seconds=2")))
        asking.start()
        while not service.lines("waiting"):
            time.sleep(0.01)
        service.process.send_signal(stop)
        while not service.lines("stopping"):
            time.sleep(0.01)
        # It still takes requests, and says that it is about to end.
        readiness = service.ask("/readyz")
        assert (readiness.status, readiness.json) == (503, {"status": "stopping"})
        assert service.ask("/healthz").status == 200
        asking.join()
        assert service.process.wait(timeout=20) == 0
        assert answers[0].json == {"waited": 2}
        assert service.lines("stopping")[0]["signal"] == stop.name
        assert service.lines()[-1]["message"] == "stopped"


def test_a_request_that_takes_too_long_to_finish_is_cancelled() -> None:
    with running(shutdown_seconds=1) as service:
        asking = threading.Thread(target=_ask_in_vain, args=[service])
        asking.start()
        while not service.lines("waiting"):
            time.sleep(0.01)
        started = time.monotonic()
        assert service.stop() == 0
        assert time.monotonic() - started < 20
        asking.join()


def _ask_in_vain(service: Running) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)) as connection:
        connection.request("GET", "/waiting?seconds=25")
        assert connection.getresponse().status == 500
