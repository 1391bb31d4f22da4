from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from {{ cookiecutter.__module }}.settings import Settings

# What a service makes of the lines is its decision: see structured_logging.
logger = logging.getLogger(__name__)

Result = TypeVar("Result")


def attempt(action: Callable[[], Result], settings: Settings) -> Result:
    """Repeats what fails with an OSError, `settings.attempts` times at most; raises the last one.

    Each failure is a line in the log.
    """
    for number in range(1, settings.attempts):
        try:
            return action()
        except OSError as error:
            fields = {"attempt": number, "attempts": settings.attempts, "error": str(error)}
            logger.warning("attempt failed", extra=fields)
    return action()
