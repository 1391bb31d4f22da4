from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ci_report
import verdict
from results import Problem, Results, collect
from views import LISTED, SHOWN, table, workflow_commands

FILE = "infra/s3/tests/a.tftest.hcl"
TERRAFORM = """<?xml version='1.0' encoding='utf-8'?>
<testsuites>
  <testsuite name="infra/s3/tests/a.tftest.hcl" tests="4">
    <testcase name="plans" {where} time="0.5" />
    <testcase name="public_access_is_blocked" {where} time="4.0" line="13">
      <failure message="Test assertion failed: All four kinds, 100%: blocked.">
infra/s3/tests/a.tftest.hcl:13:17: error
condition = false
x is "1"</failure>
    </testcase>
    <testcase name="applies" {where} time="0.000" line="6">
      <error message="Invalid">infra/s3/main.tf:6:1: error
second line
infra/s3/tests/a.tftest.hcl:9:9: error</error>
    </testcase>
    <testcase name="later" {where} time="0.000"><skipped /></testcase>
  </testsuite>
</testsuites>
""".replace("{where}", f'classname="{FILE}" file="{FILE}"')
PYTEST = """<testsuites><testsuite name="pytest" tests="2">
<testcase classname="packages.log.tests.test_a" name="test_fails" time="0.1">
<failure message="assert 1 == 2">    def test_fails():
&gt;       helper()

packages/log/tests/test_a.py:3:
_ _ _
packages/log/src/log/b.py:9: AssertionError</failure></testcase>
<testcase classname="packages.log.tests.test_a" name="test_passes" time="0.1" />
</testsuite></testsuites>
"""
SARIF = {
    "version": "2.1.0",
    "runs": [
        {
            "tool": {"driver": {"name": "terrapants rules"}},
            "results": [
                {
                    "ruleId": "terraform-pinned-source",
                    "level": "warning",
                    "message": {"text": "Two lines\nof text"},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": "infra/a%20b/main.tf"},
                                "region": {"startLine": 4, "startColumn": 2},
                            }
                        }
                    ],
                },
                {"level": "error", "message": {"text": "No place"}},
                {"level": "note", "message": {"text": "Accepted"}, "suppressions": [{}]},
            ],
        }
    ],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in {
        "infra/s3/main.tf": "",
        "infra/s3/tests/a.tftest.hcl": "",
        "packages/log/tests/test_a.py": "",
        "packages/log/src/log/b.py": "",
        "dist/tf-test/reports/infra.s3.tests.a.tftest.hcl.xml": TERRAFORM,
        "dist/test/reports/packages.log.tests.test_a.py.tests.xml": PYTEST,
        "dist/lint/terraform-rules/terraform-rules.sarif": json.dumps(SARIF),
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_counts(root: Path) -> None:
    results = collect(root)
    assert (results.passed, results.failed, results.skipped) == (2, 3, 1)
    assert results.seconds == pytest.approx(4.7)
    assert results.files == 3


def test_a_failing_run_is_an_annotation_on_its_line(root: Path) -> None:
    assert (
        "::error file=infra/s3/tests/a.tftest.hcl,line=13,col=17,"
        'title=run "public_access_is_blocked"::'
        "Test assertion failed: All four kinds, 100%25: blocked."
    ) in workflow_commands(collect(root))


def test_an_error_in_another_file_is_where_it_is(root: Path) -> None:
    expected = '::error file=infra/s3/main.tf,line=6,col=1,title=run "applies"::Invalid'
    assert expected in workflow_commands(collect(root))


def test_a_failing_python_test_is_where_its_assertion_is(root: Path) -> None:
    assert (
        "::error file=packages/log/src/log/b.py,line=9,"
        "title=packages.log.tests.test_a%3A test_fails::assert 1 == 2"
    ) in workflow_commands(collect(root))


def test_findings_are_annotations_of_their_level(root: Path) -> None:
    found = workflow_commands(collect(root))
    assert "::error title=terrapants rules::No place" in found
    assert found[-1] == (
        "::warning file=infra/a b/main.tf,line=4,col=2,"
        "title=terraform-pinned-source::Two lines%0Aof text"
    )
    assert not any("Accepted" in each for each in found)


def test_no_more_annotations_than_are_shown() -> None:
    problems = [Problem(f"t{n}", "m", level) for n in range(30) for level in ("note", "error")]
    found = workflow_commands(Results(problems=problems))
    assert len(found) == 2 * SHOWN
    assert found[0] == "::error title=t0::m"
    assert found[-1] == "::notice title=t9::m"


def test_the_summary_is_a_table(root: Path) -> None:
    text = table("./pants tf-test ::", 1, collect(root))
    assert "| failed with exit code 1 | 2 | 3 | 1 | 4.7 | 4 | 1 |" in text
    assert (
        '| infra/s3/tests/a.tftest.hcl:13 | run "public\\_access\\_is\\_blocked" '
        "| Test assertion failed: All four kinds, 100%: blocked. |"
    ) in text


def test_text_from_a_report_does_not_break_the_table() -> None:
    problem = Problem("a|b", "x | y\n<img> [z](u) `c`", path="a_b.tf")
    last = table("n", 0, Results(problems=[problem])).splitlines()[-3]
    assert last == "| a\\_b.tf | a\\|b | x \\| y \\<img> \\[z](u) \\`c\\` |"


def test_a_long_list_says_what_it_leaves_out() -> None:
    problems = [Problem("t", "m")] * (LISTED + 3)
    text = table("n", 1, Results(problems=problems))
    assert text.count("| t | m |") == LISTED
    assert "3 more are in the log." in text


def test_nothing_that_ran_is_not_silent(tmp_path: Path) -> None:
    text = table("./pants test", 0, collect(tmp_path))
    assert "No report was written: the log says what ran." in text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("dist/test/reports/a.xml", "<testsuites><test"),
        ("dist/lint/x/x.sarif", "{"),
        ("dist/lint/x/x.sarif", "[]"),
        ("dist/check/x/x.sarif", '{"runs": [{}]}'),
    ],
)
def test_a_report_that_cannot_be_read_is_named(tmp_path: Path, path: str, text: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert f"This report could not be read: {path}: " in table("n", 0, collect(tmp_path))


def test_only_github_gets_annotations(root: Path, capsys: Any) -> None:
    summary = root / "summary.md"
    summary.write_text("before\n")
    variables = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    assert ci_report.main(["1", "./pants test"], root, variables) == 0
    assert capsys.readouterr().out.count("::error ") == 4
    assert summary.read_text().startswith("before\n### `./pants test`\n")
    ci_report.main(["1", "./pants test"], root, {})
    printed = capsys.readouterr().out
    assert "::error " not in printed
    assert printed.startswith("### `./pants test`\n")


@pytest.mark.parametrize(
    ("results", "skippable", "code"),
    [
        ({"plan": "success", "goals": "success"}, [], 0),
        ({"plan": "success", "goals": "skipped"}, ["goals"], 0),
        ({"plan": "success", "goals": "skipped"}, [], 1),
        ({"plan": "failure", "goals": "skipped"}, ["goals"], 1),
        ({"plan": "success", "goals": "cancelled"}, ["goals"], 1),
        ({}, ["goals"], 1),
    ],
)
def test_the_verdict_of_a_workflow(
    results: dict[str, str], skippable: list[str], code: int, capsys: Any
) -> None:
    needs = {job: {"result": result, "outputs": {}} for job, result in results.items()}
    assert verdict.main(skippable, json.dumps(needs)) == code
    assert ("::error::" in capsys.readouterr().out) == bool(code)
