"""`lint` with the locked checkov: what a user reads, and how checkov is run."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from pants.core.goals.lint import LintResult
from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.process import FallibleProcessResult, Process

from terrapants.security.testutil import (
    BUILD,
    CLEAN,
    ENCRYPTED,
    ENVIRONMENT,
    REASON,
    SUPPRESSED,
    VARIABLE,
    Scanner,
    failed,
)
from terrapants.security.tool import CheckovProcess

PASSED = "1 module: 2 checks passed, 0 suppressed."
FAILED = "1 module: 1 error; 1 check passed, 0 suppressed."
NOTHING = "1 module: 0 checks passed, 0 suppressed; nothing to check in it."


@pytest.fixture(scope="module")
def shared_scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """One for all tests, because it installs checkov; each test case has its own directory."""
    return Scanner(tmp_path_factory.mktemp("pex_cli"))


@pytest.fixture
def scanner(shared_scanner: Scanner) -> Scanner:
    shutil.rmtree(shared_scanner.reports(), ignore_errors=True)
    return shared_scanner


def assert_said(scanner: Scanner, result: LintResult, exit_code: int, *said: str) -> None:
    """All that a user reads; `{case}` is the case's directory."""
    assert scanner.lines(result) == list(said)
    assert result.exit_code == exit_code
    assert (result.message() or "").startswith(
        f"checkov failed (exit code {exit_code})." if exit_code else "checkov succeeded."
    )


def test_passes(scanner: Scanner) -> None:
    assert_said(scanner, scanner.scan({"main.tf": CLEAN}), 0, PASSED)


def test_fails_with_the_place_the_check_and_the_resource(scanner: Scanner) -> None:
    assert_said(scanner, scanner.scan({"main.tf": ENCRYPTED}), 1, *failed("main.tf"), FAILED)


def test_comment_suppresses(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": SUPPRESSED})
    assert_said(scanner, result, 0, "1 module: 1 check passed, 1 suppressed.")
    scanner.lint_goal("--checkov-junit")
    (skipped,) = ElementTree.parse(scanner.reports() / "checkov.xml").iter("skipped")
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
        "{case}/main.tf:5:14: error: nothing in this file was scanned: found the byte 0xe9, which "
        "is not UTF-8, expected text in UTF-8 [unreadable-file]",
        "1 module: 1 error; 0 checks passed, 0 suppressed.",
    )


def test_names_with_spaces_and_signs(scanner: Scanner) -> None:
    result = scanner.scan({"-my module/the main.tf": ENCRYPTED})
    assert_said(scanner, result, 1, *failed("-my module/the main.tf"), FAILED)


def test_module_at_the_build_root(scanner: Scanner) -> None:
    runner = scanner.rule_runner
    runner.write_files({"BUILD": BUILD, "main.tf": ENCRYPTED})
    scanner.directory = ""
    try:
        result = scanner.lint()
    finally:
        for name in ("BUILD", "main.tf"):
            Path(runner.build_root, name).unlink()
        runner.scheduler.invalidate_all_files()
    assert failed("main.tf")[0].replace("{case}/", "") in result.stdout


def test_json_syntax_and_secrets_are_scanned(scanner: Scanner) -> None:
    files = {"resource": {"aws_efs_file_system": {"this": {"encrypted": True}}}}
    secret = 'locals {\n  key = "AKIAIOSFODNN7EXAMPLF"\n}\n'
    result = scanner.scan({"main.tf": secret, "files.tf.json": json.dumps(files)})
    assert_said(
        scanner,
        result,
        1,
        failed("files.tf.json")[0],
        # In JSON syntax, checkov knows neither the line nor the type.
        "  resource.this",
        "{case}/main.tf:2: error: AWS Access Key [CKV_SECRET_2]",
        "1 module: 2 errors; 1 check passed, 0 suppressed.",
    )


CALLED = ENCRYPTED.replace("= true", "= var.encrypted") + VARIABLE
CALL = 'module "files" {\n  source    = "../files"\n  encrypted = false\n}\n'
NOT_ENCRYPTED = "error: Ensure EFS is securely encrypted [CKV_AWS_42]"
REGISTRY_CALL = (
    'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\n'
)


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


def test_called_module_without_a_target_is_scanned_with_its_caller(scanner: Scanner) -> None:
    scanner.new_case()
    scanner.write(
        {
            "a/BUILD": BUILD,
            "a/main.tf": 'module "part" {\n  source = "../part"\n}\n',
            "part/main.tf": ENCRYPTED,
        }
    )
    assert scanner.said()[:1] == [failed("part/main.tf")[0]]


def test_field_skips_a_module_for_its_callers_too(scanner: Scanner) -> None:
    build = "terraform_module(skip_checkov=True)\n"
    files = {"app/main.tf": CALL, "files/main.tf": CALLED, "files/BUILD": build}
    assert_said(scanner, scanner.scan(files), 0, NOTHING)


def test_modules_from_elsewhere_are_not_fetched(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": REGISTRY_CALL})
    assert_said(scanner, result, 0, "1 module: 1 check passed, 0 suppressed.")


def test_a_module_from_a_registry_without_a_version_is_not_pinned(scanner: Scanner) -> None:
    result = scanner.scan({"main.tf": REGISTRY_CALL.replace('  version = "5.0.0"\n', "")})
    assert result.exit_code == 1
    assert "[CKV_TF_1]" in result.stdout


def test_reports_are_of_all_modules_and_have_the_paths_of_the_repository(scanner: Scanner) -> None:
    case = scanner.new_case()
    scanner.write({"a/BUILD": BUILD, "a/main.tf": ENCRYPTED, "b/BUILD": BUILD, "b/main.tf": CLEAN})
    result = scanner.lint_goal("--findings-sarif", "--checkov-junit")
    assert result.exit_code == 1
    assert "✕ checkov failed." in result.stderr
    (run,) = json.loads((scanner.reports() / "checkov.sarif").read_bytes())["runs"]
    assert run["tool"]["driver"]["name"] == "checkov"
    assert run["tool"]["driver"]["version"].count(".") == 2
    (found,) = run["results"]
    assert found["ruleId"] == "CKV_AWS_184"
    location = found["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == f"{case}/a/main.tf"
    assert location["region"] == {"startLine": 1}

    suites = ElementTree.parse(scanner.reports() / "checkov.xml").getroot()
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites] == [
        (f"{case}/a", "2", "1"),
        (f"{case}/b", "2", "0"),
    ]


def test_there_is_one_result_with_one_report_for_many_modules(scanner: Scanner) -> None:
    scanner.new_case()
    # Of more than 512 elements, Pants would make several results.
    scanner.write({f"{number}/BUILD": BUILD for number in range(513)})
    result = scanner.lint_goal("--findings-sarif")
    assert "✓ checkov succeeded." in result.stderr
    assert [path.name for path in scanner.reports().iterdir()] == ["checkov.sarif"]


def test_no_reports_unless_asked_for(scanner: Scanner) -> None:
    scanner.scan({"main.tf": CLEAN})
    result = scanner.lint_goal()
    assert result.exit_code == 0
    assert "✓ checkov succeeded." in result.stderr
    assert not scanner.reports().exists()


# Runs checkov, and ends every attempt to reach another machine.
WATCHED = """\
import runpy, sys

def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.connect", "socket.sendto", "socket.gethostbyname"):
        print("NETWORK", event, arguments, file=sys.stderr)
        raise OSError("no network")

sys.addaudithook(watch)
sys.argv[0] = "checkov"
runpy.run_module("checkov.main", run_name="__main__")
"""


def watched(scanner: Scanner, *arguments: str) -> FallibleProcessResult:
    """A scan of a module that calls one from a registry, with every attempt on `stderr`."""
    runner = scanner.rule_runner
    runner.set_options(scanner.options, env_inherit=ENVIRONMENT)
    digest = runner.request(
        Digest, [CreateDigest([FileContent("main.tf", REGISTRY_CALL.encode())])]
    )
    request = CheckovProcess(("-d", ".", "-o", "json", *arguments), "checkov", digest)
    process = runner.request(Process, [request])
    python = process.argv[0].replace("_pex_shim", "_bin_python_shim")
    process = replace(process, argv=(python, "-c", WATCHED, *process.argv[1:]))
    return runner.request(FallibleProcessResult, [process])


def test_scan_attempts_no_network(scanner: Scanner) -> None:
    result = watched(scanner, "--skip-download", "--download-external-modules", "false")
    assert b'"checkov_version"' in result.stdout
    assert b"NETWORK" not in result.stderr
    # By itself it would.
    assert b"NETWORK" in watched(scanner).stderr


def processes_run(scanner: Scanner) -> int:
    """How many processes the last `lint` ran, apart from those in a cache."""
    return scanner.rule_runner.scheduler.get_metrics().get("local_execution_requests", 0)


def test_only_what_an_edit_concerns_is_scanned_again(scanner: Scanner) -> None:
    scanner.scan(
        {
            "app/main.tf": 'module "files" {\n  source = "../files"\n}\n',
            "files/main.tf": ENCRYPTED,
            "other/main.tf": CLEAN,
        }
    )
    scanner.write({"app/README.md": "Not scanned."})
    again = scanner.lint()
    assert (again.exit_code, processes_run(scanner)) == (1, 0)
    scanner.write({"files/main.tf": SUPPRESSED})
    assert scanner.lint().exit_code == 0
    assert processes_run(scanner) == 2
    scanner.write({"other/main.tf": CLEAN + "# A comment.\n"})
    scanner.lint()
    assert processes_run(scanner) == 1
    # Results are cached although there are findings.
    scanner.write({"files/main.tf": ENCRYPTED})
    assert (scanner.lint().exit_code, processes_run(scanner)) == (1, 0)
