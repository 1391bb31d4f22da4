"""What is lost or damaged on the server changes no verdict, and neither does a test that fails."""

from __future__ import annotations

import re
import resource
import signal
import time
from pathlib import Path

from remote_cache.checkout import Checkout
from remote_cache.server import Server
from remote_cache.verdicts import NO_LOCAL_CACHE, assert_ran_here, verdict_on_one


def test_altered_and_evicted_contents(server: Server, ci: Checkout, place: Path) -> None:
    """An action result that points to contents which are not what they say, or gone."""
    verdict_on_one(ci, server.options(write=True))
    for blob in server.stored():
        content = blob.read_bytes().replace(b'"pass"', b'"fail"').replace(b"passed", b"failed")
        blob.write_bytes(content)
    altered = Checkout(place / "altered", {}, "one", "two")
    finished = verdict_on_one(altered, server.options(write=False))
    assert_ran_here(finished, "Failed to read from remote cache")

    for blob in server.stored():
        blob.unlink()
    evicted = Checkout(place / "evicted", {}, "one", "two")
    assert_ran_here(verdict_on_one(evicted, server.options(write=True)))
    # It is stored anew.
    assert server.stored()


def test_a_server_that_is_killed_during_a_run_and_comes_back(server: Server, ci: Checkout) -> None:
    running_pants = ci.start("tf-test", "::", **NO_LOCAL_CACHE, **server.options(write=True))
    log = Path(ci.environment["PROCESS_LOG"])
    while running_pants.poll() is None and "Read" not in log.read_text():
        time.sleep(0.05)
    server.stop(signal.SIGKILL)
    server.start()
    finished = ci.finish(running_pants)
    assert finished.exit_code == 0, finished.stdout + finished.stderr
    assert finished.rows[-1] == "2 test files: 2 passed (2 runs: 2 passed)"
    assert len(finished.warnings) <= 3, finished.stderr

    # It is used again.
    assert verdict_on_one(ci, server.options(write=True)).warnings == []


def test_a_full_disk(server: Server, ci: Checkout) -> None:
    ci.write("one/full.tf", "# This was not stored before.\n")
    # To write to a file that is at its limit fails as it does on a full disk.
    limits = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        finished = verdict_on_one(ci, server.options(write=True))
        assert_ran_here(finished, "Failed to write to remote cache")
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, limits)
        (ci.root / "one/full.tf").unlink()


def test_a_failing_test_is_never_answered_from_the_cache(
    server: Server, ci: Checkout, place: Path
) -> None:
    ci.add_module("wrong", expected="right")
    other = Checkout(place / "other", {})
    other.add_module("wrong", expected="right")
    for checkout in (ci, other):
        finished = checkout.pants("tf-test", "wrong::", **server.options(write=True))
        assert finished.exit_code == 1
        assert re.fullmatch(
            r"failed wrong tests/name.tftest.hcl 0 passed, 1 failed \d+\.\d\ds", finished.rows[-2]
        )
