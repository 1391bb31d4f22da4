from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from pants.engine.addresses import Address
from pants.engine.internals.session import RunId
from pants.engine.process import ProcessResultMetadata

from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.console import counts, details, one_line, summary_rows, total_line
from terrapants.testing.output import FailedCleanUp, RunResult, RunStatus
from terrapants.testing.verdict import FileVerdict, Verdict

MODULE = "infra-packages/aws/s3-bucket"
FILE = f"{MODULE}/tests/defaults.tftest.hcl"
WARNING = Diagnostic("warning", "Value for undeclared variable", "It is not declared.", FILE, 3, 9)
ASSERTION = Diagnostic(
    "error",
    "Test assertion failed",
    "The bucket is not called other.",
    FILE,
    12,
    21,
    'run "wrong_name"',
    '    condition     = aws_s3_bucket.this.bucket == "other"',
    ('aws_s3_bucket.this.bucket is "good-name"',),
)
INVALID = Diagnostic(
    "error",
    "Invalid value for variable",
    "too short\n\nThis was checked by the validation rule at main.tf:8,3-13.",
    FILE,
    18,
    22,
)
RUNS = (
    RunResult("good", RunStatus.PASS, 2.754),
    RunResult("wrong_name", RunStatus.FAIL, 0.759, (ASSERTION,)),
    RunResult("too_short", RunStatus.ERROR, 0.5, (INVALID,)),
    RunResult("after", RunStatus.SKIP),
    RunResult("never", RunStatus.PENDING),
)


WARNED = (
    replace(RUNS[0], diagnostics=(WARNING,)),
    replace(RUNS[1], diagnostics=(WARNING, ASSERTION)),
)
KEPT = Diagnostic(
    "error", "Instance cannot be destroyed", "It has prevent_destroy.", f"{MODULE}/main.tf", 5, 1
)
CLEAN_UP = FailedCleanUp("good", ("terraform_data.bad", "terraform_data.kept"), (KEPT,))


def verdict(kind: Verdict = Verdict.FAILED, **fields: Any) -> FileVerdict:
    return FileVerdict(Address(MODULE), MODULE, FILE, kind, **fields)


RUN = RunId(1)


def ran(milliseconds: int, source: str = "ran") -> ProcessResultMetadata:
    return ProcessResultMetadata(milliseconds, cast(Any, None), source, RUN)


FAILED = verdict(runs=RUNS, process=ran(4567))
PASSED = verdict(Verdict.PASSED, runs=RUNS[:1], process=ran(1200))
TIMED_OUT = verdict(
    Verdict.TIMED_OUT, runs=RUNS[4:], process=ran(5000), problem="Stopped after 5 seconds."
)
SKIPPED = verdict(Verdict.SKIPPED, problem="-filter=x does not name this file.")


def test_counts_say_what_did_not_pass_only_where_there_are_some() -> None:
    assert counts([PASSED]) == "1 passed"
    assert counts([FAILED]) == "1 passed, 2 failed, 1 skipped, 1 not run"
    assert counts([FAILED, PASSED]) == "2 passed, 2 failed, 1 skipped, 1 not run"
    assert counts([]) == "0 passed"


def test_one_line_for_each_verdict() -> None:
    assert one_line(PASSED) == f"{FILE} passed (1 passed)"
    assert one_line(FAILED) == f"{FILE} failed (1 passed, 2 failed, 1 skipped, 1 not run)"
    assert one_line(TIMED_OUT) == f"{FILE} timed out (0 passed, 1 not run)"
    assert one_line(SKIPPED) == f"{FILE} no tests ran"
    assert one_line(verdict()) == f"{FILE} failed"


def test_a_failure_shows_run_position_condition_values_and_message() -> None:
    assert details(FAILED) == "\n".join(
        [
            'run "wrong_name" failed (0.76s)',
            f"  {FILE}:12:21: error: Test assertion failed",
            '      condition     = aws_s3_bucket.this.bucket == "other"',
            '        aws_s3_bucket.this.bucket is "good-name"',
            "    The bucket is not called other.",
            'run "too_short" failed with an error (0.50s)',
            f"  {FILE}:18:22: error: Invalid value for variable",
            "    too short",
            "    This was checked by the validation rule at main.tf:8,3-13.",
        ]
    )


def test_everything_shows_each_run() -> None:
    text = details(FAILED, everything=True).splitlines()
    assert [line for line in text if line.startswith("run ")] == [
        'run "good" passed (2.75s)',
        'run "wrong_name" failed (0.76s)',
        'run "too_short" failed with an error (0.50s)',
        'run "after" skipped (0.00s)',
        'run "never" not run (0.00s)',
    ]


WARNED_OF = [f"{FILE}:3:9: warning: Value for undeclared variable", "  It is not declared."]


def test_warnings_are_shown_once_each_also_of_a_file_that_passed() -> None:
    assert details(verdict(Verdict.PASSED, runs=WARNED[:1])).splitlines() == WARNED_OF
    failed = verdict(runs=WARNED, diagnostics=(WARNING,))
    for everything in (False, True):
        text = details(failed, everything=everything)
        assert text.splitlines()[-2:] == WARNED_OF
        assert text.count("warning") == 1


def test_warnings_that_another_file_has_shown_are_left_out() -> None:
    assert details(verdict(Verdict.PASSED, runs=WARNED[:1]), known={WARNING}) == ""


def test_warnings_are_counted_once_each() -> None:
    warned = verdict(Verdict.PASSED, runs=WARNED[:1])
    assert total_line([warned, warned]) == ("2 test files: 2 passed (2 runs: 2 passed), 1 warning")


def test_a_failed_clean_up_is_not_the_runs_failure() -> None:
    failed = verdict(runs=RUNS[:1], failed_clean_ups=(CLEAN_UP,))
    assert details(failed) == "\n".join(
        [
            (
                'the clean-up after run "good" failed; left in state: terraform_data.bad, '
                "terraform_data.kept"
            ),
            f"  {MODULE}/main.tf:5:1: error: Instance cannot be destroyed",
            "    It has prevent_destroy.",
        ]
    )
    assert one_line(failed) == f"{FILE} failed (1 passed, 1 clean-up failed)"
    assert total_line([failed]) == (
        "1 test file: 0 passed, 1 failed (1 run: 1 passed, 1 clean-up failed)"
    )


@pytest.mark.parametrize("status", [RunStatus.PASS, RunStatus.SKIP, RunStatus.PENDING])
def test_an_error_is_shown_whatever_the_status_of_its_run(status: RunStatus) -> None:
    text = details(verdict(runs=(RunResult("odd", status, 0, (INVALID,)),))).splitlines()
    assert text[0].startswith('run "odd" ')
    assert text[1] == f"  {FILE}:18:22: error: Invalid value for variable"


def test_a_clean_up_of_no_particular_run_that_left_nothing() -> None:
    failed = verdict(failed_clean_ups=(FailedCleanUp("", (), (KEPT,)),))
    assert details(failed).splitlines()[0] == "the clean-up failed"


def test_a_pass_has_no_details_unless_everything_is_asked_for() -> None:
    assert details(PASSED) == ""
    assert details(PASSED, everything=True) == 'run "good" passed (2.75s)'


def test_the_plan_of_a_verbose_run_is_shown_with_it() -> None:
    shown = replace(RUNS[1], shown='+ aws_s3_bucket.this\n      bucket = "good-name"')
    assert details(verdict(runs=(shown,))).splitlines()[:3] == [
        'run "wrong_name" failed (0.76s)',
        "  + aws_s3_bucket.this",
        '        bucket = "good-name"',
    ]


def test_a_problem_comes_first() -> None:
    text = details(
        verdict(problem="First sentence.\nSecond.", diagnostics=(INVALID,), runs=RUNS[1:2])
    ).splitlines()
    assert text[:3] == [
        "First sentence.",
        "Second.",
        f"{FILE}:18:22: error: Invalid value for variable",
    ]
    assert 'run "wrong_name" failed (0.76s)' in text


def test_timeouts_and_skips_say_why() -> None:
    assert details(TIMED_OUT) == "Stopped after 5 seconds."
    assert details(SKIPPED) == "-filter=x does not name this file."


def test_a_diagnostic_without_a_position() -> None:
    found = Diagnostic("error", "Unreadable module\ndirectory", "No such file.")
    assert details(verdict(diagnostics=(found,))) == (
        "error: Unreadable module directory\n  No such file."
    )


def test_a_condition_over_several_lines_keeps_them() -> None:
    found = replace(ASSERTION, code="    condition = alltrue([\n      var.a,\n    ])", values=())
    assert details(verdict(diagnostics=(found,))).splitlines()[1:4] == [
        "    condition = alltrue([",
        "      var.a,",
        "    ])",
    ]


def test_a_failed_assertion_fits_100_columns() -> None:
    # `tf-test` indents by two.
    assert max(map(len, details(FAILED).splitlines())) <= 98


def test_the_summary_has_columns() -> None:
    short = replace(PASSED, module="", file="a.tftest.hcl", process=ran(150))
    cached = replace(PASSED, process=ran(1200, "hit_locally"))
    elsewhere = replace(PASSED, process=ran(1200, "hit_remotely"))
    rows = summary_rows([cached, FAILED, TIMED_OUT, SKIPPED, short, elsewhere], RUN)
    assert ["  ".join(row).rstrip() for row in rows] == [
        (
            "passed        infra-packages/aws/s3-bucket  tests/defaults.tftest.hcl  "
            "1 passed                                  cached"
        ),
        (
            "failed        infra-packages/aws/s3-bucket  tests/defaults.tftest.hcl  "
            "1 passed, 2 failed, 1 skipped, 1 not run  4.57s"
        ),
        (
            "timed out     infra-packages/aws/s3-bucket  tests/defaults.tftest.hcl  "
            "0 passed, 1 not run                       5.00s"
        ),
        "no tests ran  infra-packages/aws/s3-bucket  tests/defaults.tftest.hcl  no runs",
        (
            "passed        .                             a.tftest.hcl               "
            "1 passed                                  0.15s"
        ),
        (
            "passed        infra-packages/aws/s3-bucket  tests/defaults.tftest.hcl  "
            "1 passed                                  cached remotely"
        ),
    ]


def test_a_file_of_two_targets_is_shown_with_each() -> None:
    below = Address(
        f"{MODULE}/tests", target_name="tests", relative_file_path="defaults.tftest.hcl"
    )
    other = replace(PASSED, module="a", file="a/a.tftest.hcl")
    rows = summary_rows([PASSED, replace(PASSED, address=below), other], RUN)
    assert [row[2].rstrip() for row in rows] == [
        f"tests/defaults.tftest.hcl of {MODULE}:s3-bucket",
        f"tests/defaults.tftest.hcl of {MODULE}/tests:tests",
        "a.tftest.hcl",
    ]


def test_a_summary_of_passes_fits_100_columns() -> None:
    (row,) = summary_rows([PASSED], RUN)
    assert len("  ".join(row)) <= 100
    assert len(one_line(PASSED)) <= 100


def test_a_summary_of_nothing() -> None:
    assert summary_rows([], RUN) == []


def test_the_total_counts_files_and_runs() -> None:
    assert total_line([PASSED, FAILED, PASSED, TIMED_OUT, SKIPPED]) == (
        "5 test files: 2 passed, 1 failed, 1 timed out, 1 no tests ran "
        "(8 runs: 3 passed, 2 failed, 1 skipped, 2 not run)"
    )


def test_the_total_of_one() -> None:
    assert total_line([PASSED]) == "1 test file: 1 passed (1 run: 1 passed)"


def test_a_total_without_a_pass_says_so() -> None:
    assert total_line([verdict()]) == "1 test file: 0 passed, 1 failed (0 runs: 0 passed)"
