from __future__ import annotations

import json
from typing import Any

import pytest

from terrapants.security.report import CheckResult, UnreadableReport, read_report


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def record(check_id: str, line: int = 3, **others: Any) -> dict[str, Any]:
    """A record as checkov writes it, as far as it is read."""
    return {
        "check_id": check_id,
        "check_name": f"Ensure {check_id}",
        "check_result": {"result": "FAILED"},
        "repo_file_path": "/infra/my module/main.tf",
        "file_abs_path": "/sandbox/infra/my module/main.tf",
        "file_line_range": [line, line + 4],
        "resource": "aws_s3_bucket.this",
        "guideline": None,
        **others,
    }


def report(check_type: str = "terraform", **results: Any) -> dict[str, Any]:
    return {
        "check_type": check_type,
        "results": {"passed_checks": [], "failed_checks": [], "skipped_checks": [], **results},
        "summary": {
            "parsing_errors": len(results.get("parsing_errors", ())),
            "checkov_version": "3.3.30",
        },
    }


def result(check_id: str, **others: Any) -> CheckResult:
    return CheckResult(
        "infra/my module/main.tf", 3, check_id, "aws_s3_bucket.this", f"Ensure {check_id}", **others
    )


def test_results_are_read_by_outcome_and_sorted() -> None:
    suppressed = {"result": "SKIPPED", "suppress_comment": "It is public."}
    read = read_report(
        as_json(
            report(
                failed_checks=[record("CKV_2"), record("CKV_1", guideline="docs://1")],
                passed_checks=[record("CKV_3")],
                skipped_checks=[record("CKV_4", check_result=suppressed)],
            )
        ),
        [],
    )
    assert read.failed == (result("CKV_1", guideline="docs://1"), result("CKV_2"))
    assert read.passed == (result("CKV_3"),)
    assert read.suppressed == (result("CKV_4", reason="It is public."),)
    assert (read.unreadable, read.version) == ((), "3.3.30")


def test_several_frameworks_are_one_report() -> None:
    output = as_json(
        [
            report(failed_checks=[record("CKV_1"), record("CKV_1")]),
            report("secrets", failed_checks=[record("CKV_SECRET_2", resource="a0b1c2")]),
        ]
    )
    # A secret has no resource, only a hash.
    found = read_report(output, []).failed
    assert [(each.check_id, each.resource) for each in found] == [
        ("CKV_1", "aws_s3_bucket.this"),
        ("CKV_SECRET_2", ""),
    ]


def test_nothing_to_check_is_a_report() -> None:
    read = read_report(as_json({"parsing_errors": 0, "checkov_version": "3.3.30"}), [])
    assert (read.failed, read.passed, read.version) == ((), (), "3.3.30")


def test_files_that_were_not_read_are_named_by_their_paths_in_the_repository() -> None:
    output = as_json(
        report(parsing_errors=["/tmp/sandbox/repository/a/main.tf", "/tmp/sandbox/b/main.tf"])
    )
    read = read_report(output, ["main.tf", "a/main.tf", "aa/main.tf"])
    assert read.unreadable == ("a/main.tf", "main.tf")


def test_a_report_without_the_names_of_unread_files_is_not_accepted() -> None:
    quiet = report(parsing_errors=["a/main.tf"])
    quiet["results"] = {"failed_checks": []}
    with pytest.raises(UnreadableReport):
        read_report(as_json(quiet), ["a/main.tf"])


@pytest.mark.parametrize(
    "output", [b"", b"Traceback", b"[1]", b"{}", b'{"summary": {}}', b'[{"results": {}}]', b"null"]
)
def test_anything_else_is_not_a_report(output: bytes) -> None:
    with pytest.raises(UnreadableReport):
        read_report(output, [])
