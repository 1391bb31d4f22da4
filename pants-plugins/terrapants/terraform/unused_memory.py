"""Gives the memory that a command no longer needs back to the operating system.

Starting Pants, and working on many targets at once, take several times the memory that is needed
afterwards. glibc keeps the rest, in pieces between what is needed. Beyond
`[GLOBAL].pantsd_max_memory_usage` the daemon ends, and the next command begins anew. The more
memory the daemon has, the longer each process takes to start: Linux copies its page tables.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Callable

from pants.engine.internals.scheduler import Workunit
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.streaming_workunit_handler import (
    StreamingWorkunitContext,
    WorkunitsCallback,
    WorkunitsCallbackFactory,
    WorkunitsCallbackFactoryRequest,
)
from pants.engine.unions import UnionRule
from pants.option.global_options import GlobalOptions

_SHORTEST_PAUSE = 10.0
# Giving memory back takes a fiftieth of the time at most.
_PAUSE_FOR_EACH_SECOND = 50


@dataclass
class UnusedMemory(WorkunitsCallback):
    """Pants calls it each second while a command runs, and when it has ended.

    :param give_back: called as a command begins, now and then while it runs, and when it has ended.
    :param clock: in seconds.
    """

    give_back: Callable[[], object]
    clock: Callable[[], float] = time.monotonic
    _next: float = 0.0

    def __call__(
        self,
        *,
        started_workunits: tuple[Workunit, ...],
        completed_workunits: tuple[Workunit, ...],
        finished: bool,
        context: StreamingWorkunitContext,
    ) -> None:
        begun = self.clock()
        if finished or begun >= self._next:
            self.give_back()
            ended = self.clock()
            self._next = ended + max(_SHORTEST_PAUSE, _PAUSE_FOR_EACH_SECOND * (ended - begun))

    @property
    def can_finish_async(self) -> bool:
        return True


def glibc_trim() -> Callable[[], object] | None:
    """The function that gives memory back, None on systems without glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return None if trim is None else lambda: trim(ctypes.c_size_t(0))


class UnusedMemoryRequest:
    """Asks for what is called while a command runs."""


@rule
async def give_unused_memory_back(
    _: UnusedMemoryRequest, options: GlobalOptions
) -> WorkunitsCallbackFactory:
    # Without the daemon, the process ends with the command.
    trim = glibc_trim() if options.pantsd else None
    return WorkunitsCallbackFactory(lambda: None if trim is None else UnusedMemory(trim))


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(WorkunitsCallbackFactoryRequest, UnusedMemoryRequest),
    ]
