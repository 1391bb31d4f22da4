"""What a log line says."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from structlog.typing import EventDict, ProcessorReturnValue

from structured_logging.redaction import redacted

# Fields that depend on where the line is logged, such as the ID of a trace.
ContextFields = Callable[[], Mapping[str, Any]]

_JSON = json.JSONEncoder(default=str, ensure_ascii=False)


def json_formatter(context: ContextFields = dict) -> logging.Formatter:
    """Formats a record of `logging` or `structlog` as one line of JSON.

    The line has `timestamp` (RFC 3339, UTC, milliseconds), `level`, `logger` and `message`; where
    there is one, `correlation_id`, `exception` (`type`, `message`, `traceback`) and `stack`; then
    what `context` returns, and what was passed as `extra` or bound to a structlog logger. These
    never replace a field of the line. Secrets are replaced: see `redaction`.
    """

    def line(_: Any, __: str, event: EventDict) -> ProcessorReturnValue:
        own = _own_fields(event)
        return _JSON.encode(redacted(own | _other_fields({**event, **context()}, own)))

    return structlog.stdlib.ProcessorFormatter(processors=[structlog.stdlib.ExtraAdder(), line])


def _own_fields(event: EventDict) -> dict[str, Any]:
    record: logging.LogRecord = event["_record"]
    fields: dict[str, Any] = {
        "timestamp": _timestamp(record.created),
        "level": record.levelname,
        "logger": record.name,
        "message": event["event"],
    }
    fields |= structlog.contextvars.get_contextvars()
    exception = _exception(event.get("exc_info"))
    if exception:
        fields["exception"] = exception
    stack = event.get("stack" if event["_from_structlog"] else "stack_info")
    if stack:
        fields["stack"] = stack
    return fields


_RESERVED = frozenset(
    {
        *("timestamp", "level", "logger", "message", "correlation_id", "exception", "stack"),
        # Of structlog's own machinery.
        *("event", "exc_info", "stack_info", "_record", "_from_structlog", "_logger", "_name"),
    }
)


def _other_fields(event: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in event.items() if name not in _RESERVED and name not in own
    }


def _exception(exc_info: Any) -> dict[str, str] | None:
    if exc_info is True:
        exc_info = sys.exc_info()
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    if not isinstance(exc_info, BaseException):
        return None
    kind = type(exc_info)
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "message": str(exc_info),
        "traceback": "".join(traceback.format_exception(exc_info)).rstrip("\n"),
    }


def _timestamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
