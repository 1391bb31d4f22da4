"""`lint` with the locked checkov: what a user reads."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from pants.core.goals.lint import LintResult

from terrapants.security.scans_for_tests import (
    BUILD,
    CLEAN,
    ENCRYPTED,
    REASON,
    SUPPRESSED,
    Scanner,
    failed,
)


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """One for all tests; each case has a directory of its own."""
    return Scanner(tmp_path_factory.mktemp("pex_cli"))


def assert_said(scanner: Scanner, result: LintResult, exit_code: int, *said: str) -> None:
    """All that a user reads; `{case}` is the case's directory."""
    assert result.stdout.replace(scanner.directory, "{case}") == "\n".join(said)
    assert result.exit_code == exit_code
    assert (result.message() or "").startswith(
        f"checkov failed (exit code {exit_code})." if exit_code else "checkov succeeded."
    )


def test_passes(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": CLEAN})
    assert_said(scanner, result, 0, "1 module: 2 checks passed, 0 suppressed.")


def test_fails_with_the_place_the_check_and_the_resource(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": ENCRYPTED})
    said = "1 module: 1 error; 1 check passed, 0 suppressed."
    assert_said(scanner, result, 1, *failed("main.tf"), said)


def test_comment_suppresses(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": SUPPRESSED})
    assert_said(scanner, result, 0, "1 module: 1 check passed, 1 suppressed.")
    scanner.lint_goal("--checkov-junit")
    (skipped,) = ElementTree.fromstring(scanner.report("checkov.xml")).iter("skipped")
    assert skipped.get("message") == REASON


def test_suppression_of_a_check_that_does_not_exist_fails(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": SUPPRESSED.replace("CKV_AWS_184", "CKV_AWS_9184")})
    assert_said(
        scanner,
        result,
        1,
        *failed("main.tf"),
        "{case}/main.tf:2: error: the suppression names CKV_AWS_9184, but checkov has no such "
        "check [unknown-check]",
        "  Did you mean CKV_AWS_184?",
        "1 module: 2 errors; 1 check passed, 0 suppressed.",
    )


def test_suppression_that_names_nothing_is_shown_though_checkov_crashes(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": SUPPRESSED.replace("CKV_AWS_184:", ":")})
    assert_said(
        scanner,
        result,
        1,
        "error: checkov ended with exit code 2 and no report on {case}: AttributeError: "
        "'NoneType' object has no attribute 'split'. [not-scanned]",
        "{case}/main.tf:2: error: the suppression names no check [unknown-check]",
        "1 module: 2 errors; 0 checks passed, 0 suppressed.",
    )


def test_file_that_does_not_parse_fails_and_others_are_scanned(scanner: Scanner) -> None:
    broken = ENCRYPTED.replace("= true", "=")
    result = scanner.scan({"a/main.tf": broken, "b/broken.tf": broken, "b/main.tf": ENCRYPTED})
    assert_said(
        scanner,
        result,
        1,
        "{case}/a/main.tf:2:14: error: nothing in this file was scanned: found the end of the "
        "line, expected a value [unreadable-file]",
        "{case}/b/broken.tf:2:14: error: nothing in this file was scanned: found the end of the "
        "line, expected a value [unreadable-file]",
        *failed("b/main.tf"),
        "2 modules: 3 errors; 1 check passed, 0 suppressed.",
    )


def test_file_that_is_not_utf8_fails(scanner: Scanner) -> None:
    text = ENCRYPTED + 'locals {\n  name = "café"\n}\n'
    result = scanner.scan({"main.tf": text.encode("latin-1")})
    assert_said(
        scanner,
        result,
        1,
        "{case}/main.tf:5: error: nothing in this file was scanned: found the byte 0xe9, expected "
        "UTF-8 [unreadable-file]",
        "1 module: 1 error; 0 checks passed, 0 suppressed.",
    )


def test_names_with_spaces_and_signs(scanner: Scanner) -> None:
    result = scanner.scan({"-my module/the main.tf": ENCRYPTED})
    said = "1 module: 1 error; 1 check passed, 0 suppressed."
    assert_said(scanner, result, 1, *failed("-my module/the main.tf"), said)


def test_module_without_tf_files_has_nothing_to_fail(scanner: Scanner) -> None:
    result = scanner.scan({"BUILD": BUILD, "README.md": "Nothing yet."})
    assert_said(scanner, result, 0, "1 module: 0 checks passed, 0 suppressed.")


def test_json_syntax_and_secrets_are_scanned(scanner: Scanner) -> None:
    files = {"resource": {"aws_efs_file_system": {"this": {"encrypted": True}}}}
    secret = 'locals {\n  key = "AKIAIOSFODNN7EXAMPLF"\n}\n'
    result = scanner.scan({"main.tf": secret, "files.tf.json": json.dumps(files)})
    assert_said(
        scanner,
        result,
        1,
        failed("files.tf.json")[0],
        # Of JSON syntax checkov knows neither the line nor the type.
        "  resource.this",
        "{case}/main.tf:2: error: AWS Access Key [CKV_SECRET_2]",
        "1 module: 2 errors; 1 check passed, 0 suppressed.",
    )


VARIABLE = 'variable "encrypted" {\n  type    = bool\n  default = true\n}\n'
CALLED = ENCRYPTED.replace("= true", "= var.encrypted") + VARIABLE
CALL = 'module "files" {\n  source    = "../files"\n  encrypted = false\n}\n'
NOT_ENCRYPTED = "error: Ensure EFS is securely encrypted [CKV_AWS_42]"


def test_variable_files_are_read(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": CALLED, "terraform.tfvars": "encrypted = false\n"})
    assert_said(
        scanner,
        result,
        1,
        *failed("main.tf"),
        f"{{case}}/main.tf:1: {NOT_ENCRYPTED}",
        "  aws_efs_file_system.this",
        "1 module: 2 errors; 0 checks passed, 0 suppressed.",
    )


def test_called_module_is_scanned_with_the_callers_arguments(scanner: Scanner) -> None:
    result = scanner.scan({"app/main.tf": CALL, "files/main.tf": CALLED})
    assert_said(
        scanner,
        result,
        1,
        # Once, though the caller's scan finds it as well.
        *failed("files/main.tf"),
        f"{{case}}/files/main.tf:1: {NOT_ENCRYPTED}",
        "  module.files.aws_efs_file_system.this, called at {case}/app/main.tf:1",
        "2 modules: 2 errors; 1 check passed, 0 suppressed.",
    )


def test_field_skips_a_module_for_its_callers_too(scanner: Scanner) -> None:
    build = "terraform_module(skip_checkov=True)\n"
    files = {"app/main.tf": CALL, "files/main.tf": CALLED, "files/BUILD": build}
    result = scanner.scan(files)
    assert_said(scanner, result, 0, "1 module: 0 checks passed, 0 suppressed.")


def test_modules_from_elsewhere_are_not_fetched(scanner: Scanner) -> None:
    call = 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\n'
    result = scanner.scan({"main.tf": call}, "--checkov-skip-checks=CKV_TF_1")
    assert_said(scanner, result, 0, "1 module: 1 check passed, 0 suppressed.")


def test_reports_are_of_all_modules_and_have_the_paths_of_the_repository(scanner: Scanner) -> None:
    case = scanner.new_case()
    scanner.write({"a/BUILD": BUILD, "a/main.tf": ENCRYPTED, "b/BUILD": BUILD, "b/main.tf": CLEAN})
    result = scanner.lint_goal("--findings-sarif", "--checkov-junit")
    assert result.exit_code == 1
    assert "✕ checkov failed." in result.stderr
    (run,) = json.loads(scanner.report("checkov.sarif"))["runs"]
    assert run["tool"]["driver"]["name"] == "checkov"
    assert run["tool"]["driver"]["version"].count(".") == 2
    (found,) = run["results"]
    assert found["ruleId"] == "CKV_AWS_184"
    location = found["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == f"{case}/a/main.tf"
    assert location["region"] == {"startLine": 1}

    suites = ElementTree.fromstring(scanner.report("checkov.xml"))
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites] == [
        (f"{case}/a", "2", "1"),
        (f"{case}/b", "2", "0"),
    ]


def test_no_reports_unless_asked_for(scanner: Scanner) -> None:
    scanner.scan({"main.tf": CLEAN})
    result = scanner.lint_goal()
    assert result.exit_code == 0
    assert "✓ checkov succeeded." in result.stderr
    assert not list(Path(scanner.rule_runner.build_root, "dist").glob("lint/checkov/*"))
