from __future__ import annotations

import re
import time

import pytest

from packages.http_service.tests.collector import collecting
from packages.http_service.tests.running import running


def test_one_request_is_followed_through_two_services() -> None:
    with collecting() as collector:
        export = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "NO_PROXY": "127.0.0.1"}
        with (
            running(name="back", **export) as back,
            running(name="front", upstream=f"http://127.0.0.1:{back.port}", **export) as front,
        ):
            answer = front.ask(
                "/forwarded/Ada?token=hunter2x",
                X_Request_ID="order-7",
                traceparent=f"00-{'ab' * 16}-{'cd' * 8}-01",
            )
            assert answer.json == {"greeting": "Hello, Ada!"}
            front.ask("/healthz")
            assert (front.stop(), back.stop()) == (0, 0)
            front_lines, back_lines = front.lines(), back.lines()

    # In the logs …
    followed = [
        (service, line["message"], line["trace_id"])
        for service, lines in (("front", front_lines), ("back", back_lines))
        for line in lines
        if line.get("correlation_id") == "order-7" and line["logger"] != "httpx"
    ]
    assert followed == [
        ("front", "forwarding", "ab" * 16),
        ("front", "request", "ab" * 16),
        ("back", "greeting", "ab" * 16),
        ("back", "request", "ab" * 16),
    ]
    # … and in the trace, each span below the one that caused it.
    assert {span["trace_id"] for span in collector.spans} == {"ab" * 16}
    assert {span["attributes"]["correlation_id"] for span in collector.spans} == {"order-7"}
    by_parent = {span["parent"]: span for span in collector.spans}
    asked = by_parent["cd" * 8]
    forwarded = by_parent[asked["span_id"]]
    greeted = by_parent[forwarded["span_id"]]
    assert [(span["service"], span["name"]) for span in (asked, forwarded, greeted)] == [
        ("front", "GET /forwarded/{name}"),
        ("front", "POST"),
        ("back", "POST /greetings"),
    ]
    assert len(collector.spans) == 3
    assert "hunter2x" not in repr(collector.spans)
    # A line of the log names the span in which it was logged.
    assert {line["span_id"] for line in back_lines if "span_id" in line} == {greeted["span_id"]}
    assert "http.server.request.duration" in collector.metrics


def test_nothing_is_exported_unless_asked_for() -> None:
    with collecting() as collector:
        port = collector.server_port
        with running() as service:
            assert service.ask("/failing").status == 500
            assert service.stop() == 0
            (line,) = service.lines("request")
    assert re.fullmatch("[0-9a-f]{32}", line["trace_id"])
    assert collector.spans == []
    assert port


@pytest.mark.parametrize("collector", ["http://127.0.0.1:9", "127.0.0.1:x", "hanging"])
def test_dead_collector_does_not_hurt(collector: str) -> None:
    with collecting(delay=60 if collector == "hanging" else 0) as receiving:
        url = receiving.url if collector == "hanging" else collector
        with running(
            OTEL_EXPORTER_OTLP_ENDPOINT=url, NO_PROXY="127.0.0.1", OTEL_BSP_SCHEDULE_DELAY=50
        ) as service:
            slowest = 0.0
            for _ in range(20):
                started = time.monotonic()
                assert service.ask("/no").status == 404
                slowest = max(slowest, time.monotonic() - started)
                time.sleep(0.02)
            assert slowest < 4
            started = time.monotonic()
            assert service.stop() == 0
            assert time.monotonic() - started < 20
