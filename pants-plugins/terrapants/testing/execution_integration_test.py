"""Real runs of `terraform test`, from a target to its verdict."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path
from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.output import RunStatus
from terrapants.testing.verdict import Verdict
from terrapants.testing.verdicts_for_tests import (
    BUILD,
    EMPTY_RUN,
    MODULE,
    assert_passed,
    expects,
    runs,
    verdict_on,
    verdict_rule_runner,
)


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return verdict_rule_runner()


def test_passes(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "passes/BUILD": BUILD,
            "passes/main.tf": MODULE,
            "passes/tests/a.tftest.hcl": EMPTY_RUN + expects('output.name == "unset"'),
        }
    )
    verdict = verdict_on(rule_runner, "passes/tests/a.tftest.hcl")
    assert_passed(verdict)
    assert runs(verdict) == {"empty": RunStatus.PASS, "run": RunStatus.PASS}
    assert (verdict.module, verdict.file_in_module) == ("passes", "tests/a.tftest.hcl")
    assert verdict.exit_code == 0
    assert verdict.seconds > 0


def test_module_at_the_build_root(rule_runner: RuleRunner) -> None:
    files = {"BUILD": BUILD, "main.tf": MODULE, "tests/a.tftest.hcl": EMPTY_RUN}
    rule_runner.write_files({**files, "b.tftest.hcl": EMPTY_RUN})
    try:
        for file in ("tests/a.tftest.hcl", "b.tftest.hcl"):
            verdict = verdict_on(rule_runner, file, target=":tests")
            assert_passed(verdict)
            assert (verdict.module, verdict.file_in_module) == ("", file)
    finally:
        for file in (*files, "b.tftest.hcl"):
            Path(rule_runner.build_root, file).unlink()
        rule_runner.scheduler.invalidate_all_files()


def test_failed_assertion(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "fails/BUILD": BUILD,
            "fails/main.tf": MODULE,
            "fails/tests/a.tftest.hcl": EMPTY_RUN
            + expects('output.name == "set"')
            + expects('output.name == "unset"', run="later"),
        }
    )
    verdict = verdict_on(rule_runner, "fails/tests/a.tftest.hcl")
    assert (verdict.verdict, verdict.exit_code) == (Verdict.FAILED, 1)
    assert [run.status.value for run in verdict.runs] == ["pass", "fail", "pass"]
    (error,) = verdict.runs[1].diagnostics
    assert error.position == "fails/tests/a.tftest.hcl:5:21"
    assert error.code.split() == ["condition", "=", "output.name", "==", '"set"']
    assert error.values == ('output.name is "unset"',)
    assert error.detail == "It does not hold."
    assert verdict.problem == ""


def test_runs_after_an_errored_one_are_skipped(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "errs/BUILD": BUILD,
            "errs/main.tf": MODULE + 'output "read" {\n  value = file(var.name)\n}\n',
            "errs/tests/a.tftest.hcl": 'run "errs" {\n}\n' + 'run "later" {\n}\n',
        }
    )
    verdict = verdict_on(rule_runner, "errs/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert runs(verdict) == {"errs": RunStatus.ERROR, "later": RunStatus.SKIP}
    assert verdict.runs[0].diagnostics[0].position == "errs/main.tf:10:16"


def test_verbose_shows_values(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "verbose/BUILD": BUILD,
            "verbose/main.tf": MODULE
            + 'output "hidden" {\n  value     = "s3cret"\n  sensitive = true\n}\n',
            "verbose/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "verbose/tests/a.tftest.hcl", "-verbose", "-var=name=mine")
    assert_passed(verdict)
    assert 'output.name = "mine"' in verdict.runs[0].shown
    assert "output.hidden = (sensitive value)" in verdict.runs[0].shown


def test_filter_that_names_another_file(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "filtered/BUILD": BUILD,
            "filtered/main.tf": MODULE,
            "filtered/tests/a.tftest.hcl": EMPTY_RUN,
            "filtered/tests/b.tftest.hcl": EMPTY_RUN,
        }
    )
    file = "filtered/tests/a.tftest.hcl"
    skipped = verdict_on(rule_runner, file, "-filter=tests/b.tftest.hcl")
    assert (skipped.verdict, skipped.exit_code) == (Verdict.SKIPPED, 0)
    assert skipped.problem == "-filter=tests/b.tftest.hcl does not name this file."
    assert skipped.process is None
    for own in ("tests/a.tftest.hcl", "./tests/a.tftest.hcl", file):
        assert_passed(verdict_on(rule_runner, file, "-filter", own))


def processes_with(text: str) -> list[str]:
    """The command lines on this machine that contain a text."""
    listed = subprocess.run(
        ("ps", "-axww", "-o", "command="), check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return [line.strip() for line in listed.stdout.splitlines() if text in line]


def test_timeout_ends_terraform_and_its_children(rule_runner: RuleRunner) -> None:
    seconds = f"600.{os.getpid()}"
    rule_runner.write_files(
        {
            "hangs/BUILD": BUILD,
            "hangs/main.tf": dedent(
                f"""\
                resource "terraform_data" "this" {{
                  provisioner "local-exec" {{
                    command = "sleep {seconds}"
                  }}
                }}
                """
            ),
            f"hangs/tests/{seconds}.tftest.hcl": dedent(
                """\
                run "quick" {
                  command = plan
                }

                run "hangs" {
                }
                """
            ),
        }
    )
    seen: set[str] = set()
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(0.1):
            seen.update(processes_with(seconds))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        verdict = verdict_on(
            rule_runner,
            f"hangs/tests/{seconds}.tftest.hcl",
            target="hangs:tests",
            timeout_seconds=3,
        )
    finally:
        finished.set()
        watcher.join()
    assert (verdict.verdict, verdict.exit_code) == (Verdict.TIMED_OUT, 1)
    assert verdict.problem == (
        'Stopped after 3 seconds, in run "hangs". Raise the `timeout` field of its target if it '
        "needs longer."
    )
    assert runs(verdict) == {"quick": RunStatus.PASS, "hangs": RunStatus.PENDING}
    assert any("terraform test" in command for command in seen), seen
    assert f"sleep {seconds}" in seen
    assert processes_with(seconds) == []


def test_result_is_reused(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "reused/BUILD": BUILD,
            "reused/main.tf": MODULE,
            "reused/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    first = verdict_on(rule_runner, "reused/tests/a.tftest.hcl")
    rule_runner.write_files({"reused/README.md": "Not read by Terraform."})
    second = verdict_on(rule_runner, "reused/tests/a.tftest.hcl")
    assert first.process is not None
    assert second.process is not None
    assert first.process.source_run_id == second.process.source_run_id
    rule_runner.write_files({"reused/main.tf": MODULE + "# changed\n"})
    third = verdict_on(rule_runner, "reused/tests/a.tftest.hcl")
    assert third.process is not None
    assert third.process.source_run_id != second.process.source_run_id
