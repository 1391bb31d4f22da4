from __future__ import annotations

import logging
import sys
from typing import TextIO

from structured_logging.formatter import JsonFormatter


def configure_logging(level: int | str = logging.INFO, stream: TextIO | None = None) -> None:
    """Sends everything logged, Python warnings included, to `stream` (stderr) as JSON lines.

    Handlers set up earlier on the root logger are closed, so a second call gives no double lines.
    Raises ValueError for a level that `logging` does not know.
    """
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
