"""Terraform tests under Pants' `test`: real `TestResult`s."""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from pants.core.goals.test import Test, TestDebugRequest, TestResult
from pants.engine.addresses import Address
from pants.engine.fs import DigestContents
from pants.engine.internals.session import RunId
from pants.engine.process import ProcessResultMetadata
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner, engine_error, mock_console

from terrapants.testing.execution import TerraformTestFieldSet
from terrapants.testing.register import rules, target_types
from terrapants.testing.runner import NothingToDebug, TerraformTestRequest
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

Source = ProcessResultMetadata.Source

MODULE = 'variable "name" {\n  default = "unset"\n}\n'
PASSES = dedent(
    """\
    run "passes" {
      assert {
        condition     = var.name == "unset"
        error_message = "It is set."
      }
    }
    """
)
FAILS = dedent(
    """\
    run "fails" {
      assert {
        condition     = var.name == "set"
        error_message = "The name is <not> set."
      }
    }
    """
)
ERRS = 'run "errs" {\n  variables {\n    name = file("nowhere")\n  }\n}\n'


def new_rule_runner(caches: str | None = None) -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(TestResult, [TerraformTestRequest.Batch]),
            QueryRule(TestDebugRequest, [TerraformTestRequest.Batch]),
            QueryRule(RunId, []),
        ],
        target_types(),
        caches=caches,
    )


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return new_rule_runner()


def write(rule_runner: RuleRunner, directory: str, **tests: str) -> None:
    """A module with test files in `tests/`, by their names without suffix."""
    rule_runner.write_files(
        {
            f"{directory}/BUILD": 'terraform_module()\nterraform_tests(name="tests")\n',
            f"{directory}/main.tf": MODULE,
            **{f"{directory}/tests/{name}.tftest.hcl": content for name, content in tests.items()},
        }
    )


def batch(
    rule_runner: RuleRunner, file: str, *options: str
) -> TerraformTestRequest.Batch[TerraformTestFieldSet, Any]:
    """The request for a file, `<module>/tests/<name>`, with options set for it."""
    rule_runner.set_options([*terraform_options(), *options])
    directory, _, path = f"{file}.tftest.hcl".partition("/")
    address = Address(directory, target_name="tests", relative_file_path=path)
    field_set = TerraformTestFieldSet.create(rule_runner.get_target(address))
    return TerraformTestRequest.Batch("", (field_set,), None)


def result_of(rule_runner: RuleRunner, file: str, *options: str) -> TestResult:
    return rule_runner.request(TestResult, [batch(rule_runner, file, *options)])


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
    result = result_of(rule_runner, "passes/tests/a")
    assert result.exit_code == 0
    assert result.stdout.startswith("passes/tests/a.tftest.hcl passed (1 passed)\n")
    assert 'run "passes" passed' in result.stdout
    assert result.stderr == ""
    name, suite = report_of(rule_runner, result)
    assert name == "passes.tests.a.tftest.hcl.xml"
    assert suite.attrib["name"] == "passes/tests/a.tftest.hcl"
    assert summary(suite) == {"tests": "1", "failures": "0", "errors": "0", "skipped": "0"}
    (case,) = suite
    assert (case.attrib["name"], case.attrib["classname"]) == (
        "passes",
        "passes/tests/a.tftest.hcl",
    )


def test_failure(rule_runner: RuleRunner) -> None:
    write(rule_runner, "fails", a=PASSES + FAILS)
    result = result_of(rule_runner, "fails/tests/a")
    assert result.exit_code == 1
    assert "fails/tests/a.tftest.hcl:9:21: error: Test assertion failed" in result.stdout
    assert 'var.name is "unset"' in result.stdout
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "2", "failures": "1", "errors": "0", "skipped": "0"}
    failure = suite.find("testcase[@name='fails']/failure")
    assert failure is not None
    assert failure.attrib["message"] == "Test assertion failed: The name is <not> set."


def test_errored_run(rule_runner: RuleRunner) -> None:
    write(rule_runner, "errs", a=ERRS + PASSES)
    result = result_of(rule_runner, "errs/tests/a")
    assert result.exit_code == 1
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "2", "failures": "0", "errors": "1", "skipped": "1"}
    assert suite.find("testcase[@name='passes']/skipped") is not None


def test_syntax_error_has_a_report(rule_runner: RuleRunner) -> None:
    write(rule_runner, "unparsable", a='run "a" {\n')
    result = result_of(rule_runner, "unparsable/tests/a")
    assert result.exit_code == 1
    assert "unparsable/tests/a.tftest.hcl:1:9: error: Unclosed" in result.stdout
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "1", "failures": "0", "errors": "1", "skipped": "0"}
    error = suite.find("testcase[@name='tests/a.tftest.hcl']/error")
    assert error is not None
    assert error.attrib["message"].startswith("Unclosed configuration block")


def test_timeout_is_an_error_in_the_report(rule_runner: RuleRunner) -> None:
    write(rule_runner, "hangs", a='run "hangs" {\n}\n')
    rule_runner.write_files(
        {
            "hangs/BUILD": 'terraform_module()\nterraform_tests(name="tests", timeout=2)\n',
            "hangs/hang.tf": dedent(
                """\
                resource "terraform_data" "this" {
                  provisioner "local-exec" {
                    command = "sleep 600"
                  }
                }
                """
            ),
        }
    )
    result = result_of(rule_runner, "hangs/tests/a")
    assert result.exit_code == 1
    assert "hangs/tests/a.tftest.hcl timed out" in result.stdout
    assert 'Stopped after 2 seconds, in run "hangs".' in result.stdout
    _, suite = report_of(rule_runner, result)
    assert suite.attrib["errors"] == "1"


def test_a_filter_that_names_another_file_gives_no_result(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(rule_runner, "skipped", a=PASSES, b=PASSES)
    with caplog.at_level(logging.INFO):
        result = result_of(
            rule_runner, "skipped/tests/a", "--terraform-testing-args=-filter=tests/b.tftest.hcl"
        )
    reason = "-filter=tests/b.tftest.hcl does not name this file."
    assert result.exit_code is None
    assert reason in result.stdout
    assert f"skipped/tests/a.tftest.hcl: no tests ran: {reason}" in caplog.messages
    _, suite = report_of(rule_runner, result)
    assert summary(suite) == {"tests": "1", "failures": "0", "errors": "0", "skipped": "1"}


def test_a_filter_that_names_no_file_fails(rule_runner: RuleRunner) -> None:
    write(rule_runner, "mistyped", a=PASSES)
    result = result_of(
        rule_runner, "mistyped/tests/a", "--terraform-testing-args=-filter=tests/typo.tftest.hcl"
    )
    assert result.exit_code == 1
    assert (
        "-filter=tests/typo.tftest.hcl does not name this file. It names no test file of the "
        "repository." in result.stdout
    )


def test_refused_argument(rule_runner: RuleRunner) -> None:
    write(rule_runner, "refused", a=PASSES)
    result = result_of(
        rule_runner, "refused/tests/a", "--terraform-testing-args=-junit-xml=out.xml"
    )
    assert result.exit_code == 1
    assert "`-junit-xml=out.xml` cannot be handed to `terraform test`" in result.stdout


def test_results_are_cached_unless_forced(rule_runner: RuleRunner) -> None:
    def source(*options: str) -> Source:
        result = result_of(rule_runner, "cached/tests/a", *options)
        assert result.exit_code == 0
        assert result.result_metadata is not None
        return result.result_metadata.source(rule_runner.request(RunId, []))

    write(rule_runner, "cached", a=PASSES)
    assert source() == Source.RAN
    assert source() == Source.MEMOIZED
    assert source("--test-force") == Source.RAN
    assert source("--test-force") == Source.RAN
    assert source() == Source.MEMOIZED

    rule_runner.write_files({"cached/main.tf": MODULE + "# changed\n"})
    assert source() == Source.RAN


def test_results_are_good_in_another_checkout(tmp_path: Path) -> None:
    sources = []
    for _ in range(2):
        rule_runner = new_rule_runner(caches=str(tmp_path))
        write(rule_runner, "elsewhere", a=PASSES)
        result = result_of(rule_runner, "elsewhere/tests/a")
        assert result.exit_code == 0
        assert result.result_metadata is not None
        sources.append(result.result_metadata.source(rule_runner.request(RunId, [])))
    assert sources == [Source.RAN, Source.HIT_LOCALLY]


def test_failures_are_not_cached(rule_runner: RuleRunner) -> None:
    def source() -> Source:
        result = result_of(rule_runner, "uncached/tests/a")
        assert result.exit_code == 1
        assert result.result_metadata is not None
        return result.result_metadata.source(rule_runner.request(RunId, []))

    write(rule_runner, "uncached", a=FAILS)
    assert source() == Source.RAN
    assert source() == Source.RAN


def test_skipped_targets_and_the_whole_goal(rule_runner: RuleRunner) -> None:
    write(rule_runner, "whole", a=PASSES, b=FAILS)
    rule_runner.write_files(
        {
            "whole/skipped/BUILD": dedent(
                """\
                terraform_tests(
                    name="tests", sources=["*.tftest.hcl"], module="whole", skip_terraform_test=True
                )
                """
            ),
            "whole/skipped/c.tftest.hcl": FAILS,
        }
    )
    result = rule_runner.run_goal_rule(
        Test, global_args=terraform_options(), args=["--report", "whole::"]
    )
    assert result.exit_code == 1
    assert "✓ whole/tests/a.tftest.hcl:../tests succeeded" in result.stderr
    assert "✕ whole/tests/b.tftest.hcl:../tests failed" in result.stderr
    assert "c.tftest.hcl" not in result.stderr
    only = rule_runner.run_goal_rule(
        Test, global_args=terraform_options(), args=["whole/tests/a.tftest.hcl"]
    )
    assert only.exit_code == 0


def test_debugging_runs_terraform_uncaptured(rule_runner: RuleRunner) -> None:
    write(rule_runner, "debugged", a=PASSES)
    request = rule_runner.request(
        TestDebugRequest, [batch(rule_runner, "debugged/tests/a", "--test-debug")]
    )
    assert "-json" not in request.process.process.argv
    with mock_console(rule_runner.options_bootstrapper) as (_, stdio):
        result = rule_runner.run_interactive_process(request.process)
        assert result.exit_code == 0
        assert "1 passed, 0 failed." in stdio.get_stdout()


def test_nothing_to_debug(rule_runner: RuleRunner) -> None:
    write(rule_runner, "undebugged", a="variables {\n}\n")
    with engine_error(NothingToDebug, contains="has no `run` block"):
        rule_runner.request(TestDebugRequest, [batch(rule_runner, "undebugged/tests/a")])
