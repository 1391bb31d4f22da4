"""A test file that is asked for stands for the module that it tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pants.core.goals.check import Check
from pants.core.goals.fix import Fix
from pants.core.goals.lint import Lint
from pants.engine.goal import Goal
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings.baseline_file import LintBaseline
from terrapants.testutil.terraform_rule_runner import emptied, terraform_options
from terrapants.validation.testutil import check_rule_runner

TEST = "m/tests/a.tftest.hcl"
FILES = {
    "m/BUILD": 'terraform_module(tags=["module"])\n',
    "m/main.tf": "# The module.\nlocals {\n  one = [1].0\n}\n",
    "m/tests/BUILD": 'terraform_test(name="a", source="a.tftest.hcl", tags=["test"])\n',
    TEST: 'run "gone" {\n  module {\n    source = "../gone"\n  }\n}\n',
}
ASKED_FOR = pytest.mark.parametrize("specs", [(TEST,), ("m/tests::",), ("m:m",), ("m::", TEST)])


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return check_rule_runner()


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    rule_runner = emptied(shared_rule_runner)
    rule_runner.write_files(FILES)
    return rule_runner


def run(rule_runner: RuleRunner, goal: type[Goal], *arguments: str) -> tuple[int, str]:
    result = rule_runner.run_goal_rule(
        goal, global_args=(*terraform_options(), "--findings-sarif"), args=arguments
    )
    return result.exit_code, (result.stdout + result.stderr).strip()


def reported(rule_runner: RuleRunner, tool: str) -> list[str]:
    """The paths in the one report."""
    (report,) = Path(rule_runner.build_root, "dist", tool).iterdir()
    (of_tool,) = json.loads(report.read_text())["runs"]
    return [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in of_tool["results"]
    ]


@ASKED_FOR
def test_check_finds_a_mistake_in_a_test_once(
    rule_runner: RuleRunner, specs: tuple[str, ...]
) -> None:
    assert run(rule_runner, Check, *specs)[0] == 1
    assert reported(rule_runner, "check/terraform-validate") == [TEST]


@ASKED_FOR
def test_lint_finds_a_mistake_in_a_test_once(
    rule_runner: RuleRunner, specs: tuple[str, ...]
) -> None:
    assert run(rule_runner, Lint, "--only=terraform-rules", *specs)[0] == 1
    assert reported(rule_runner, "lint/terraform-rules").count(TEST) == 1


def test_a_baseline_accepts_what_lint_finds(rule_runner: RuleRunner) -> None:
    assert run(rule_runner, LintBaseline, TEST)[0] == 0
    baseline = Path(rule_runner.build_root, "lint-baseline.json")
    assert "terraform-local-module" in baseline.read_text()
    assert run(rule_runner, Lint, "--only=terraform-rules", TEST)[0] == 0


def test_fix_changes_only_what_was_asked_for(rule_runner: RuleRunner) -> None:
    main = Path(rule_runner.build_root, "m/main.tf")
    run(rule_runner, Fix, TEST)
    assert main.read_text() == FILES["m/main.tf"]
    run(rule_runner, Fix, TEST, "m:m")
    assert "[1][0]" in main.read_text()


@pytest.mark.parametrize("build", ["skip_terraform_validate=True", "skip_terraform_rules=True"])
def test_a_module_that_is_skipped_is_skipped(rule_runner: RuleRunner, build: str) -> None:
    rule_runner.write_files({"m/BUILD": f"terraform_module({build})\n"})
    goal, only = (
        (Check, "--only=terraform-validate")
        if "validate" in build
        else (Lint, "--only=terraform-rules")
    )
    assert run(rule_runner, goal, only, TEST) == (0, "")


def test_options_leave_out_a_module_under_test_as_any_other(rule_runner: RuleRunner) -> None:
    options = (*terraform_options(), "--tag=test")
    for goal in (Check, Lint):
        result = rule_runner.run_goal_rule(goal, global_args=options, args=("m::",))
        assert "gone" not in result.stdout + result.stderr
        assert result.exit_code == 0


def test_a_test_file_without_a_module_is_left_to_tf_test(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"n/BUILD": 'terraform_test(name="a", source="a.tftest.hcl")\n'})
    rule_runner.write_files({"n/a.tftest.hcl": 'run "a" {}\n'})
    assert run(rule_runner, Check, "n::") == (0, "")
