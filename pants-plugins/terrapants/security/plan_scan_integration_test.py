"""Scans of plans with the locked checkov."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner
from pants.util.frozendict import FrozenDict

from terrapants.findings.finding import Severity
from terrapants.hcl.position import Position
from terrapants.security import register
from terrapants.security.plan_scan import CheckovPlanScan
from terrapants.security.testutil import BUILD, ENVIRONMENT
from terrapants.terraform.plan_scan import PlannedBlock, PlanScan
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner

ROOT = 'module "files" {\n  source = "../files"\n}\n'
MODULE = 'resource "aws_efs_file_system" "this" {\n  encrypted = true\n}\n\nlocals {\n}\n'
CALL = Position("live/main.tf", 1, 1)
BLOCK = Position("files/main.tf", 1, 1)
CHECK = "CKV_AWS_184"
NAME = "Ensure resource is encrypted by KMS using a customer managed Key (CMK)"


def plan(*instances: str, **values: Any) -> str:
    """Instances of a file system whose key is one of the vendor's."""
    resources = [
        {
            "address": address,
            "mode": "managed",
            "type": "aws_efs_file_system",
            "name": "this",
            "values": {"encrypted": True, "kms_key_id": None, **values},
        }
        for address in instances
    ]
    return json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.11.4",
            "planned_values": {"root_module": {"resources": resources, "child_modules": []}},
            "resource_changes": [
                {**each, "change": {"actions": ["create"], "before": None, "after": {}}}
                for each in resources
            ],
            "configuration": {"root_module": {}},
        }
    )


INSTANCES = tuple(f'module.files["{key}"].aws_efs_file_system.this' for key in "ab")


class Scanner:
    def __init__(self, rule_runner: RuleRunner, options: tuple[str, ...]) -> None:
        self.rule_runner = rule_runner
        self._options = options

    def write(self, root: str = ROOT, module: str = MODULE, build: str = BUILD) -> None:
        self.rule_runner.write_files(
            {
                "live/BUILD": BUILD,
                "live/main.tf": root,
                "files/BUILD": build,
                "files/main.tf": module,
            }
        )

    def scan(self, *options: str, document: str = plan(*INSTANCES)) -> PlanScan:
        self.rule_runner.set_options([*self._options, *options], env_inherit=ENVIRONMENT)
        block = PlannedBlock("aws_efs_file_system.this", (CALL, BLOCK))
        request = CheckovPlanScan(
            "live:dev", "live", document, FrozenDict(dict.fromkeys(INSTANCES, block))
        )
        return self.rule_runner.request(PlanScan, [request])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    rule_runner = terraform_rule_runner(
        [*register.rules(), QueryRule(PlanScan, [CheckovPlanScan])], register.target_types()
    )
    return Scanner(rule_runner, tuple(pex_tool_options(tmp_path_factory.mktemp("tool"))))


@pytest.fixture
def scanner(made: Scanner) -> Scanner:
    made.write()
    made.rule_runner.write_files({"lint-baseline.json": "{}"})
    return made


def test_a_finding_names_the_block_once_for_all_instances(scanner: Scanner) -> None:
    found = scanner.scan()
    (finding,) = found.findings
    assert finding.rule == CHECK
    assert finding.severity is Severity.ERROR
    assert finding.position == "files/main.tf:1"
    assert finding.message == f"{INSTANCES[0]} and 1 more instance: {NAME}"
    # CKV_AWS_42 asks whether it is encrypted at all.
    assert (found.passed, found.suppressed, found.problem) == (2, 0, "")


def test_values_that_are_only_in_the_plan_are_seen(scanner: Scanner) -> None:
    found = scanner.scan(document=plan(*INSTANCES, encrypted=False))
    assert {each.rule for each in found.findings} == {"CKV_AWS_42", CHECK}


def test_a_plan_without_anything_to_check(scanner: Scanner) -> None:
    assert scanner.scan(document=plan()) == PlanScan()


@pytest.mark.parametrize(
    "files",
    [
        {"module": MODULE.replace("{\n", f"{{\n  #checkov:skip={CHECK}:reason\n", 1)},
        {"root": ROOT.replace("{\n", f"{{\n  #checkov:skip={CHECK}:reason\n", 1)},
        {"build": "terraform_module(skip_checkov=True)\n"},
    ],
)
def test_what_the_code_suppresses_is_suppressed(scanner: Scanner, files: dict[str, str]) -> None:
    scanner.write(**files)
    found = scanner.scan()
    assert found.findings == ()
    assert found.suppressed == 2


def test_a_suppression_in_another_block_is_none(scanner: Scanner) -> None:
    scanner.write(module=MODULE.replace("locals {\n", f"locals {{\n  #checkov:skip={CHECK}:no\n"))
    assert len(scanner.scan().findings) == 1


def test_the_baseline_accepts_what_lint_found_in_the_module(scanner: Scanner) -> None:
    known = {"checkov": {"files/main.tf": {CHECK: [f"{NAME} (aws_efs_file_system.this)"]}}}
    scanner.rule_runner.write_files({"lint-baseline.json": json.dumps(known)})
    found = scanner.scan()
    assert found.findings == ()
    assert found.suppressed == 1


def test_the_settings_of_checkov_apply(scanner: Scanner) -> None:
    assert scanner.scan(f"--checkov-skip-checks={CHECK}").findings == ()
    (finding,) = scanner.scan(f"--checkov-soft-fail-on={CHECK}").findings
    assert finding.severity is Severity.WARNING
    assert "has no such check" in scanner.scan("--checkov-skip-checks=CKV_AWS_9184").problem
    assert "does not accept its arguments" in scanner.scan("--checkov-args=--no-such-flag").problem
