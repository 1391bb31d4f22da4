from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog

from structured_logging.lines import ContextFields, json_formatter


def configure_logging(
    level: int | str = logging.INFO,
    stream: TextIO | None = None,
    context: ContextFields = dict,
) -> None:
    """Sends everything logged, Python warnings included, to `stream` (stderr) as JSON lines.

    `context` returns fields to add to each line. Handlers set up earlier on the root logger are
    closed, so a second call gives no double lines. Raises ValueError for a level that `logging`
    does not know.
    """
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(json_formatter(context))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    # What is logged with structlog goes the same way, so that both are filtered by the same levels.
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
