"""The ID that joins all log lines of one unit of work: a request, a message, a job."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars


def current_correlation_id() -> str | None:
    """The ID of the current unit of work, or None outside of one."""
    return get_contextvars().get("correlation_id")


@contextmanager
def correlation(correlation_id: str | None = None) -> Iterator[str]:
    """Gives everything logged inside the block one ID, and yields it.

    Without an ID from outside a new one is made. Blocks nest; each thread and each asyncio task has
    its own.
    """
    value = correlation_id or uuid.uuid4().hex
    with bound_contextvars(correlation_id=value):
        yield value
