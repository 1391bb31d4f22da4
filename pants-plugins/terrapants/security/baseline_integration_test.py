"""Findings of the scan in the baseline."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from pants.testutil.rule_runner import GoalRuleResult

from terrapants.findings.baseline_file import LintBaseline
from terrapants.security.testutil import BUILD, ENCRYPTED, ENVIRONMENT, Scanner
from terrapants.testutil.writing_goal import run_writing_goal

FILE = "lint-baseline.json"
OPEN = 'resource "aws_efs_file_system" "this" {\n  encrypted = var.is_encrypted\n}\n'
CHECK = "Ensure resource is encrypted by KMS using a customer managed Key (CMK)"
MODULE = f'{OPEN}variable "is_encrypted" {{\n  default = true\n}}\n'
CALL = 'module "files" {\n  source       = "../files"\n  is_encrypted = false\n}\n'


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    return Scanner(tmp_path_factory.mktemp("pex_cli"))


def baseline(scanner: Scanner, *arguments: str) -> GoalRuleResult:
    return run_writing_goal(
        scanner.rule_runner,
        LintBaseline,
        global_args=scanner.options,
        args=arguments,
        env_inherit=ENVIRONMENT,
    )


def accepted(scanner: Scanner) -> dict[str, dict[str, list[str]]]:
    document = json.loads(Path(scanner.rule_runner.build_root, FILE).read_text())
    found: dict[str, dict[str, list[str]]] = document["checkov"]
    return found


def test_only_what_is_new_fails(scanner: Scanner) -> None:
    assert scanner.scan({"main.tf": ENCRYPTED}).exit_code == 1
    assert baseline(scanner, f"{scanner.directory}::").exit_code == 0
    assert accepted(scanner)[f"{scanner.directory}/main.tf"] == {
        "CKV_AWS_184": [f"{CHECK} (aws_efs_file_system.this)"]
    }
    result = scanner.lint("--checkov-junit")
    assert result.exit_code == 0
    assert scanner.lines(result) == [
        "1 module: 1 check passed, 0 suppressed.",
        f"1 accepted finding ({FILE}).",
    ]
    scanner.lint_goal("--checkov-junit", "--findings-sarif")
    assert not list(ElementTree.parse(scanner.reports() / "checkov.xml").iter("failure"))
    (run,) = json.loads((scanner.reports() / "checkov.sarif").read_text())["runs"]
    assert run["results"] == []

    # One that takes the place of another in the same file is new.
    scanner.write({"main.tf": ENCRYPTED.replace('"this"', '"other"')})
    result = scanner.lint()
    assert result.exit_code == 1
    assert "  aws_efs_file_system.other" in scanner.lines(result)


def test_what_a_call_causes_belongs_to_the_caller(scanner: Scanner) -> None:
    scanner.scan({"files/main.tf": MODULE, "app/main.tf": CALL})
    baseline(scanner, f"{scanner.directory}::")
    before = accepted(scanner)
    caused = before[f"{scanner.directory}/app/main.tf"]["CKV_AWS_42"]
    assert caused == ["Ensure EFS is securely encrypted (module.files.aws_efs_file_system.this)"]
    baseline(scanner, f"{scanner.directory}/files::")
    assert accepted(scanner) == before
    assert scanner.lint().exit_code == 0


def test_a_file_that_is_not_scanned_is_never_accepted(scanner: Scanner) -> None:
    scanner.scan({"main.tf": "x = {\n", "BUILD": BUILD})
    baseline(scanner, f"{scanner.directory}::")
    assert f"{scanner.directory}/main.tf" not in accepted(scanner)
    assert scanner.lint().exit_code == 1
