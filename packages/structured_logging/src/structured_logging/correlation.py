"""The id that joins all log lines of one unit of work: a request, a message, a job."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_correlation_id: ContextVar[str | None] = ContextVar("correlation_id", default=None)


def current_correlation_id() -> str | None:
    """The id of the unit of work at hand, or None outside of one."""
    return _correlation_id.get()


@contextmanager
def correlation(correlation_id: str | None = None) -> Iterator[str]:
    """Gives everything logged inside the block one id, and yields it.

    Without an id from outside a new one is made. Blocks nest; each thread and each asyncio task has
    its own.
    """
    value = correlation_id or uuid.uuid4().hex
    token = _correlation_id.set(value)
    try:
        yield value
    finally:
        _correlation_id.reset(token)
