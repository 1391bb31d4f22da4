"""Terraform tests under Pants' `test`: real `TestResult`s."""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import pytest
from pants.core.goals.test import Test, TestDebugRequest, TestResult
from pants.engine.fs import DigestContents
from pants.engine.internals.session import RunId
from pants.engine.process import ProcessResultMetadata
from pants.testutil.rule_runner import RuleRunner, engine_error, mock_console

from terrapants.testing.execution import TerraformTestFieldSet
from terrapants.testing.runner import NothingToDebug, TerraformTestRequest
from terrapants.testing.testutil import (
    FAILS,
    FILE,
    MODULE,
    PASSES,
    field_set_of,
    new_rule_runner,
    output_of,
    sleeps,
    write,
)
from terrapants.testutil.terraform_rule_runner import terraform_options

Source = ProcessResultMetadata.Source

ERRS = 'run "errs" {\n  variables {\n    name = file("nowhere")\n  }\n}\n'


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("caches"))


@pytest.fixture(scope="module")
def rule_runner(caches: str) -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return new_rule_runner(caches)


def batch(
    rule_runner: RuleRunner, directory: str, *options: str, file: str = FILE
) -> TerraformTestRequest.Batch[TerraformTestFieldSet, Any]:
    """The request for a test file of a directory's target, with options set for it."""
    rule_runner.set_options([*terraform_options(), *options])
    field_set = field_set_of(rule_runner, directory, file, "tests")
    return TerraformTestRequest.Batch("", (field_set,), None)


def result_of(
    rule_runner: RuleRunner, directory: str, *options: str, file: str = FILE
) -> TestResult:
    return rule_runner.request(TestResult, [batch(rule_runner, directory, *options, file=file)])


def source_of(rule_runner: RuleRunner, result: TestResult) -> Source:
    assert result.result_metadata is not None
    return result.result_metadata.source(rule_runner.request(RunId, []))


def report_of(rule_runner: RuleRunner, result: TestResult) -> tuple[str, ElementTree.Element]:
    """The name of the only report, and its only suite."""
    assert result.xml_results is not None
    (report,) = rule_runner.request(DigestContents, [result.xml_results.digest])
    (suite,) = ElementTree.fromstring(report.content)
    return report.path, suite


def summary(suite: ElementTree.Element) -> Mapping[str, str]:
    return {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")}


def test_pass(rule_runner: RuleRunner) -> None:
    write(rule_runner, "passes", a=PASSES)
    result = result_of(rule_runner, "passes")
    assert result.exit_code == 0
    assert output_of(result).startswith("passes/tests/a.tftest.hcl passed (1 passed)\n")
    assert 'run "passes" passed' in output_of(result)
    name, suite = report_of(rule_runner, result)
    assert name == "passes.tests.a.tftest.hcl.xml"
    assert suite.attrib["name"] == "passes/tests/a.tftest.hcl"
    assert summary(suite) == {"tests": "1", "failures": "0", "errors": "0", "skipped": "0"}
    (case,) = suite
    assert (case.attrib["name"], case.attrib["classname"]) == (
        "passes",
        "passes/tests/a.tftest.hcl",
    )


def test_warnings_of_files_that_passed_are_shown_once_in_each_run(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    quoted = """\
        resource "terraform_data" "this" {
          lifecycle {
            ignore_changes = ["input"]
          }
        }
        """
    write(rule_runner, "warned", {"main.tf": dedent(quoted)}, a=PASSES, b=PASSES)

    def warnings() -> list[str]:
        caplog.clear()
        result = rule_runner.run_goal_rule(Test, global_args=terraform_options(), args=["warned::"])
        assert result.exit_code == 0
        return [
            record.message.splitlines()[0]
            for record in caplog.records
            if record.levelno == logging.WARNING and "warning: " in record.message
        ]

    expected = "warned/main.tf:{}:23: warning: Quoted references are deprecated"
    assert warnings() == [expected.format(3)]
    # Also where the verdicts come from the cache.
    assert warnings() == [expected.format(3)]
    write(rule_runner, "warned", {"main.tf": "\n" + dedent(quoted)}, a=PASSES, b=PASSES)
    assert warnings() == [expected.format(4)]
    write(rule_runner, "warned", {"main.tf": MODULE}, a=PASSES, b=PASSES)
    assert warnings() == []


def test_failures_are_reported_and_not_cached(rule_runner: RuleRunner) -> None:
    write(rule_runner, "fails", a=PASSES + FAILS + ERRS + 'run "later" {\n}\n')
    result = result_of(rule_runner, "fails")
    assert result.exit_code == 1
    assert "fails/tests/a.tftest.hcl:5:21: error: Test assertion failed" in output_of(result)
    assert 'var.name is "unset"' in output_of(result)
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
    failure = suite.find("testcase[@name='fails']/failure")
    assert failure is not None
    assert failure.attrib["message"] == "Test assertion failed: It does <not> hold."
    assert suite.find("testcase[@name='errs']/error") is not None
    assert suite.find("testcase[@name='later']/skipped") is not None

    assert source_of(rule_runner, result) == Source.RAN
    again = result_of(rule_runner, "fails")
    assert source_of(rule_runner, again) == Source.RAN


def test_a_failed_clean_up_is_an_error_beside_the_run_that_passed(rule_runner: RuleRunner) -> None:
    kept = 'resource "terraform_data" "kept" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n'
    write(rule_runner, "kept", {"main.tf": kept}, a=PASSES)
    result = result_of(rule_runner, "kept")
    assert result.exit_code == 1
    lines = output_of(result).splitlines()
    assert lines[0] == "kept/tests/a.tftest.hcl failed (1 passed, 1 clean-up failed)"
    assert lines[2:4] == [
        'the clean-up after run "passes" failed; left in state: terraform_data.kept',
        "  kept/main.tf:1:1: error: Instance cannot be destroyed",
    ]
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "2", "failures": "0", "errors": "1", "skipped": "0"}
    assert suite.find("testcase[@name='passes (clean-up)']/error") is not None


def test_syntax_error_has_a_report(rule_runner: RuleRunner) -> None:
    write(rule_runner, "unparsable", a='run "a" {\n')
    result = result_of(rule_runner, "unparsable")
    assert result.exit_code == 1
    assert "unparsable/tests/a.tftest.hcl:1:9: error: Unclosed" in output_of(result)
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "1", "failures": "0", "errors": "1", "skipped": "0"}
    error = suite.find("testcase[@name='tests/a.tftest.hcl']/error")
    assert error is not None
    assert error.attrib["message"].startswith("Unclosed configuration block")


def processes_with(text: str) -> list[str]:
    """The command lines on this machine that contain a text."""
    listed = subprocess.run(
        ("ps", "-axww", "-o", "command="), check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return [line.strip() for line in listed.stdout.splitlines() if text in line]


def test_timeout_ends_terraform_and_its_children(rule_runner: RuleRunner) -> None:
    seconds = f"600.{os.getpid()}"
    write(
        rule_runner,
        "hangs",
        {
            "BUILD": 'terraform_module()\nterraform_tests(name="tests", timeout=3)\n',
            "main.tf": sleeps(seconds),
            f"tests/{seconds}.tftest.hcl": 'run "quick" {\n  command = plan\n}\nrun "hangs" {\n}\n',
        },
    )
    seen: set[str] = set()
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(0.1):
            seen.update(processes_with(seconds))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        result = result_of(rule_runner, "hangs", file=f"tests/{seconds}.tftest.hcl")
    finally:
        finished.set()
        watcher.join()
    assert result.exit_code == 1
    assert f"hangs/tests/{seconds}.tftest.hcl timed out (1 passed, 1 not run)" in output_of(result)
    problem = (
        'Stopped after 3 seconds, in run "hangs". Raise the `timeout` field of its target if it '
        "needs longer. Real resources that its runs had created are left."
    )
    assert problem in output_of(result).splitlines()
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "3", "failures": "0", "errors": "1", "skipped": "1"}
    assert any("terraform test" in command for command in seen), seen
    assert f"sleep {seconds}" in seen
    assert processes_with(seconds) == []


def test_a_filter_that_names_another_file_gives_no_result(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(rule_runner, "skipped", a=PASSES, b=PASSES)
    reason = "-filter=tests/b.tftest.hcl does not name this file."
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.INFO):
            result = result_of(
                rule_runner, "skipped", "--terraform-testing-args=-filter=tests/b.tftest.hcl"
            )
        assert f"skipped/tests/a.tftest.hcl: no tests ran: {reason}" in caplog.messages
    assert result.exit_code is None
    assert reason in output_of(result)
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "1", "failures": "0", "errors": "0", "skipped": "1"}


@pytest.mark.parametrize(
    ("argument", "problem"),
    [
        (
            "-filter=tests/typo.tftest.hcl",
            (
                "-filter=tests/typo.tftest.hcl does not name this file. It names no test file in "
                "the repository."
            ),
        ),
        (
            "-junit-xml=out.xml",
            "`-junit-xml=out.xml` cannot be passed to `terraform test`",
        ),
    ],
)
def test_arguments_that_fail(rule_runner: RuleRunner, argument: str, problem: str) -> None:
    write(rule_runner, "arguments", a=PASSES)
    result = result_of(rule_runner, "arguments", f"--terraform-testing-args={argument}")
    assert result.exit_code == 1
    assert problem in output_of(result)


def test_results_are_cached_unless_forced(rule_runner: RuleRunner, caches: str) -> None:
    def source(*options: str, runner: RuleRunner = rule_runner) -> Source:
        result = result_of(runner, "cached", *options)
        assert result.exit_code == 0
        return source_of(runner, result)

    write(rule_runner, "cached", a=PASSES)
    assert source() == Source.RAN
    rule_runner.write_files({"cached/README.md": "Terraform does not read it."})
    assert source() == Source.MEMOIZED
    assert source("--test-force") == Source.RAN
    assert source("--test-force") == Source.RAN
    assert source() == Source.MEMOIZED

    other_checkout = new_rule_runner(caches)
    write(other_checkout, "cached", a=PASSES)
    assert source(runner=other_checkout) == Source.HIT_LOCALLY

    rule_runner.write_files({"cached/main.tf": MODULE + "# changed\n"})
    assert source() == Source.RAN


def test_the_whole_goal(rule_runner: RuleRunner) -> None:
    write(rule_runner, "whole", a=PASSES, b=FAILS)
    skipped = (
        'terraform_tests(name="tests", sources=["*.hcl"], module="whole", '
        "skip_terraform_test=True)\n"
    )
    rule_runner.write_files({"whole/skipped/BUILD": skipped, "whole/skipped/c.tftest.hcl": FAILS})
    result = rule_runner.run_goal_rule(Test, global_args=terraform_options(), args=["whole::"])
    assert result.exit_code == 1
    assert "✓ whole/tests/a.tftest.hcl:../tests succeeded" in result.stderr
    assert "✕ whole/tests/b.tftest.hcl:../tests failed" in result.stderr
    assert "c.tftest.hcl" not in result.stderr


def test_debugging_runs_terraform_uncaptured(rule_runner: RuleRunner) -> None:
    write(rule_runner, "debugged", a=PASSES, b="variables {\n}\n")
    request = rule_runner.request(
        TestDebugRequest, [batch(rule_runner, "debugged", "--test-debug")]
    )
    assert "-json" not in request.process.process.argv
    with mock_console(rule_runner.options_bootstrapper) as (_, stdio):
        result = rule_runner.run_interactive_process(request.process)
        assert result.exit_code == 0
        assert "1 passed, 0 failed." in stdio.get_stdout()

    without_runs = batch(rule_runner, "debugged", "--test-debug", file="tests/b.tftest.hcl")
    with engine_error(NothingToDebug, contains="has no `run` block"):
        rule_runner.request(TestDebugRequest, [without_runs])
