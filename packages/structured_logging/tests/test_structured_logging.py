from __future__ import annotations

import io
import json
import logging
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog

from structured_logging import configure_logging, correlation, current_correlation_id

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Log lines written so far, parsed."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    stream = io.StringIO()
    configure_logging("DEBUG", stream)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        root.setLevel(level)


def test_line_says_when_how_bad_where_and_what(lines: Lines) -> None:
    before = datetime.now(tz=UTC)
    logging.getLogger("shop.orders").warning("order %d is late", 7)

    (line,) = lines()
    assert (line["level"], line["logger"], line["message"]) == (
        "WARNING",
        "shop.orders",
        "order 7 is late",
    )
    assert line["timestamp"].endswith("Z")
    written = datetime.fromisoformat(line["timestamp"])
    assert abs((written - before).total_seconds()) < 5
    assert line.keys() == {"timestamp", "level", "logger", "message"}


def test_message_with_line_breaks_stays_one_line(lines: Lines) -> None:
    logging.getLogger().info("first\nsecond – ü")

    (line,) = lines()
    assert line["message"] == "first\nsecond – ü"


def test_extra_becomes_fields(lines: Lines) -> None:
    logging.getLogger().info("paid", extra={"order": 7, "at": datetime(2025, 1, 2, tzinfo=UTC)})

    (line,) = lines()
    assert (line["order"], line["at"]) == (7, "2025-01-02 00:00:00+00:00")


def test_extra_never_replaces_a_field_of_the_line(lines: Lines) -> None:
    with correlation("from-request"):
        logging.getLogger().info("paid", extra={"level": "fine", "correlation_id": "made up"})

    (line,) = lines()
    assert (line["level"], line["correlation_id"]) == ("INFO", "from-request")


def test_exception_has_type_message_and_traceback(lines: Lines) -> None:
    try:
        raise LookupError("no such order")
    except LookupError:
        logging.getLogger().exception("cannot ship")

    (line,) = lines()
    assert line["message"] == "cannot ship"
    assert line["exception"]["type"] == "builtins.LookupError"
    assert line["exception"]["message"] == "no such order"
    assert "test_structured_logging.py" in line["exception"]["traceback"]


def test_exc_info_outside_of_an_exception_adds_nothing(lines: Lines) -> None:
    logging.getLogger().error("odd", exc_info=True)  # noqa: LOG014

    (line,) = lines()
    assert "exception" not in line


def test_stack_info_is_kept(lines: Lines) -> None:
    logging.getLogger().info("here", stack_info=True)

    (line,) = lines()
    assert "test_stack_info_is_kept" in line["stack"]


def test_python_warnings_are_logged(lines: Lines) -> None:
    warnings.warn("old call", DeprecationWarning, stacklevel=1)

    (line,) = lines()
    assert line["logger"] == "py.warnings"
    assert "old call" in line["message"]


def test_second_configuration_replaces_the_first(lines: Lines) -> None:
    stream = io.StringIO()
    configure_logging("ERROR", stream)
    logging.getLogger().info("quiet")
    logging.getLogger().error("loud")

    assert lines() == []
    assert len(stream.getvalue().splitlines()) == 1


def test_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="LOUD"):
        configure_logging("LOUD")


def test_correlation_id_marks_only_the_lines_inside(lines: Lines) -> None:
    logger = logging.getLogger()
    logger.info("before")
    with correlation("abc") as given:
        logger.info("inside")
    logger.info("after")

    assert given == "abc"
    assert [line.get("correlation_id") for line in lines()] == [None, "abc", None]


def test_correlation_makes_an_id_where_none_came() -> None:
    with correlation() as first:
        assert current_correlation_id() == first
    with correlation("") as second:
        assert current_correlation_id() == second
    assert first
    assert second
    assert first != second


def test_correlations_nest() -> None:
    with correlation("outer"):
        with correlation("inner"):
            assert current_correlation_id() == "inner"
        assert current_correlation_id() == "outer"
    assert current_correlation_id() is None


def test_threads_do_not_share_a_correlation() -> None:
    seen: list[str | None] = []
    with correlation("main"):
        thread = threading.Thread(target=lambda: seen.append(current_correlation_id()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_structlog_writes_the_same_lines(lines: Lines) -> None:
    with correlation("abc"):
        structlog.get_logger("shop").bind(order=7).warning("%s is late", "it", level="fine")
    structlog.get_logger("shop").bind(correlation_id="made up").info("and on time")

    late, on_time = lines()
    assert late.pop("timestamp")
    assert late == {
        "level": "WARNING",
        "logger": "shop",
        "message": "it is late",
        "correlation_id": "abc",
        "order": 7,
    }
    assert "correlation_id" not in on_time


def test_structlog_exception_is_the_same(lines: Lines) -> None:
    try:
        raise LookupError("no such order")
    except LookupError:
        structlog.get_logger().exception("cannot ship", stack_info=True)

    (line,) = lines()
    assert line["exception"]["type"] == "builtins.LookupError"
    assert "test_structured_logging.py" in line["exception"]["traceback"]
    assert "test_structlog_exception_is_the_same" in line["stack"]


def test_context_adds_fields_and_replaces_none() -> None:
    stream = io.StringIO()
    configure_logging("INFO", stream, lambda: {"trace_id": "1f", "level": "fine"})
    with correlation("abc"):
        logging.getLogger().info("paid")
    logging.captureWarnings(False)

    line = json.loads(stream.getvalue())
    assert (line["trace_id"], line["level"], line["correlation_id"]) == ("1f", "INFO", "abc")


@pytest.mark.parametrize(
    "extra",
    [
        {"password": "hunter2x"},
        {"headers": {"Authorization": "hunter2x"}},
        {"headers": [{"Set-Cookie": "hunter2x"}]},
        {"aws_secret_access_key": ["hunter2x"]},
        {"url": "https://me:hunter2x@example.com/"},
        {"url": "https://example.com/?page=1&access_token=hunter2x&x=1"},
        {"body": '{"client_secret": "hunter2x"}'},
        {"header": "Bearer hunter2x.y"},
        # In pieces, so that nobody who looks for keys finds one here.
        {"key": "-----BEGIN RSA " + "PRIVATE KEY-----\nhunter2x\n-----END RSA PRIVATE KEY-----"},
    ],
)
def test_secrets_in_fields_are_not_logged(lines: Lines, extra: dict[str, Any]) -> None:
    logging.getLogger().info("sent", extra=extra)

    assert "hunter2x" not in json.dumps(lines())
    assert "[redacted]" in json.dumps(lines())


@pytest.mark.parametrize(
    "secret",
    [
        "password=hunter2x",
        "PASSPHRASE=hunter2x",
        "db_passwd_old='hunter2x'",
        "aws_credentials=hunter2x",
        "api-key=hunter2x",
        "session_id=hunter2x",
        "'cookie' : 'hunter2x'",
        "Basic hunter2x=",
        "https://me:hunter2x@example.com",
        "AKIA" + "HUNTER2X" * 2,
        "ghp_" + "hunter2x" * 5,
        "eyJhbGciOi.eyJzdWIiOi.hunter2x",
    ],
)
def test_secrets_in_messages_and_exceptions_are_not_logged(lines: Lines, secret: str) -> None:
    try:
        raise ValueError(f"refused {secret}")
    except ValueError:
        logging.getLogger().exception("tried %s", secret)

    text = json.dumps(lines())
    assert "hunter2x" not in text.lower()
    assert text.count("[redacted]") >= 3


@pytest.mark.parametrize(
    "text",
    [
        *("a-", "x", "secret-", "token", "eyJ-", "eyJa.", "basic ", "://a:", "AKIA", "ghp_"),
        *("-----BEGIN ", "-----BEGIN " + "PRIVATE KEY-----", 'token"' + " " * 20),
    ],
)
def test_no_text_takes_long(lines: Lines, text: str) -> None:
    """Callers choose some of what is logged, such as the path of a request."""
    long = text * (200_000 // len(text))
    started = time.thread_time()
    logging.getLogger().info("asked", extra={"path": long})
    assert time.thread_time() - started < 3
    assert lines()[0]["path"]


def test_what_is_no_secret_stays(lines: Lines) -> None:
    extra = {"tokens_used": 7, "path": "/tokens", "monkey": "yes", "has_password": True}
    logging.getLogger().info("the token was refused: see the password policy", extra=extra)

    (line,) = lines()
    assert line["message"] == "the token was refused: see the password policy"
    assert {name: line[name] for name in extra} == extra


def test_any_value_is_one_line_of_json(lines: Lines) -> None:
    itself: dict[str, Any] = {}
    itself["itself"] = itself
    extra = {"nan": float("nan"), "keys": {(1, 2): 3}, "itself": itself}
    logging.getLogger().info("odd", extra=extra)

    (line,) = lines()
    assert (line["nan"], line["keys"]) == ("nan", {"(1, 2)": 3})
