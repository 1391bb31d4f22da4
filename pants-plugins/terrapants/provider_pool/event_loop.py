"""The thread in which gRPC works: one for all calls, however many wait for a provider."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class EventLoop:
    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def run(self, coroutine: Coroutine[Any, Any, _Result]) -> _Result:
        """Wait for it, in any other thread."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()
