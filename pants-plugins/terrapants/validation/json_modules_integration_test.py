"""The goals work on a module in JSON syntax alone."""

from __future__ import annotations

import json

import pytest
from pants.core.goals.fmt import Fmt
from pants.testutil.rule_runner import RuleRunner

from terrapants.testutil.terraform_rule_runner import terraform_options
from terrapants.validation.testutil import check_result, check_rule_runner

BROKEN = {
    "variable": {"size": {"type": "number"}},
    "resource": {"terraform_data": {"Thing": {"inputt": "${var.size}"}}},
}


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    return check_rule_runner()


def test_check_and_fmt(rule_runner: RuleRunner) -> None:
    text = json.dumps(BROKEN, indent=4)
    rule_runner.write_files({"m/BUILD": "terraform_module()\n", "m/main.tf.json": text})
    found = check_result(rule_runner, "m")
    assert "m/main.tf.json:10:17: error: Extraneous JSON object property" in found.stdout
    assert found.exit_code == 1

    # Terraform does not format JSON syntax.
    formatted = rule_runner.run_goal_rule(Fmt, global_args=terraform_options(), args=["m"])
    assert formatted.exit_code == 0
    assert rule_runner.read_file("m/main.tf.json") == text
