"""How the proxy counts requests, which the benchmark reports."""

from __future__ import annotations

import pytest

from remote_cache.proxy import RequestCounter

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, PING, CONTINUATION = 0, 1, 4, 6, 9


def frame(kind: int, content: bytes = b"", stream: int = 1) -> bytes:
    return len(content).to_bytes(3, "big") + bytes([kind, 0]) + stream.to_bytes(4, "big") + content


SENT = b"".join(
    (
        PREFACE,
        frame(SETTINGS, b"\1" * 18, 0),
        frame(HEADERS, b"\1" * 300),
        frame(CONTINUATION, b"\1" * 40),
        # What looks like a frame in the content of one is none.
        frame(DATA, frame(HEADERS) * 1000),
        frame(PING, b"\1" * 8, 0),
        frame(HEADERS, b"\1", 3),
        frame(HEADERS, b"", 5),
        frame(DATA, b"", 5),
    )
)


@pytest.mark.parametrize("size", [1, 7, 9, 64, 65536])
def test_requests_are_counted_in_whatever_pieces_they_come(size: int) -> None:
    counter = RequestCounter()
    for start in range(0, len(SENT), size):
        counter.sent(SENT[start : start + size])
    assert counter.requests == 3
