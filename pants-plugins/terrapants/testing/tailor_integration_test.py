"""Which targets `tailor` proposes for Terraform tests."""

from __future__ import annotations

import pytest
from pants.core.goals.tailor import PutativeTarget, PutativeTargets, TailorGoal
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.register import rules, target_types
from terrapants.testing.tailor import PutativeTerraformTestsRequest
from terrapants.testing.target_types import TerraformTestsGeneratorTarget
from terrapants.testutil.terraform_rule_runner import emptied, terraform_rule_runner
from terrapants.testutil.writing_goal import run_writing_goal

RUN = 'run "a" {\n}\n'


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return terraform_rule_runner(
        [*rules(), QueryRule(PutativeTargets, [PutativeTerraformTestsRequest])], target_types()
    )


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


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
            "main.tf": "",
            "r.tftest.hcl": RUN,
            "tests/r.tftest.hcl": RUN,
            "a/main.tf": "",
            "a/root.tftest.hcl": RUN,
            "a/tests/one.tftest.hcl": RUN,
            "a/tests/two.tftest.json": "{}",
            "a/tests/deep/d.tftest.hcl": RUN,
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
            "owned/BUILD": 'terraform_tests(name="some", sources=["tests/owned.tftest.hcl"])\n',
            "owned/main.tf": "",
            "owned/tests/owned.tftest.hcl": RUN,
            "owned/tests/new.tftest.hcl": RUN,
            "all_owned/BUILD": 'terraform_tests(name="all")\n',
            "all_owned/main.tf": "",
            "all_owned/root.tftest.hcl": RUN,
            "all_owned/tests/b.tftest.hcl": RUN,
        }
    )
    assert proposed(rule_runner, "a", "a/tests", "json", "json/tests", "untested") == {
        putative("a", "root.tftest.hcl", "tests/one.tftest.hcl", "tests/two.tftest.json"),
        putative("json", "tests/a.tftest.hcl"),
    }
    # `tests` belongs to the module above, even if `tailor` was asked only about `tests`.
    assert proposed(rule_runner, "a/tests") == {
        putative("a", "tests/one.tftest.hcl", "tests/two.tftest.json"),
    }
    assert proposed(rule_runner, "", "tests") == {
        putative("", "r.tftest.hcl", "tests/r.tftest.hcl")
    }
    # Any other directory gets a target of its own, and so does `tests` if it is a module itself, or
    # if there is none above.
    others = {
        "a/mock_tests": "m.tftest.hcl",
        "a/terraform-tests/unit": "u.tftest.hcl",
        "a/tests/deep": "d.tftest.hcl",
        "nested/tests": "n.tftest.hcl",
        "orphans/tests": "o.tftest.hcl",
    }
    assert proposed(rule_runner, *others) == {putative(*other) for other in others.items()}
    # Files that have a target already are left out.
    assert proposed(rule_runner, "owned", "owned/tests", "all_owned", "all_owned/tests") == {
        putative("owned", "tests/new.tftest.hcl")
    }

    rule_runner.set_options(["--no-terraform-testing-tailor"])
    assert not proposed(rule_runner, *others)


def test_goal_is_content_with_what_it_wrote(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {"a/main.tf": "", "a/tests/a.tftest.hcl": RUN, "a/mock_tests/m.tftest.hcl": RUN}
    )
    first = run_writing_goal(rule_runner, TailorGoal, args=["::"])
    assert first.exit_code == 0
    tests = 'terraform_tests(\n    name="tests",\n)\n'
    assert rule_runner.read_file("a/BUILD") == f"terraform_module()\n\n{tests}"
    assert rule_runner.read_file("a/mock_tests/BUILD") == tests
    again = rule_runner.run_goal_rule(TailorGoal, args=["--check", "::"])
    assert (again.exit_code, again.stdout) == (0, "")
