from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from pants.engine.addresses import Address
from pants.engine.internals.session import RunId
from pants.engine.process import ProcessResultMetadata

from terrapants.testing.output import RunResult, RunStatus
from terrapants.testing.verdict import FileVerdict, Verdict


def verdict(
    kind: Verdict = Verdict.PASSED,
    module: str = "infra/s3",
    file: str = "infra/s3/tests/a.tftest.hcl",
    runs: tuple[RunResult, ...] = (),
) -> FileVerdict:
    return FileVerdict(Address("infra/s3"), module, file, kind, runs)


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [
        (Verdict.PASSED, 0),
        (Verdict.SKIPPED, 0),
        (Verdict.FAILED, 1),
        (Verdict.TIMED_OUT, 1),
    ],
)
def test_the_exit_code_of_each_verdict(kind: Verdict, exit_code: int) -> None:
    assert verdict(kind).exit_code == exit_code


@pytest.mark.parametrize(
    ("module", "file", "in_module"),
    [
        ("infra/s3", "infra/s3/tests/a.tftest.hcl", "tests/a.tftest.hcl"),
        ("infra/s3", "infra/s3/a.tftest.hcl", "a.tftest.hcl"),
        ("", "tests/a.tftest.hcl", "tests/a.tftest.hcl"),
        ("infra/s3", "infra/s3-tests/a.tftest.hcl", "infra/s3-tests/a.tftest.hcl"),
    ],
)
def test_the_path_within_the_module(module: str, file: str, in_module: str) -> None:
    assert verdict(module=module, file=file).file_in_module == in_module


def test_runs_are_counted_by_status() -> None:
    found = verdict(
        runs=(
            RunResult("a", RunStatus.PASS),
            RunResult("b", RunStatus.FAIL),
            RunResult("c", RunStatus.ERROR),
            RunResult("d", RunStatus.PASS),
        )
    )
    assert found.count(RunStatus.PASS) == 2
    assert found.count(RunStatus.FAIL, RunStatus.ERROR) == 2
    assert found.count(RunStatus.SKIP) == 0


def test_the_seconds_are_those_of_the_process() -> None:
    environment = cast(Any, None)
    took = ProcessResultMetadata(2345, environment, "ran", 1)
    unknown = ProcessResultMetadata(None, environment, "hit_remotely", 1)
    assert replace(verdict(), process=took).seconds == 2.345
    assert replace(verdict(), process=unknown).seconds == 0
    assert verdict().seconds == 0


@pytest.mark.parametrize(
    ("source", "run", "origin"),
    [
        ("ran", 1, "ran"),
        ("hit_locally", 1, "cached"),
        ("hit_remotely", 1, "cached remotely"),
        # The daemon remembers it from an earlier run.
        ("hit_remotely", 2, "cached"),
        ("ran", 2, "cached"),
    ],
)
def test_where_a_verdict_comes_from(source: str, run: int, origin: str) -> None:
    process = ProcessResultMetadata(2345, cast(Any, None), source, 1)
    assert replace(verdict(), process=process).origin(RunId(run)) == origin


def test_a_verdict_without_a_process_comes_from_nowhere() -> None:
    assert verdict().origin(RunId(1)) == ""
