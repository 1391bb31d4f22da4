"""JSON log lines with correlation ids, on the standard library's `logging`.

configure_logging()
with correlation(request.headers.get("X-Request-ID")):
    logging.getLogger(__name__).info("order accepted", extra={"order": 7})
"""

from structured_logging.correlation import correlation, current_correlation_id
from structured_logging.formatter import JsonFormatter
from structured_logging.setup import configure_logging

__all__ = ["JsonFormatter", "configure_logging", "correlation", "current_correlation_id"]
