"""The reports of `tf-test`, and what neither they nor its output may hold."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from textwrap import dedent

import pytest
from pants.core.goals.test import Test
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.tf_test_for_tests import (
    FAILS,
    PASSES,
    lines,
    tf_test,
    tf_test_rule_runner,
    write,
)
from terrapants.testutil.terraform_rule_runner import terraform_options


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return tf_test_rule_runner()


def test_reports_have_names_of_their_own(rule_runner: RuleRunner) -> None:
    write(rule_runner, "report/one", a=PASSES, b=FAILS)
    write(rule_runner, "report/two", a=PASSES)
    rule_runner.write_files(
        {
            "report/one/mock_tests/BUILD": 'terraform_tests(name="tests")\n',
            "report/one/mock_tests/a.tftest.hcl": PASSES,
        }
    )
    result = tf_test(rule_runner, "--report", "--report-dir=reports", "--output=none", "report::")
    assert result.exit_code == 1
    assert lines(result)[-1] == "Reports: reports"
    written = {path.name: path for path in Path(rule_runner.build_root, "reports").iterdir()}
    assert set(written) == {
        "report.one.mock_tests.a.tftest.hcl.xml",
        "report.one.tests.a.tftest.hcl.xml",
        "report.one.tests.b.tftest.hcl.xml",
        "report.two.tests.a.tftest.hcl.xml",
    }
    (suite,) = ElementTree.parse(written["report.one.tests.b.tftest.hcl.xml"]).getroot()
    assert suite.attrib["name"] == "report/one/tests/b.tftest.hcl"
    assert suite.find("testcase[@name='fails']/failure") is not None


def test_file_of_two_targets_has_two_reports(rule_runner: RuleRunner) -> None:
    write(rule_runner, "shared_file", a=FAILS)
    rule_runner.write_files(
        {
            "shared_file/BUILD": dedent(
                """\
                terraform_module()
                terraform_tests(name="tests")
                terraform_tests(name="others", extra_env_vars=["TF_VAR_name=set"])
                """
            )
        }
    )
    arguments = ("--report", "--report-dir=shared-reports", "--output=none", "shared_file::")
    result = tf_test(rule_runner, *arguments)
    assert lines(result)[-2].startswith("2 test files: 1 passed, 1 failed")
    reports = Path(rule_runner.build_root, "shared-reports").iterdir()
    usual, other = sorted((report.name for report in reports), key=len)
    assert usual == "shared_file.tests.a.tftest.hcl.xml"
    assert re.fullmatch(r"shared_file\.tests\.a\.tftest\.hcl\.[0-9a-f]{8}\.xml", other)
    under_test = rule_runner.run_goal_rule(
        Test, global_args=terraform_options(), args=["--report", "shared_file::"]
    )
    assert under_test.exit_code == 1
    reports = Path(rule_runner.build_root, "dist/test/reports").iterdir()
    assert {usual, other} <= {report.name for report in reports}


def test_default_report_directory(rule_runner: RuleRunner) -> None:
    write(rule_runner, "default_report", a=PASSES)
    result = tf_test(rule_runner, "--report", "default_report::")
    assert lines(result)[-1] == "Reports: dist/tf-test/reports"
    report = "dist/tf-test/reports/default_report.tests.a.tftest.hcl.xml"
    assert Path(rule_runner.build_root, report).is_file()


def test_secrets_are_in_no_output_and_no_report(rule_runner: RuleRunner) -> None:
    write(rule_runner, "secret", a=FAILS, b=PASSES)
    rule_runner.write_files(
        {"secret/more.tf": 'output "all" {\n  value = { name = var.name, other = [var.name] }\n}\n'}
    )
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
    reports = list(Path(rule_runner.build_root, "secret-reports").iterdir())
    assert len(reports) == 2
    for shown in (result.stdout, result.stderr, *(report.read_text() for report in reports)):
        assert "hunter2" not in shown
    assert 'var.name is "(hidden)"' in result.stdout
