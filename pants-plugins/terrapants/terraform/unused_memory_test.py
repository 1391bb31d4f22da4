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


def test_memory_is_given_back_as_a_command_begins_and_when_it_has_ended() -> None:
    given = []
    callback = UnusedMemory(lambda: given.append(1))
    call(callback, finished=False)
    assert len(given) == 1
    call(callback, finished=False)
    assert len(given) == 1, "not while it runs"
    call(callback, finished=True)
    assert len(given) == 2


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
