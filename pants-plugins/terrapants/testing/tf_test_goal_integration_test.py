"""The goal `tf-test`, with a real Terraform: what it runs, prints and reports, and its cache."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from textwrap import dedent

import pytest
from pants.core.goals.test import Test
from pants.testutil.rule_runner import RuleRunner, mock_console

from terrapants.testing.testutil import (
    BUILD,
    FAILS,
    PASSES,
    expects,
    lines,
    new_rule_runner,
    sleeps,
    text,
    tf_test,
    write,
)
from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_options


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return new_rule_runner()


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


def test_failures_are_explained_as_the_output_option_says(rule_runner: RuleRunner) -> None:
    write(rule_runner, "fail", a=FAILS, b=PASSES, c='run "unfinished" {\n')
    explanation = dedent(
        """\
        fail/tests/a.tftest.hcl
          run "fails" failed (0.00s)
            fail/tests/a.tftest.hcl:3:21: error: Test assertion failed
                condition     = var.name == "set"
                  var.name is "unset"
              It does <not> hold.

        fail/tests/c.tftest.hcl
          fail/tests/c.tftest.hcl:1:18: error: Unclosed configuration block
              run "unfinished" {
            There is no closing brace for this block before the end of the file. This may be \
caused by incorrect brace nesting elsewhere in this file.

        """
    )
    summary = dedent(
        """\
        failed  fail  tests/a.tftest.hcl  0 passed, 1 failed  0.00s
        passed  fail  tests/b.tftest.hcl  1 passed            {b}
        failed  fail  tests/c.tftest.hcl  no runs             0.00s
        3 test files: 1 passed, 2 failed (2 runs: 1 passed, 1 failed)
        """
    )
    result = tf_test(rule_runner, "fail::")
    assert result.exit_code == 1
    assert text(result) == explanation + summary.format(b="0.00s")

    none = tf_test(rule_runner, "--output=none", "fail::")
    assert none.exit_code == 1
    assert text(none) == summary.format(b="cached")

    everything = tf_test(rule_runner, "--output=all", "fail::")
    assert everything.exit_code == 1
    of_passed_file = 'fail/tests/b.tftest.hcl\n  run "passes" passed (0.00s)\n\n'
    before, _, after = explanation.partition("fail/tests/c")
    assert text(everything) == (
        f"{before}{of_passed_file}fail/tests/c{after}{summary.format(b='cached')}"
    )


KEPT = """\
resource "terraform_data" "kept" {
  lifecycle {
    prevent_destroy = true
  }
}
"""
# `m` is a typing error: the module has `name`.
MISTYPED = """\
run "mistyped" {
  variables {
    m = 1
  }
}
"""


def test_a_failed_clean_up_says_what_is_left_and_why(rule_runner: RuleRunner) -> None:
    write(rule_runner, "kept", {"kept.tf": KEPT}, a=PASSES)
    result = tf_test(rule_runner, "--report", "--report-dir=kept-reports", "kept::")
    assert result.exit_code == 1
    assert lines(result)[:3] == [
        "kept/tests/a.tftest.hcl",
        'the clean-up after run "passes" failed; left in state: terraform_data.kept',
        "kept/kept.tf:1:1: error: Instance cannot be destroyed",
    ]
    assert lines(result)[-3:-1] == [
        "failed kept tests/a.tftest.hcl 1 passed, 1 clean-up failed 0.00s",
        "1 test file: 0 passed, 1 failed (1 run: 1 passed, 1 clean-up failed)",
    ]
    (report,) = Path(rule_runner.build_root, "kept-reports").iterdir()
    (suite,) = ElementTree.parse(report).getroot()
    (case,) = suite.findall("testcase[error]")
    assert case.attrib["name"] == "passes (clean-up)"
    assert "Instance cannot be destroyed" in (case[0].text or "")


def test_warnings_of_a_file_that_passed_are_shown_once_each(rule_runner: RuleRunner) -> None:
    again = MISTYPED.replace("mistyped", "again")
    write(rule_runner, "warned", a=MISTYPED + again, b=MISTYPED)
    result = tf_test(rule_runner, "warned::")
    assert result.exit_code == 0
    warnings = [line for line in lines(result) if "warning: " in line]
    assert warnings == [
        "warned/tests/a.tftest.hcl:3:9: warning: Value for undeclared variable",
        "warned/tests/a.tftest.hcl:8:9: warning: Value for undeclared variable",
        "warned/tests/b.tftest.hcl:3:9: warning: Value for undeclared variable",
    ]
    assert lines(result)[-1] == "2 test files: 2 passed (3 runs: 3 passed), 3 warnings"
    assert "warning: " not in text(tf_test(rule_runner, "--output=none", "warned::"))


def test_a_warning_of_a_module_is_shown_for_one_of_its_files(rule_runner: RuleRunner) -> None:
    quoted = KEPT.replace("prevent_destroy = true", 'ignore_changes = ["input"]')
    write(rule_runner, "deprecated", {"main.tf": quoted}, a=PASSES, b=PASSES)
    result = tf_test(rule_runner, "deprecated::")
    assert text(result).count("warning: ") == 1
    assert lines(result)[-1] == "2 test files: 2 passed (2 runs: 2 passed), 1 warning"


def test_warnings_can_be_errors_and_need_no_second_run_for_that(rule_runner: RuleRunner) -> None:
    write(rule_runner, "strict", a=MISTYPED)
    assert tf_test(rule_runner, "strict::").exit_code == 0
    strict = (*terraform_options(), "--terraform-testing-warnings-as-errors")
    result = tf_test(rule_runner, "strict::", options=strict)
    assert result.exit_code == 1
    assert lines(result)[1:3] == [
        (
            "Its runs passed, but Terraform warned, and `[terraform-testing].warnings_as_errors` "
            "is set."
        ),
        "strict/tests/a.tftest.hcl:3:9: warning: Value for undeclared variable",
    ]
    assert lines(result)[-2] == "failed strict tests/a.tftest.hcl 1 passed cached"


def test_second_run_is_cached_unless_forced(rule_runner: RuleRunner) -> None:
    def row(*arguments: str) -> str:
        result = tf_test(rule_runner, *arguments, "cached::")
        assert result.exit_code == 0
        return lines(result)[0]

    write(rule_runner, "cached", a=PASSES)
    ran = "passed cached tests/a.tftest.hcl 1 passed 0.00s"
    cached = "passed cached tests/a.tftest.hcl 1 passed cached"
    # The results are shared with `test`.
    test = rule_runner.run_goal_rule(Test, global_args=terraform_options(), args=["cached::"])
    assert test.exit_code == 0
    assert row() == cached
    assert row("--force") == ran
    assert row("--force") == ran
    assert row() == cached


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
        message = "No Terraform: version 1.7.0, of `[download-terraform].version`, could not be "
    result = tf_test(rule_runner, "mistake::", options=options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_one_problem_of_a_module_is_told_once(rule_runner: RuleRunner) -> None:
    provider = 'missing = {\n source = "localhost:1/acme/missing"\n }'
    files = {"main.tf": f"terraform {{\n required_providers {{\n {provider}\n }}\n}}\n"}
    write(rule_runner, "once", files, a=PASSES, b=PASSES)
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
    configuration = """\
        terraform {
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = ">= 5.0, < 6.0"
            }
          }
        }

        variable "days" {
          type    = number
          default = 30
        }

        resource "aws_kms_key" "this" {
          deletion_window_in_days = var.days
        }
        """
    mocks = """\
        mock_resource "aws_kms_key" {
          defaults = {
            arn = "arn:aws:kms:eu-west-1:123456789012:key/mocked"
          }
        }
        """
    files = {"main.tf": dedent(configuration), "mocks/kms.tfmock.hcl": dedent(mocks)}
    mocked = 'mock_provider "aws" {\n  source = "./mocks"\n}\n' + expects(
        'endswith(aws_kms_key.this.arn, "key/mocked")', run="mocked"
    )
    write(rule_runner, "aws/one", files, a=mocked)
    invalid = 'run "invalid" {\n  variables {\n    days = 3\n  }\n}\n'
    write(rule_runner, "aws/two", files, a=mocked + invalid)
    options = terraform_options(mirrors=[provider_mirror()])
    result = tf_test(rule_runner, "aws::", options=options)
    shown = lines(result)
    assert shown[:2] == [
        "aws/two/tests/a.tftest.hcl",
        'run "invalid" failed with an error (0.00s)',
    ]
    assert shown[2].startswith("aws/two/main.tf:16:29: error: expected deletion_window_in_days")
    assert "to be in the range (7 - 30)" in shown[2]
    assert shown[-3:] == [
        "passed aws/one tests/a.tftest.hcl 1 passed 0.00s",
        "failed aws/two tests/a.tftest.hcl 1 passed, 1 failed 0.00s",
        "2 test files: 1 passed, 1 failed (3 runs: 2 passed, 1 failed)",
    ]


def test_each_environment_of_a_parametrized_target_has_its_result(rule_runner: RuleRunner) -> None:
    build = """\
        terraform_module()
        terraform_tests(
            name="tests",
            extra_env_vars=parametrize(a=["TF_VAR_name=set"], b=["TF_VAR_name=other"]),
        )
        """
    write(rule_runner, "parametrized", {"BUILD": dedent(build)}, a=FAILS)
    both = tf_test(rule_runner, "--output=none", "parametrized::")
    assert both.exit_code == 1
    *rows, total = lines(both)
    target = "tests/a.tftest.hcl of parametrized:tests@extra_env_vars"
    assert sorted(rows) == [
        f"failed parametrized {target}=b 0 passed, 1 failed 0.00s",
        f"passed parametrized {target}=a 1 passed 0.00s",
    ]
    assert total == "2 test files: 1 passed, 1 failed (2 runs: 1 passed, 1 failed)"

    address = "parametrized/tests/a.tftest.hcl:../tests@extra_env_vars"
    assert tf_test(rule_runner, f"{address}=a").exit_code == 0
    assert tf_test(rule_runner, f"{address}=b").exit_code == 1


def test_debugging(rule_runner: RuleRunner) -> None:
    write(rule_runner, "debugged", a=PASSES, b=FAILS)
    with mock_console(rule_runner.options_bootstrapper) as (_, stdio):
        result = tf_test(rule_runner, "--debug", "debugged::")
        assert result.exit_code == 1
        assert "1 passed, 0 failed." in stdio.get_stdout()
        assert "0 passed, 1 failed." in stdio.get_stdout()

    write(rule_runner, "undebugged", a="variables {\n}\n")
    result = tf_test(rule_runner, "--debug", "--report", "undebugged::")
    assert result.stderr.startswith(
        "No reports are written: with `--debug`, Terraform's output is not captured.\n"
    )
    assert result.exit_code == 1
    assert "has no `run` block, so it tests nothing." in result.stderr


def test_shards(rule_runner: RuleRunner) -> None:
    write(rule_runner, "shards", a=PASSES)
    outputs = {}
    for shard in ("0/2", "1/2"):
        result = tf_test(rule_runner, f"--shard={shard}", "shards::")
        assert result.exit_code == 0
        outputs[shard] = lines(result)
    empty = next(shard for shard, output in outputs.items() if len(output) == 1)
    assert outputs.pop(empty) == [f"0 test files. Shard {empty} has no part of 1 test file."]
    assert outputs.popitem()[1][0] == "passed shards tests/a.tftest.hcl 1 passed 0.00s"

    bad = tf_test(rule_runner, "--shard=2/2", "shards::")
    assert bad.exit_code == 1
    assert bad.stderr.startswith("Invalid shard specification 2/2 from the [tf-test].shard")


def test_modules_that_pants_cannot_read_are_named(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(rule_runner, "odd/m[1]", a=PASSES)
    write(rule_runner, "odd/even", a=PASSES)
    assert tf_test(rule_runner, "odd::").exit_code == 0
    (warning,) = [each for each in caplog.messages if "m[1]" in each]
    assert warning.startswith(
        "Nothing checks the Terraform files in odd/m[1] and odd/m[1]/tests: Pants reads no "
    )


def test_filters(rule_runner: RuleRunner) -> None:
    write(rule_runner, "filter", a=PASSES, b=FAILS)
    result = tf_test(rule_runner, "filter::", "--", "-filter=tests/a.tftest.hcl")
    assert result.exit_code == 0
    assert lines(result) == [
        "filter/tests/b.tftest.hcl",
        "-filter=tests/a.tftest.hcl does not name this file.",
        "",
        "passed filter tests/a.tftest.hcl 1 passed 0.00s",
        "no tests ran filter tests/b.tftest.hcl no runs",
        "2 test files: 1 passed, 1 no tests ran (1 run: 1 passed)",
    ]

    nothing = tf_test(
        rule_runner, "filter/tests/a.tftest.hcl", "--", "-filter=tests/gone.tftest.hcl"
    )
    assert nothing.exit_code == 1
    assert lines(nothing) == [
        "filter/tests/a.tftest.hcl",
        "-filter=tests/gone.tftest.hcl does not name this file.",
        "",
        "no tests ran filter tests/a.tftest.hcl no runs",
        "1 test file: 0 passed, 1 no tests ran (0 runs: 0 passed)",
    ]


def test_arguments_reach_terraform(rule_runner: RuleRunner) -> None:
    write(rule_runner, "arguments", a=FAILS)
    assert tf_test(rule_runner, "arguments::").exit_code == 1
    assert tf_test(rule_runner, "arguments::", "--", "-var", "name=set").exit_code == 0


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        (
            "-junit-xml=out.xml",
            (
                "`-junit-xml=out.xml` cannot be passed to `terraform test`: use `--report`, which "
                "writes a file for each test file."
            ),
        ),
        ("-filter", "`-filter` needs a test file, as in `-filter=tests/a.tftest.hcl`."),
    ],
)
def test_refused_arguments(rule_runner: RuleRunner, argument: str, message: str) -> None:
    write(rule_runner, "refused", a=PASSES)
    result = tf_test(rule_runner, "refused::", "--", argument)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{message}\n")


def test_timeouts(rule_runner: RuleRunner) -> None:
    write(rule_runner, "hangs", {"main.tf": sleeps("600")}, a='run "hangs" {\n}\n')
    stopped = tf_test(rule_runner, "--timeout-default=2", "hangs::")
    assert stopped.exit_code == 1
    assert lines(stopped) == [
        "hangs/tests/a.tftest.hcl",
        (
            'Stopped after 2 seconds, in run "hangs". Raise the `timeout` field of its target if '
            "it needs longer. Real resources that its runs had created are left."
        ),
        "",
        "timed out hangs tests/a.tftest.hcl 0 passed, 1 not run 0.00s",
        "1 test file: 0 passed, 1 timed out (1 run: 0 passed, 1 not run)",
    ]

    write(rule_runner, "slow", {"main.tf": sleeps("1.2")}, a=PASSES)
    unlimited = tf_test(rule_runner, "--no-timeouts", "--timeout-default=1", "slow::")
    assert unlimited.exit_code == 0


def test_skipped(rule_runner: RuleRunner) -> None:
    write(rule_runner, "skipped", a=FAILS)
    skipped = tf_test(
        rule_runner, "skipped::", options=(*terraform_options(), "--terraform-testing-skip")
    )
    said = "0 test files. `[terraform-testing].skip` is set.\n"
    assert (skipped.exit_code, skipped.stdout) == (0, said)

    build = 'terraform_module()\nterraform_tests(name="tests", skip_terraform_test=True)\n'
    rule_runner.write_files({"skipped/BUILD": build})
    skipped = tf_test(rule_runner, "skipped::")
    said = "0 test files. `skip_terraform_test` is set on the target of each test file (1).\n"
    assert (skipped.exit_code, skipped.stdout) == (0, said)


def test_reports_have_names_of_their_own(rule_runner: RuleRunner) -> None:
    others = 'terraform_tests(name="others", sources=["tests/a.*"], extra_env_vars=["A=b"])\n'
    files = {
        "BUILD": BUILD + others,
        "mock_tests/BUILD": 'terraform_tests(name="tests")\n',
        "mock_tests/a.tftest.hcl": PASSES,
    }
    write(rule_runner, "report", files, a=PASSES, b=FAILS)
    result = tf_test(rule_runner, "--report", "--output=none", "report::")
    assert result.exit_code == 1
    assert lines(result)[-1] == "Reports: dist/tf-test/reports"
    reports = {
        path.name: path for path in Path(rule_runner.build_root, "dist/tf-test/reports").iterdir()
    }
    names = {
        "report.mock_tests.a.tftest.hcl.xml",
        "report.tests.a.tftest.hcl.xml",
        "report.tests.b.tftest.hcl.xml",
    }
    (other,) = set(reports) - names
    assert set(reports) == {*names, other}
    assert re.fullmatch(r"report\.tests\.a\.tftest\.hcl\.[0-9a-f]{8}\.xml", other)
    (suite,) = ElementTree.parse(reports["report.tests.b.tftest.hcl.xml"]).getroot()
    assert suite.attrib["name"] == "report/tests/b.tftest.hcl"
    assert suite.find("testcase[@name='fails']/failure") is not None

    # `test` writes files of the same names.
    under_test = rule_runner.run_goal_rule(
        Test, global_args=terraform_options(), args=["--report", "report::"]
    )
    assert under_test.exit_code == 1
    directory = Path(rule_runner.build_root, "dist/test/reports")
    assert set(reports) == {report.name for report in directory.iterdir()}


def test_reports_may_be_anywhere(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, "elsewhere", a=PASSES)
    reports = tmp_path / "new/reports"
    result = tf_test(rule_runner, "--report", f"--report-dir={reports}", "elsewhere::")
    assert result.exit_code == 0
    assert lines(result)[-1] == f"Reports: {reports}"
    assert [path.name for path in reports.iterdir()] == ["elsewhere.tests.a.tftest.hcl.xml"]


def test_a_directory_alone_asks_for_no_reports_and_that_is_said(
    rule_runner: RuleRunner, tmp_path: Path
) -> None:
    write(rule_runner, "unasked", a=PASSES)
    reports = tmp_path / "reports"
    result = tf_test(rule_runner, f"--report-dir={reports}", "unasked::")
    assert result.exit_code == 0
    assert result.stderr == (
        "No reports are written: `--report-dir` only takes effect with `--report`.\n"
    )
    assert not reports.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--report", "--report-dir=mistakes/BUILD"),
            (
                "Reports cannot be written to {root}/mistakes/BUILD (`[tf-test].report_dir`): a "
                "part of this path is a file.\n"
            ),
        ),
        (
            ("--report-dir={x}",),
            (
                "`[tf-test].report_dir` is {x}, but {x} is not a placeholder: the only one is "
                "{distdir}.\n"
            ),
        ),
        (
            ("--timeout-default=0",),
            (
                "`[tf-test].timeout_default` is 0, but must be from 1 to 31536000 seconds (a "
                "year). For no limit, use `--no-timeouts`.\n"
            ),
        ),
        (
            ("--extra-env-vars==c",),
            (
                "`[tf-test].extra_env_vars` has `=…`, which does not have a variable's name. "
                "Write `NAME`, or `NAME=value`.\n"
            ),
        ),
    ],
)
def test_a_mistake_in_an_option_is_one_sentence_before_any_test_runs(
    rule_runner: RuleRunner, options: tuple[str, ...], message: str
) -> None:
    write(rule_runner, "mistakes", a=PASSES)
    result = tf_test(rule_runner, *options, "mistakes::")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == message.replace("{root}", rule_runner.build_root)


def test_a_mistake_in_a_field_fails_its_file_only(rule_runner: RuleRunner) -> None:
    build = 'terraform_module()\nterraform_tests(name="tests", extra_env_vars=["A-B=c"])\n'
    write(rule_runner, "field/bad", {"BUILD": build}, a=PASSES)
    write(rule_runner, "field/good", a=PASSES)
    result = tf_test(rule_runner, "field::")
    assert result.exit_code == 1
    assert lines(result)[1].startswith(
        "`extra_env_vars` of field/bad/tests/a.tftest.hcl:../tests has `A-B=…`, which does not"
    )
    assert lines(result)[-1] == "2 test files: 1 passed, 1 failed (1 run: 1 passed)"


def test_names_of_modules_and_runs_are_no_secrets(rule_runner: RuleRunner) -> None:
    run = expects('var.name == "set"', run="prod_is_healthy")
    write(rule_runner, "m/prod", a=run)
    result = tf_test(
        rule_runner,
        "--extra-env-vars=['TF_VAR_name=prod']",
        "--report",
        "--report-dir=names-reports",
        "m/prod::",
    )
    assert lines(result)[:5] == [
        "m/prod/tests/a.tftest.hcl",
        'run "prod_is_healthy" failed (0.00s)',
        "m/prod/tests/a.tftest.hcl:3:21: error: Test assertion failed",
        'condition = var.name == "set"',
        'var.name is "(hidden)"',
    ]
    (report,) = Path(rule_runner.build_root, "names-reports").iterdir()
    (suite,) = ElementTree.parse(report).getroot()
    (origin,) = suite.findall("properties/property")
    assert origin.attrib == {"name": "origin", "value": "ran"}
    (case,) = suite.findall("testcase")
    assert case.attrib["name"] == "prod_is_healthy"
    assert "m/prod/tests/a.tftest.hcl:3:21" in (case[0].text or "")


def test_secrets_are_in_no_output_and_no_report(rule_runner: RuleRunner) -> None:
    more = 'output "all" {\n  value = { name = var.name, other = [var.name] }\n}\n'
    write(rule_runner, "secret", {"more.tf": more}, a=FAILS, b=PASSES)
    result = tf_test(
        rule_runner,
        "--extra-env-vars=['TF_VAR_name=hunter2&<é>']",
        "--output=all",
        "--report",
        "--report-dir=secret-reports",
        "secret::",
        "--",
        "-verbose",
    )
    assert result.exit_code == 1
    assert lines(result)[-1] == "Reports: secret-reports"
    reports = list(Path(rule_runner.build_root, "secret-reports").iterdir())
    assert len(reports) == 2
    for shown in (result.stdout, result.stderr, *(report.read_text() for report in reports)):
        assert "hunter2" not in shown
    assert 'var.name is "(hidden)"' in result.stdout
