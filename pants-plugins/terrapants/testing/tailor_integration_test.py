"""Which targets `tailor` proposes for Terraform tests."""

from __future__ import annotations

import pytest
from pants.core.goals.tailor import (
    PutativeTarget,
    PutativeTargets,
    TailorGoal,
)
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.register import rules, target_types
from terrapants.testing.tailor import PutativeTerraformTestsRequest
from terrapants.testing.target_types import TerraformTestsGeneratorTarget
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner

RUN = 'run "a" {\n}\n'


@pytest.fixture
def rule_runner() -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(PutativeTargets, [PutativeTerraformTestsRequest]),
        ],
        target_types(),
    )


def proposed(rule_runner: RuleRunner, *directories: str) -> set[PutativeTarget]:
    request = PutativeTerraformTestsRequest(directories)
    return set(rule_runner.request(PutativeTargets, [request]))


def putative(directory: str, *files: str) -> PutativeTarget:
    return PutativeTarget.for_target_type(
        TerraformTestsGeneratorTarget, path=directory, name="tests", triggering_sources=files
    )


def test_proposals(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/main.tf": "",
            "a/root.tftest.hcl": RUN,
            "a/tests/one.tftest.hcl": RUN,
            "a/tests/two.tftest.json": "{}",
            "a/tests/mocks/aws.tfmock.hcl": "",
            "a/mock_tests/m.tftest.hcl": RUN,
            "a/terraform-tests/unit/u.tftest.hcl": RUN,
            "json/main.tf.json": "{}",
            "json/tests/a.tftest.hcl": RUN,
            "nested/main.tf": "",
            "nested/tests/main.tf": "",
            "nested/tests/n.tftest.hcl": RUN,
            "orphans/tests/o.tftest.hcl": RUN,
            "untested/main.tf": "",
        }
    )
    everything = {
        putative("a", "root.tftest.hcl", "tests/one.tftest.hcl", "tests/two.tftest.json"),
        putative("a/mock_tests", "m.tftest.hcl"),
        putative("a/terraform-tests/unit", "u.tftest.hcl"),
        putative("json", "tests/a.tftest.hcl"),
        putative("nested/tests", "n.tftest.hcl"),
        putative("orphans/tests", "o.tftest.hcl"),
    }
    directories = ("a", "a/tests", "a/mock_tests", "a/terraform-tests/unit", "json", "json/tests")
    others = ("nested", "nested/tests", "orphans/tests", "untested")
    assert proposed(rule_runner, *directories, *others) == everything
    assert proposed(rule_runner, "a/mock_tests") == {
        putative("a/mock_tests", "m.tftest.hcl"),
    }
    assert proposed(rule_runner, "a/tests") == {
        putative("a", "tests/one.tftest.hcl", "tests/two.tftest.json"),
    }


def test_owned_files_get_no_target(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": 'terraform_tests(name="some", sources=["tests/owned.tftest.hcl"])\n',
            "a/main.tf": "",
            "a/tests/owned.tftest.hcl": RUN,
            "a/tests/new.tftest.hcl": RUN,
            "b/BUILD": 'terraform_tests(name="all")\n',
            "b/main.tf": "",
            "b/root.tftest.hcl": RUN,
            "b/tests/b.tftest.hcl": RUN,
        }
    )
    assert proposed(rule_runner, "a", "a/tests") == {putative("a", "tests/new.tftest.hcl")}
    assert not proposed(rule_runner, "b", "b/tests")


def test_tailor_can_be_switched_off(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"a/main.tf": "", "a/a.tftest.hcl": RUN})
    rule_runner.set_options(["--no-terraform-testing-tailor"])
    assert not proposed(rule_runner, "a")


def test_goal_is_content_with_what_it_wrote(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/main.tf": "",
            "a/tests/a.tftest.hcl": RUN,
            "a/mock_tests/m.tftest.hcl": RUN,
        }
    )
    first = rule_runner.run_goal_rule(TailorGoal, args=["::"])
    assert first.exit_code == 0
    assert rule_runner.read_file("a/BUILD") == (
        'terraform_module()\n\nterraform_tests(\n    name="tests",\n)\n'
    )
    assert rule_runner.read_file("a/mock_tests/BUILD") == (
        'terraform_tests(\n    name="tests",\n)\n'
    )
    rule_runner.scheduler.invalidate_all_files()
    again = rule_runner.run_goal_rule(TailorGoal, args=["--check", "::"])
    assert (again.exit_code, again.stdout) == (0, "")
