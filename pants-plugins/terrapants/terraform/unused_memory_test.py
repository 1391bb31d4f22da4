from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import pytest
from pants.engine import streaming_workunit_handler
from pants.engine.environment import EnvironmentName
from pants.engine.streaming_workunit_handler import WorkunitsCallbackFactories
from pants.engine.unions import UnionMembership
from pants.testutil.rule_runner import QueryRule, RuleRunner

from terrapants.terraform import unused_memory
from terrapants.terraform.unused_memory import UnusedMemory, glibc_trim

CHUNK = 20_000


def call(callback: UnusedMemory, finished: bool) -> None:
    context: Any = None
    callback(started_workunits=(), completed_workunits=(), finished=finished, context=context)


class Clock:
    """:param seconds_of_a_trim: how long it takes to give memory back."""

    def __init__(self, seconds_of_a_trim: float) -> None:
        self.seconds_of_a_trim = seconds_of_a_trim
        self.now = 1000.0
        self.trims: list[float] = []

    def trim(self) -> None:
        self.trims.append(self.now - 1000)
        self.now += self.seconds_of_a_trim


def trims_of_a_command(clock: Clock, seconds: float) -> list[float]:
    """When memory was given back, in seconds after the command began."""
    callback = UnusedMemory(clock.trim, lambda: clock.now)
    while clock.now < 1000 + seconds:
        call(callback, finished=False)
        clock.now += 1
    call(callback, finished=True)
    return clock.trims


def test_memory_is_given_back_as_a_command_begins_and_when_it_has_ended() -> None:
    assert trims_of_a_command(Clock(0), 5) == [0, 5]


def test_a_long_command_gives_memory_back_while_it_runs() -> None:
    assert trims_of_a_command(Clock(0), 35) == [0, 10, 20, 30, 35]


def test_giving_memory_back_does_not_take_long() -> None:
    clock = Clock(1)
    trims = trims_of_a_command(clock, 205)
    assert trims == [0, 51, 102, 153, 204, clock.now - 1001]


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def test_what_is_free_between_used_blocks_is_given_back() -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.free.argtypes = [ctypes.c_void_p]
    blocks = [libc.malloc(CHUNK) for _ in range(10_000)]
    for block in blocks:
        ctypes.memset(block, 1, CHUNK)
    used = blocks[::100]
    for position, block in enumerate(blocks):
        if position % 100:
            libc.free(block)
    before = resident()
    trim = glibc_trim()
    assert trim is not None
    trim()
    assert before - resident() > 150e6
    for block in used:
        libc.free(block)


@pytest.mark.parametrize(("option", "number"), [("--pantsd", 1), ("--no-pantsd", 0)])
def test_the_daemon_alone_does_so(option: str, number: int) -> None:
    rule_runner = RuleRunner(
        rules=[
            *streaming_workunit_handler.rules(),
            *unused_memory.rules(),
            QueryRule(WorkunitsCallbackFactories, (UnionMembership, EnvironmentName)),
        ]
    )
    rule_runner.set_options([option])
    factories = rule_runner.request(WorkunitsCallbackFactories, [rule_runner.union_membership])
    callbacks = [factory.callback_factory() for factory in factories]
    assert sum(isinstance(each, UnusedMemory) for each in callbacks) == number
