from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from pants.engine.addresses import Address

from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.junit import junit_xml, report_name
from terrapants.testing.output import FailedCleanUp, RunResult, RunStatus
from terrapants.testing.verdict import FileVerdict, Verdict

MODULE = "infra-packages/aws/s3"
FILE = f"{MODULE}/tests/a.tftest.hcl"
ASSERTION = Diagnostic(
    "error",
    "Test assertion failed",
    "The bucket is not called other.",
    FILE,
    12,
    21,
    'run "wrong_name"',
    '    condition = aws_s3_bucket.this.bucket == "other"',
    ('aws_s3_bucket.this.bucket is "good-name"',),
)
SYNTAX = Diagnostic("error", "Unclosed configuration block", "No closing brace.", FILE, 1, 9)
WARNING = Diagnostic("warning", "Deprecated", "Use another.", FILE, 2, 1)
GOOD = RunResult("good", RunStatus.PASS, 2.754)
WRONG = RunResult("wrong_name", RunStatus.FAIL, 0.759, (ASSERTION,))
ERROR = RunResult("too_short", RunStatus.ERROR, 0.5, (SYNTAX,))
AFTER = RunResult("after", RunStatus.SKIP)
NEVER = RunResult("never", RunStatus.PENDING)


def verdict(
    kind: Verdict = Verdict.FAILED, *runs: RunResult, file: str = FILE, **fields: Any
) -> FileVerdict:
    return FileVerdict(Address(MODULE), MODULE, file, kind, runs, **fields)


def suite(of: FileVerdict) -> ElementTree.Element:
    document = junit_xml(of)
    assert document.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n")
    (found,) = ElementTree.fromstring(document)
    return found


def numbers(of: ElementTree.Element) -> tuple[int, ...]:
    """The numbers of cases, failures, errors and skips that the suite states."""
    return tuple(int(of.attrib[name]) for name in ("tests", "failures", "errors", "skipped"))


def outcomes(of: ElementTree.Element) -> dict[str, str]:
    cases = of.findall("testcase")
    return {case.attrib["name"]: case[0].tag if len(case) else "passed" for case in cases}


def test_each_run_has_a_case() -> None:
    found = suite(verdict(Verdict.FAILED, GOOD, WRONG, ERROR, AFTER, NEVER))
    assert found.tag == "testsuite"
    assert found.attrib["name"] == FILE
    assert outcomes(found) == {
        "good": "passed",
        "wrong_name": "failure",
        "too_short": "error",
        "after": "skipped",
        "never": "skipped",
    }
    assert numbers(found) == (5, 1, 1, 2)
    assert found.attrib["time"] == "4.013"
    assert [case.attrib["time"] for case in found[:2]] == ["2.754", "0.759"]
    assert {case.attrib["classname"] for case in found} == {FILE}


def test_a_suite_says_where_its_verdict_comes_from() -> None:
    (found,) = ElementTree.fromstring(junit_xml(verdict(Verdict.PASSED, GOOD), "cached remotely"))
    assert [each.attrib for each in found.findall("properties/property")] == [
        {"name": "origin", "value": "cached remotely"}
    ]
    assert numbers(found) == (1, 0, 0, 0)
    assert suite(verdict(Verdict.PASSED, GOOD)).find("properties") is None


def test_a_failure_says_where_and_why() -> None:
    (case,) = suite(verdict(Verdict.FAILED, WRONG))
    assert (case.attrib["file"], case.attrib["line"]) == (FILE, "12")
    assert case[0].attrib["message"] == "Test assertion failed: The bucket is not called other."
    assert case[0].text == "\n".join(
        [
            f"{FILE}:12:21",
            '    condition = aws_s3_bucket.this.bucket == "other"',
            'aws_s3_bucket.this.bucket is "good-name"',
            "Test assertion failed",
            "The bucket is not called other.",
        ]
    )


def test_every_error_of_a_run_is_there() -> None:
    (case,) = suite(verdict(Verdict.FAILED, RunResult("a", RunStatus.FAIL, 0, (ASSERTION, SYNTAX))))
    first, _, second = (case[0].text or "").partition("\n\n")
    assert first.splitlines()[0] == f"{FILE}:12:21"
    assert second == f"{FILE}:1:9\nUnclosed configuration block\nNo closing brace."


def test_a_failed_run_without_a_diagnostic() -> None:
    (case,) = suite(verdict(Verdict.FAILED, RunResult("a", RunStatus.ERROR)))
    assert case[0].attrib["message"] == "error"


@pytest.mark.parametrize("status", [RunStatus.PASS, RunStatus.SKIP])
def test_an_error_is_not_lost_whatever_the_status_of_its_run(status: RunStatus) -> None:
    found = suite(verdict(Verdict.FAILED, RunResult("odd", status, 0, (SYNTAX,))))
    assert outcomes(found) == {"odd": "error"}
    assert found[0][0].attrib["message"] == "Unclosed configuration block: No closing brace."


def test_skips_say_why() -> None:
    cases = suite(verdict(Verdict.FAILED, ERROR, AFTER, NEVER))
    assert [case[0].attrib["message"] for case in cases[1:]] == [
        "an earlier run of the file ended in an error",
        "the file was stopped before this run ended",
    ]


def test_a_passed_file_has_its_runs_only() -> None:
    found = suite(verdict(Verdict.PASSED, GOOD))
    assert outcomes(found) == {"good": "passed"}
    assert numbers(found) == (1, 0, 0, 0)


def test_a_file_that_does_not_parse_has_an_error_of_its_own_name() -> None:
    found = suite(verdict(diagnostics=(SYNTAX,)))
    assert outcomes(found) == {"tests/a.tftest.hcl": "error"}
    assert numbers(found) == (1, 0, 1, 0)
    assert found[0][0].attrib["message"] == "Unclosed configuration block: No closing brace."
    assert f"{FILE}:1:9: error: Unclosed configuration block" in (found[0][0].text or "")


def test_a_problem_is_the_message_of_the_error() -> None:
    found = suite(verdict(problem="Provider hashicorp/aws was not found."))
    assert found[0][0].attrib["message"] == "Provider hashicorp/aws was not found."
    assert numbers(found) == (1, 0, 1, 0)


def test_a_failed_file_without_a_reason_still_has_an_error() -> None:
    found = suite(verdict())
    assert outcomes(found) == {"tests/a.tftest.hcl": "error"}
    assert found[0][0].attrib["message"] == "failed"


def test_a_timeout_is_an_error_beside_the_runs_it_cut_off() -> None:
    problem = 'Stopped after 5 seconds, in run "never".'
    found = suite(verdict(Verdict.TIMED_OUT, GOOD, NEVER, problem=problem))
    assert outcomes(found) == {
        "good": "passed",
        "never": "skipped",
        "tests/a.tftest.hcl": "error",
    }
    assert numbers(found) == (3, 0, 1, 1)
    assert found[2][0].attrib["message"] == problem


def test_an_error_of_the_file_is_not_lost_beside_a_failed_run() -> None:
    found = suite(verdict(Verdict.FAILED, WRONG, diagnostics=(SYNTAX,)))
    assert outcomes(found) == {"wrong_name": "failure", "tests/a.tftest.hcl": "error"}


def test_warnings_are_the_output_of_the_suite_and_make_no_case() -> None:
    warned = RunResult("good", RunStatus.PASS, 0, (WARNING,))
    found = suite(verdict(Verdict.PASSED, warned, diagnostics=(WARNING,)))
    assert outcomes(found) == {"good": "passed"}
    assert numbers(found) == (1, 0, 0, 0)
    assert found.findtext("system-out") == f"{FILE}:2:1: warning: Deprecated\n  Use another."


def test_a_failed_clean_up_has_a_case_of_its_own() -> None:
    kept = Diagnostic("error", "Instance cannot be destroyed", "It is kept.", "m/main.tf", 5, 1)
    failed = FailedCleanUp("good", ("terraform_data.kept",), (kept,))
    found = suite(verdict(Verdict.FAILED, GOOD, failed_clean_ups=(failed,)))
    assert outcomes(found) == {"good": "passed", "good (clean-up)": "error"}
    assert numbers(found) == (2, 0, 1, 0)
    message = 'the clean-up after run "good" failed; left in state: terraform_data.kept'
    assert found[1][0].attrib["message"] == message
    assert found[1][0].text == (
        f"{message}\n\nm/main.tf:5:1\nInstance cannot be destroyed\nIt is kept."
    )


def test_a_file_that_was_not_asked_for_is_a_skip() -> None:
    found = suite(verdict(Verdict.SKIPPED, problem="-filter=x does not name this file."))
    assert outcomes(found) == {"tests/a.tftest.hcl": "skipped"}
    assert numbers(found) == (1, 0, 0, 1)
    assert found[0][0].attrib["message"] == "-filter=x does not name this file."


def test_markup_and_characters_that_xml_forbids() -> None:
    detail = "\x1b[31ma\x00b\x0bc\ufffe\ud800 <&>\"' größe 🙂\tx\nlast"
    found = Diagnostic("error", "Bad\x07 <value>", detail)
    (case,) = suite(verdict(Verdict.FAILED, RunResult("a", RunStatus.FAIL, 0, (found,))))
    clean = "[31mabc <&>\"' größe 🙂\tx\nlast"
    assert case[0].attrib["message"] == f"Bad <value>: {clean}"
    assert case[0].text == f"Bad <value>\n{clean}"


def test_control_characters_in_a_problem() -> None:
    found = suite(verdict(problem="exited with 1: \x1b[1mbold"))
    assert found[0][0].attrib["message"] == "exited with 1: [1mbold"
    assert found[0][0].text == "exited with 1: [1mbold"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (FILE, "infra-packages.aws.s3.tests.a.tftest.hcl.xml"),
        ("a.tftest.hcl", "a.tftest.hcl.xml"),
        ("m/a.tftest.json", "m.a.tftest.json.xml"),
    ],
)
def test_a_report_is_named_by_the_files_path(file: str, name: str) -> None:
    assert report_name(file) == name


def test_report_names_are_unique_and_name_no_directory() -> None:
    files = [
        "m/tests/a.tftest.hcl",
        "m/tests.a.tftest.hcl",
        "m.tests/a.tftest.hcl",
        "m.tests.a.tftest.hcl",
        "m/tests/a.tftest.json",
        "n/tests/a.tftest.hcl",
        "m.tftest.d/tests/a.tftest.hcl",
        "m/tftest.d/tests/a.tftest.hcl",
        "m/tests/a.hcl",
        "m/tests.a.hcl",
    ]
    names = {report_name(file) for file in files}
    assert len(names) == len(files)
    assert not [name for name in names if "/" in name or not name.endswith(".xml")]


def test_the_same_run_of_two_modules_is_told_apart() -> None:
    names = set()
    for module in ("infra/s3", "infra/kms"):
        of = FileVerdict(
            Address(module), module, f"{module}/tests/a.tftest.hcl", Verdict.PASSED, (GOOD,)
        )
        names |= {(case.attrib["classname"], case.attrib["name"]) for case in suite(of)}
    assert names == {
        ("infra/s3/tests/a.tftest.hcl", "good"),
        ("infra/kms/tests/a.tftest.hcl", "good"),
    }
