"""Clients that send too much, too slowly, or what is not HTTP."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Iterator

import pytest

from packages.http_service.tests.running import Running, running


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with running(
        max_header_bytes=4096, max_body_bytes=1000, header_seconds=1, request_seconds=2
    ) as service:
        yield service


def send(service: Running, *parts: bytes, pause: float = 0) -> tuple[int, str, float]:
    """The status, the error and how many seconds it took until the connection was closed."""
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", service.port), timeout=40) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)
        answer = b""
        while read := connection.recv(65536):
            answer += read
    seconds = time.monotonic() - started
    if not answer:
        return 0, "", seconds
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower()
    return int(head.split()[1]), json.loads(body)["error"], seconds


GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /greetings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CLOSE = b"Connection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("request_", "status", "error"),
    [
        (GET + b"X: " + b"x" * 300_000, 431, ""),
        (GET + b"X: " + b"x" * 5000 + b"\r\n" + CLOSE, 431, "more than 4096 bytes"),
        (POST + b"Content-Length: 1001\r\n\r\n" + b"x" * 1001, 413, "more than 1000 bytes"),
        (
            POST
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + b"3e9\r\n"
            + b"x" * 1001
            + b"\r\n0\r\n\r\n",
            413,
            "more than 1000 bytes",
        ),
        (POST + b"Expect: 100-continue\r\nContent-Length: 9000000000\r\n\r\n", 413, "1000 bytes"),
        (POST + b"Content-Length: many\r\n\r\n", 400, "Content-Length"),
        (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy", 400, "Content-Length"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nno chunk\r\n", 400, ""),
        (b"HELO example.com\r\n\r\n", 400, ""),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, ""),
    ],
    ids=[
        *("head that never ends", "head", "body", "chunked body", "body that is announced"),
        *("length", "two lengths", "chunk", "request line", "TLS"),
    ],
)
def test_what_is_too_large_or_invalid_is_refused(
    service: Running, request_: bytes, status: int, error: str
) -> None:
    answered, message, _ = send(service, request_)
    assert answered == status, message
    assert message
    assert error in message


def test_head_that_is_not_completed(service: Running) -> None:
    status, error, seconds = send(service, GET, b"X: ", b"x", pause=0.3)
    assert (status, error) == (408, "the head of the request took longer than 1 seconds")
    assert 0.5 < seconds < 20


def test_connection_without_a_request_is_closed(service: Running) -> None:
    status, _, seconds = send(service)
    assert status == 0
    assert 0.5 < seconds < 20


def test_body_that_is_not_completed(service: Running) -> None:
    status, error, seconds = send(service, POST + b"Content-Length: 20\r\n\r\n", b'{"na')
    assert (status, error) == (
        408,
        "the body of the request was not complete after 2 seconds",
    )
    assert seconds < 20


@pytest.mark.parametrize(
    "request_",
    [GET + b"X: ", POST + b"Content-Length: 999\r\n\r\n"],
    ids=["head", "body"],
)
def test_request_that_trickles(service: Running, request_: bytes) -> None:
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", service.port), timeout=40) as connection:
        connection.sendall(request_)
        while not select.select([connection], [], [], 0.1)[0]:
            assert time.monotonic() - started < 20
            connection.sendall(b"x")
        assert connection.recv(65536).startswith(b"HTTP/1.1 408 ")


def test_path_that_is_hard_to_search_for_secrets(service: Running) -> None:
    # Each of these names could be that of a secret.
    path = "/" + "a-" * 1500
    started = time.monotonic()
    assert service.ask(path).status == 404
    assert time.monotonic() - started < 20
    assert service.logged("request", path=path)


def test_response_that_takes_too_long(service: Running) -> None:
    answer = service.ask("/waiting?seconds=20")
    assert answer.status == 503
    assert answer.json == {"error": "the response took longer than 2 seconds"}


def test_response_that_is_not_read_is_given_up(service: Running) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=40) as connection:
        connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        end = time.monotonic() + 20
        while not any(line["path"] == "/long" for line in service.lines("request")):
            assert time.monotonic() < end
            time.sleep(0.1)
        read = 0
        try:
            while part := connection.recv(1 << 20):
                read += len(part)
        except ConnectionError:
            pass
    assert read < 65536 * 1000


def test_slow_clients_do_not_delay_others() -> None:
    with running(header_seconds=60) as service:
        slow = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(50)]
        for connection in slow:
            connection.sendall(GET)
        started = time.monotonic()
        assert service.ask("/healthz").status == 200
        assert time.monotonic() - started < 20
        for connection in slow:
            connection.close()


def test_more_connections_than_allowed() -> None:
    with running(max_connections=2, header_seconds=20) as service:
        idle = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(3)]
        time.sleep(0.2)
        assert service.ask("/healthz").status == 503
        for connection in idle:
            connection.close()
        time.sleep(0.2)
        assert service.ask("/healthz").status == 200
