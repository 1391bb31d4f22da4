from __future__ import annotations

import json
from typing import Any

import pytest

from terrapants.findings.finding import Severity, render
from terrapants.terraform.json_output import (
    Diagnostic,
    diagnostic,
    finding_of_diagnostic,
    json_lines,
    last_attempt,
    pool_problems,
    timestamp,
)

# As Terraform 1.11.4 writes them.
ASSERTION: dict[str, Any] = {
    "@level": "error",
    "@message": "Error: Test assertion failed",
    "@testrun": "wrong_name",
    "@timestamp": "2026-11-23T04:37:25.454611Z",
    "diagnostic": {
        "severity": "error",
        "summary": "Test assertion failed",
        "detail": "The bucket is not called other.",
        "range": {
            "filename": "tests/a.tftest.hcl",
            "start": {"line": 12, "column": 21, "byte": 248},
            "end": {"line": 12, "column": 57, "byte": 284},
        },
        "snippet": {
            "context": 'run "wrong_name"',
            "code": '    condition     = aws_s3_bucket.this.bucket == "other"',
            "start_line": 12,
            "values": [{"traversal": "aws_s3_bucket.this.bucket", "statement": 'is "good-name"'}],
        },
    },
    "type": "diagnostic",
}
NO_POSITION: dict[str, Any] = {
    "@message": "Error: Unreadable module directory",
    "diagnostic": {
        "severity": "error",
        "summary": "Unreadable module directory\n",
        "detail": "Unable to evaluate directory symlink: lstat nope: no such file or directory",
    },
    "type": "diagnostic",
}


def test_a_diagnostic_says_where_what_and_with_which_values() -> None:
    assert diagnostic(ASSERTION, "infra-packages/aws/s3") == Diagnostic(
        severity="error",
        summary="Test assertion failed",
        detail="The bucket is not called other.",
        path="infra-packages/aws/s3/tests/a.tftest.hcl",
        line=12,
        column=21,
        context='run "wrong_name"',
        code='    condition     = aws_s3_bucket.this.bucket == "other"',
        values=('aws_s3_bucket.this.bucket is "good-name"',),
    )


@pytest.mark.parametrize(
    ("directory", "filename", "position"),
    [
        ("infra/s3", "main.tf", "infra/s3/main.tf:12:21"),
        ("", "main.tf", "main.tf:12:21"),
        ("infra/s3", "../shared/main.tf", "infra/shared/main.tf:12:21"),
        (
            "infra/s3",
            ".terraform/modules/kms/main.tf",
            "infra/s3/.terraform/modules/kms/main.tf:12:21",
        ),
    ],
)
def test_positions_are_relative_to_the_build_root(
    directory: str, filename: str, position: str
) -> None:
    content = {
        **ASSERTION["diagnostic"],
        "range": {"filename": filename, "start": {"line": 12, "column": 21}},
    }
    assert diagnostic({"diagnostic": content}, directory).position == position


def test_a_diagnostic_without_a_position_has_none() -> None:
    found = diagnostic(NO_POSITION, "infra/s3")
    assert (found.position, found.path, found.line, found.code, found.values) == (
        "",
        "",
        0,
        "",
        (),
    )
    assert found.summary == "Unreadable module directory"


@pytest.mark.parametrize("filename", ["<empty>", "<value for var.name>"])
def test_what_is_no_file_is_no_position(filename: str) -> None:
    content = {
        **ASSERTION["diagnostic"],
        "range": {"filename": filename, "start": {"line": 1, "column": 1}},
    }
    found = diagnostic({"diagnostic": content}, "infra/s3")
    assert (found.position, found.path, found.line, found.column) == ("", "", 0, 0)


def test_a_snippet_without_context_and_values() -> None:
    content = {
        **ASSERTION["diagnostic"],
        "snippet": {"context": None, "code": None, "values": None},
    }
    found = diagnostic({"diagnostic": content}, "m")
    assert (found.context, found.code, found.values) == ("", "", ())


def test_json_lines_passes_over_all_other_lines() -> None:
    output = "\n".join(
        [
            "Initializing the backend...",
            '{"type":"version"}',
            '{"type":"cut off',
            '["no object"]',
            "{curly text}",
            "",
            '{"type":"terrapants_init","exit_code":0}\r',
        ]
    )
    assert list(json_lines(output)) == [
        {"type": "version"},
        {"type": "terrapants_init", "exit_code": 0},
    ]


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_separators_that_json_may_hold_do_not_end_a_line(separator: str) -> None:
    message = {"type": "diagnostic", "detail": f"one{separator}two"}
    assert list(json_lines(json.dumps(message, ensure_ascii=False))) == [message]


def test_timestamps_are_seconds_since_the_epoch() -> None:
    assert timestamp({"@timestamp": "1970-01-01T00:01:00.5Z"}) == 60.5
    # `init` writes some without fractions.
    assert timestamp({"@timestamp": "1970-01-01T00:01:00Z"}) == 60.0
    # As Terraform writes it where the machine is not on UTC.
    assert timestamp({"@timestamp": "1969-12-31T19:01:00.500000-05:00"}) == 60.5


@pytest.mark.parametrize("message", [{}, {"@timestamp": "yesterday"}, {"@timestamp": None}])
def test_a_message_without_a_timestamp_has_0(message: dict[str, object]) -> None:
    assert timestamp(message) == 0.0


def test_a_diagnostic_is_rendered_with_position_source_values_and_detail() -> None:
    diagnostic = Diagnostic(
        "error",
        "Test assertion failed\n",
        "The bucket is not called other.\n\nRename it.",
        "a/tests/a.tftest.hcl",
        12,
        21,
        'run "wrong_name"',
        '    condition = (\n      aws_s3_bucket.this.bucket == "other"\n    )',
        ('aws_s3_bucket.this.bucket is "good-name"',),
    )
    assert render([finding_of_diagnostic(diagnostic)]).splitlines() == [
        "a/tests/a.tftest.hcl:12:21: error: Test assertion failed",
        "    condition = (",
        '      aws_s3_bucket.this.bucket == "other"',
        "    )",
        '      aws_s3_bucket.this.bucket is "good-name"',
        "  The bucket is not called other.",
        "  Rename it.",
    ]


def test_a_warning_of_terraform_stays_one() -> None:
    found = finding_of_diagnostic(Diagnostic("warning", "Deprecated attribute", ""))
    assert found.severity is Severity.WARNING
    assert render([found]) == "warning: Deprecated attribute"


def test_what_was_written_before_a_new_start_does_not_count() -> None:
    output = (
        '{"type":"terrapants_pool","used":true}\n{"type":"old"}\n'
        '{"type":"terrapants_pool","problem":"The pool ended."}\n{"type":"new"}\n'
    )
    assert [each["type"] for each in json_lines(last_attempt(output))][1:] == ["new"]
    assert pool_problems(output) == ("The pool ended.",)
    assert last_attempt('{"type":"new"}\n') == '{"type":"new"}\n'
    assert pool_problems('{"type":"terrapants_pool","used":true}\n') == ()
