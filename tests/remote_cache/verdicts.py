"""Runs of Pants that ask the server for everything, and what is expected of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from remote_cache.checkout import Checkout, Finished

NO_LOCAL_CACHE = {"PANTS_LOCAL_CACHE": "false"}
REMOTE = "passed one tests/name.tftest.hcl 1 passed cached remotely"


def verdict_on_one(checkout: Checkout, *options: Mapping[str, str]) -> Finished:
    """A run of the tests of the module `one`, all of which pass."""
    environment = {**NO_LOCAL_CACHE}
    for each in options:
        environment.update(each)
    finished = checkout.pants("tf-test", "one::", **environment)
    assert finished.exit_code == 0, finished.stdout + finished.stderr
    assert finished.rows[0].startswith("passed one tests/name.tftest.hcl 1 passed")
    return finished


def assert_ran_here(finished: Finished, *warning: str) -> None:
    """The verdict is of this machine, and each warning of Pants was given, once and no other; where
    there is one, it is said at the end that the cache failed."""
    assert re.fullmatch(r".* 1 passed \d+\.\d\ds", finished.rows[0])
    summary = [each for each in finished.warnings if each.startswith("The remote cache grpcs://")]
    assert len(summary) == bool(warning), finished.stderr
    assert len(finished.warnings) == len(warning) + len(summary), finished.stderr
    for expected in warning:
        assert [each for each in finished.warnings if re.search(expected, each)], finished.stderr
