from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.by_hand.sides import Suite
from benchmarks.scaling.measuring import Cost
from benchmarks.scaling.pants_repository import BenchmarkError, Caches, Finished, PantsRepository

SAID = """\
passed  infra/module-00  tests/defaults.tftest.hcl  2 passed  cached
passed  infra/module-00  tests/options.tftest.hcl   2 passed  0.41s
2 test files: 2 passed (4 runs: 4 passed)
"""


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Suite:
    monkeypatch.setattr(PantsRepository, "pants", lambda *_: Finished(Cost(1.0, 1.0), SAID))
    return Suite(PantsRepository(tmp_path, Caches(tmp_path, tmp_path)))


def test_both_runs_and_the_use_of_the_cache_are_checked(suite: Suite) -> None:
    suite.test(["infra::"], runs=4, executed=1)
    with pytest.raises(BenchmarkError, match="runs that passed in tf-test: 4 in place of 5"):
        suite.test(["infra::"], runs=5, executed=1)
    with pytest.raises(BenchmarkError, match="test files that tf-test ran: 1 in place of 2"):
        suite.test(["infra::"], runs=4, executed=2)
