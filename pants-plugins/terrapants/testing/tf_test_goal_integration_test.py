"""The goal `tf-test`, with a real Terraform: what it prints, its exit codes, its cache."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from pants.core.goals.test import Test
from pants.testutil.rule_runner import RuleRunner, mock_console

from terrapants.testing.tf_test_for_tests import (
    FAILS,
    PASSES,
    lines,
    text,
    tf_test,
    tf_test_rule_runner,
    write,
)
from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_options

DETAILS_OF_FAILURE = """\
{file}
  run "fails" failed (0.00s)
    {file}:3:21: error: Test assertion failed
        condition     = var.name == "set"
          var.name is "unset"
      The name is not set.
"""


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return tf_test_rule_runner()


def test_summary_of_passing_files(rule_runner: RuleRunner) -> None:
    write(rule_runner, "pass/one", a=PASSES, b=PASSES + 'run "more" {\n}\n')
    write(rule_runner, "pass/second", a=PASSES)
    result = tf_test(rule_runner, "pass::")
    assert result.exit_code == 0
    assert text(result) == dedent(
        """\
        passed  pass/one     tests/a.tftest.hcl  1 passed  0.00s
        passed  pass/one     tests/b.tftest.hcl  2 passed  0.00s
        passed  pass/second  tests/a.tftest.hcl  1 passed  0.00s
        3 test files: 3 passed (4 runs: 4 passed)
        """
    )


def test_failures_are_explained(rule_runner: RuleRunner) -> None:
    write(rule_runner, "fail", a=FAILS, b=PASSES, c='run "unfinished" {\n')
    result = tf_test(rule_runner, "fail::")
    assert result.exit_code == 1
    assert text(result) == (
        DETAILS_OF_FAILURE.format(file="fail/tests/a.tftest.hcl")
        + dedent(
            """
            fail/tests/c.tftest.hcl
              fail/tests/c.tftest.hcl:1:18: error: Unclosed configuration block
                  run "unfinished" {
                There is no closing brace for this block before the end of the file. This may be \
caused by incorrect brace nesting elsewhere in this file.

            failed  fail  tests/a.tftest.hcl  0 passed, 1 failed  0.00s
            passed  fail  tests/b.tftest.hcl  1 passed            0.00s
            failed  fail  tests/c.tftest.hcl  no runs             0.00s
            3 test files: 1 passed, 2 failed (2 runs: 1 passed, 1 failed)
            """
        )
    )


def test_output_options(rule_runner: RuleRunner) -> None:
    write(rule_runner, "output", a=FAILS, b=PASSES)
    summary = [
        "failed output tests/a.tftest.hcl 0 passed, 1 failed 0.00s",
        "2 test files: 1 passed, 1 failed (2 runs: 1 passed, 1 failed)",
    ]

    none = tf_test(rule_runner, "--output=none", "output::")
    assert none.exit_code == 1
    assert lines(none)[0] == summary[0]
    assert lines(none)[-1] == summary[-1]

    failed = tf_test(rule_runner, "--output=failed", "output::")
    assert "output/tests/a.tftest.hcl" in lines(failed)
    assert "output/tests/b.tftest.hcl" not in lines(failed)

    everything = tf_test(rule_runner, "--output=all", "output::")
    assert everything.exit_code == 1
    shown = lines(everything)
    assert shown[shown.index("output/tests/b.tftest.hcl") + 1] == 'run "passes" passed (0.00s)'
    assert shown[-1] == summary[-1]


def test_second_run_is_cached_unless_forced(rule_runner: RuleRunner) -> None:
    def row(*arguments: str) -> str:
        result = tf_test(rule_runner, *arguments, "cached::")
        assert result.exit_code == 0
        return lines(result)[0]

    write(rule_runner, "cached", a=PASSES)
    ran = "passed cached tests/a.tftest.hcl 1 passed 0.00s"
    cached = "passed cached tests/a.tftest.hcl 1 passed cached"
    assert row() == ran
    assert row() == cached
    assert row("--force") == ran
    assert row("--force") == ran
    assert row() == cached


def test_results_are_shared_with_test(rule_runner: RuleRunner) -> None:
    write(rule_runner, "shared", a=PASSES)
    result = rule_runner.run_goal_rule(Test, global_args=terraform_options(), args=["shared::"])
    assert result.exit_code == 0
    assert lines(tf_test(rule_runner, "shared::"))[0].endswith(" cached")


@pytest.mark.parametrize("mistake", ["mirror", "terraform"])
def test_mistakes_are_told_once_and_without_traceback(
    rule_runner: RuleRunner, tmp_path: Path, mistake: str
) -> None:
    write(rule_runner, "mistake", a=PASSES, b=PASSES)
    missing = tmp_path / "terraform"
    if mistake == "mirror":
        options = terraform_options(mirrors=[str(missing)])
        message = f"`[terraform-providers].mirrors` names {missing}, which is not a directory. "
    else:
        missing.write_text("#!/bin/sh\n")
        options = terraform_options(str(missing), "1.7.0")
        missing.unlink()
        message = "No Terraform: release 1.7.0 of `[download-terraform]` could not be had ("
    result = tf_test(rule_runner, "mistake::", options=options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_one_problem_of_a_module_is_told_once(rule_runner: RuleRunner) -> None:
    write(rule_runner, "once", a=PASSES, b=PASSES)
    rule_runner.write_files(
        {
            "once/providers.tf": dedent(
                """\
                terraform {
                  required_providers {
                    missing = {
                      source = "localhost:1/acme/missing"
                    }
                  }
                }
                """
            )
        }
    )
    result = tf_test(rule_runner, "once::")
    assert result.exit_code == 1
    assert lines(result)[:5] == [
        "once/tests/a.tftest.hcl",
        (
            "Provider localhost:1/acme/missing, any version, was not found. Looked in the "
            "registry localhost:1 (could not connect: connection refused)."
        ),
        "",
        "once/tests/b.tftest.hcl",
        "the same as once/tests/a.tftest.hcl",
    ]


def test_aws_modules_side_by_side(rule_runner: RuleRunner) -> None:
    aws = dedent(
        """\
        terraform {
          required_providers {
            aws = {
              source = "hashicorp/aws"
            }
          }
        }

        resource "aws_sns_topic" "this" {
          name = var.name
        }
        """
    )
    mocked = 'mock_provider "aws" {\n}\n'
    for directory in ("aws/one", "aws/two"):
        write(rule_runner, directory, a=mocked + PASSES)
        rule_runner.write_files({f"{directory}/aws.tf": aws})
    options = terraform_options(mirrors=[provider_mirror()])
    result = tf_test(rule_runner, "aws::", options=options)
    assert lines(result) == [
        "passed aws/one tests/a.tftest.hcl 1 passed 0.00s",
        "passed aws/two tests/a.tftest.hcl 1 passed 0.00s",
        "2 test files: 2 passed (2 runs: 2 passed)",
    ]


def test_debugging(rule_runner: RuleRunner) -> None:
    write(rule_runner, "debugged", a=PASSES, b=FAILS)
    for name, exit_code, said in (("a", 0, "1 passed, 0 failed."), ("b", 1, "0 passed, 1 failed.")):
        with mock_console(rule_runner.options_bootstrapper) as (_, stdio):
            result = tf_test(rule_runner, "--debug", f"debugged/tests/{name}.tftest.hcl")
            assert result.exit_code == exit_code
            assert said in stdio.get_stdout()


def test_nothing_to_debug(rule_runner: RuleRunner) -> None:
    write(rule_runner, "undebugged", a="variables {\n}\n")
    result = tf_test(rule_runner, "--debug", "undebugged::")
    assert result.exit_code == 1
    assert "has no `run` block, so it tests nothing." in result.stderr
