"""JSON log lines with correlation IDs, for `logging` and `structlog` alike.

configure_logging()
with correlation(request.headers.get("X-Request-ID")):
    logging.getLogger(__name__).info("order accepted", extra={"order": 7})
    structlog.get_logger().info("order accepted", order=7)
"""

from structured_logging.correlation import correlation, current_correlation_id
from structured_logging.lines import json_formatter
from structured_logging.setup import configure_logging

__all__ = ["configure_logging", "correlation", "current_correlation_id", "json_formatter"]
