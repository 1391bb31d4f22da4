from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from structured_logging.correlation import current_correlation_id

# What every record has; whatever else it has came in through `extra`.
_STANDARD_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {
    "asctime",
    "message",
    "taskName",
}


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON.

    The line has `timestamp` (RFC 3339, UTC, milliseconds), `level`, `logger` and `message`; where
    there is one, `correlation_id`, `exception` (`type`, `message`, `traceback`) and `stack`; then
    what was passed as `extra`. An `extra` never takes the place of one of these.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "timestamp": _timestamp(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        correlation_id = current_correlation_id()
        if correlation_id is not None:
            line["correlation_id"] = correlation_id
        exception = self._exception(record)
        if exception:
            line["exception"] = exception
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        for name, value in vars(record).items():
            if name not in _STANDARD_ATTRIBUTES:
                line.setdefault(name, value)
        return json.dumps(line, default=str, ensure_ascii=False)

    def _exception(self, record: logging.LogRecord) -> dict[str, str] | None:
        if not record.exc_info:
            return None
        exception_type, exception, _ = record.exc_info
        if exception_type is None:
            return None
        return {
            "type": f"{exception_type.__module__}.{exception_type.__qualname__}",
            "message": str(exception),
            "traceback": self.formatException(record.exc_info),
        }


def _timestamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
