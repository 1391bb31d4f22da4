"""What `terraform_test` targets depend on, and what depends on a file that changed."""

from __future__ import annotations

from textwrap import dedent

import pytest
from pants.backend.project_info.dependents import Dependents, DependentsRequest
from pants.backend.project_info.dependents import rules as dependents_rules
from pants.engine.addresses import Address, Addresses
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.rules import QueryRule
from pants.engine.target import Dependencies, DependenciesRequest
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform.testutil import DANGLING
from terrapants.testing.register import rules, target_types
from terrapants.testutil.terraform_rule_runner import emptied, terraform_rule_runner

MODULE = "terraform_module()\n"
BUILD = 'terraform_module()\nterraform_tests(name="tests")\n'
RUN = 'run "a" {\n}\n'


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            *dependents_rules(),
            QueryRule(Addresses, [DependenciesRequest]),
            QueryRule(Dependents, [DependentsRequest]),
            QueryRule(Owners, [OwnersRequest]),
        ],
        target_types(),
    )


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


def file_address(directory: str, path: str, target: str = "tests") -> Address:
    return Address(directory, target_name=target, relative_file_path=path)


def dependencies(rule_runner: RuleRunner, address: Address) -> set[str]:
    target = rule_runner.get_target(address)
    found = rule_runner.request(Addresses, [DependenciesRequest(target[Dependencies])])
    return {address.spec for address in found}


def dependents(rule_runner: RuleRunner, *addresses: Address) -> set[str]:
    """What `--changed-dependents=transitive` adds when these targets changed."""
    found = rule_runner.request(
        Dependents, [DependentsRequest(addresses, transitive=True, include_roots=False)]
    )
    return {address.spec for address in found}


def test_everything_that_a_test_file_refers_to(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/tests/terraform.tfvars": "",
            "a/BUILD": dedent(
                """\
                terraform_module()
                terraform_tests(name="tests", dependencies=[":extra"])
                file(name="extra", source="extra.txt")
                """
            ),
            "a/main.tf": (
                'module "called" {\n  source = "../called"\n}\n'
                'locals {\n  text = file("bare.txt")\n}\n'
            ),
            "a/bare.txt": "",
            "a/extra.txt": "",
            "a/data.json": "",
            "a/mocks/aws.tfmock.hcl": "",
            "a/tests/a.tftest.hcl": dedent(
                """\
                mock_provider "aws" {
                  source = "./mocks"
                }

                variables {
                  data = file("${path.module}/data.json")
                }

                run "setup" {
                  module {
                    source = "./tests/setup"
                  }
                }

                run "outside" {
                  module {
                    source = "../outside"
                  }
                }

                run "published" {
                  module {
                    source  = "acme/m/aws"
                    version = "1.0.0"
                  }
                }
                """
            ),
            "a/tests/b.tftest.hcl": RUN,
            "a/tests/setup/BUILD": MODULE,
            "a/tests/setup/main.tf": "",
            "called/BUILD": MODULE,
            "called/main.tf": "",
            "outside/BUILD": MODULE,
            "outside/main.tf": "",
        }
    )
    always = {
        "a:a",
        "a:extra",
        "a:terraform-inputs",
        "a/tests:terraform-inputs",
        "a:terraform-file-bare.txt",
    }
    assert dependencies(rule_runner, file_address("a", "tests/b.tftest.hcl")) == always
    assert dependencies(rule_runner, file_address("a", "tests/a.tftest.hcl")) == {
        *always,
        "a:terraform-file-data.json",
        "a/mocks:terraform-mocks",
        "a/tests/setup:setup",
        "outside:outside",
    }


@pytest.mark.parametrize(
    ("case", "removed"),
    [
        ("called_module", "child/main.tf"),
        ("module_of_a_run", "setup/main.tf"),
        ("template", "a.tftpl"),
        ("mock_directory", "mocks/null.tfmock.hcl"),
        ("file_of_a_test", "a.txt"),
    ],
)
def test_what_was_removed_selects_the_test_that_still_names_it(
    rule_runner: RuleRunner, case: str, removed: str
) -> None:
    files, _ = DANGLING[case]
    every = {"BUILD": BUILD, **files}
    rule_runner.write_files({f"a/{path}": text for path, text in every.items()})
    owners = rule_runner.request(Owners, [OwnersRequest((f"a/{removed}",))])
    assert "a/tests/a.tftest.hcl:../tests" in dependents(rule_runner, *owners)
    # Not of what it does not name.
    elsewhere = rule_runner.request(Owners, [OwnersRequest((f"b/{removed}",))])
    assert "a/tests/a.tftest.hcl:../tests" not in dependents(rule_runner, *elsewhere)


def test_json_file_address(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": BUILD,
            "a/main.tf": "",
            "a/mocks/aws.tfmock.json": "{}",
            "a/a.tftest.json": (
                '{"mock_provider": {"aws": {"source": "./mocks"}},'
                ' "run": {"a": {"module": {"source": "./setup"}}}}'
            ),
            "a/setup/BUILD": MODULE,
            "a/setup/main.tf": "",
        }
    )
    assert dependencies(rule_runner, file_address("a", "a.tftest.json")) == {
        "a:a",
        "a:terraform-inputs",
        "a/mocks:terraform-mocks",
        "a/setup:setup",
    }


def test_other_test_directories(rule_runner: RuleRunner) -> None:
    own = 'terraform_tests(name="tests")\n'
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": "",
            "a/mocks/aws.tfmock.hcl": "",
            "a/mock_tests/BUILD": own,
            "a/mock_tests/a.tftest.hcl": 'mock_provider "aws" {\n  source = "./mocks"\n}\n' + RUN,
            "a/terraform-tests/unit/BUILD": own,
            "a/terraform-tests/unit/a.tftest.hcl": RUN,
        }
    )
    assert dependencies(rule_runner, file_address("a/mock_tests", "a.tftest.hcl")) == {
        "a:a",
        "a:terraform-inputs",
        "a/mocks:terraform-mocks",
    }
    assert dependencies(rule_runner, file_address("a/terraform-tests/unit", "a.tftest.hcl")) == {
        "a:a",
        "a:terraform-inputs",
    }


def test_module_at_the_build_root(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "BUILD": 'terraform_module(name="root")\nterraform_tests(name="tests")\n',
            "main.tf": "",
            "tests/a.tftest.hcl": RUN,
        }
    )
    assert dependencies(rule_runner, file_address("", "tests/a.tftest.hcl")) == {
        "//:root",
        "//:terraform-inputs",
        "tests:terraform-inputs",
    }


def test_module_field(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": dedent(
                """\
                terraform_module(name="one")
                terraform_module(name="other")
                terraform_tests(name="undecided")
                terraform_tests(name="tests", module=":other")
                """
            ),
            "a/main.tf": "",
            "a/a.tftest.hcl": RUN,
        }
    )
    decided = dependencies(rule_runner, file_address("a", "a.tftest.hcl"))
    assert decided == {"a:other", "a:terraform-inputs"}
    assert dependencies(rule_runner, file_address("a", "a.tftest.hcl", "undecided")) == set()


@pytest.mark.parametrize("content", ["", 'run "a" {', "\x00", "[]"])
def test_file_that_does_not_parse_depends_on_its_module(
    rule_runner: RuleRunner, content: str
) -> None:
    rule_runner.write_files(
        {"a/BUILD": BUILD, "a/main.tf": 'module "b" {', "a/tests/a.tftest.hcl": content}
    )
    assert dependencies(rule_runner, file_address("a", "tests/a.tftest.hcl")) == {
        "a:a",
        "a:terraform-inputs",
    }


def test_no_module(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"a/BUILD": 'terraform_tests(name="tests")\n', "a/a.tftest.hcl": RUN})
    assert dependencies(rule_runner, file_address("a", "a.tftest.hcl")) == set()


def test_module_field_that_names_nothing_stops_no_other_target(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": 'terraform_module()\nterraform_tests(name="tests", module="nope")\n',
            "a/main.tf": "",
            "a/a.tftest.hcl": RUN,
            "b/BUILD": BUILD,
            "b/main.tf": "",
            "b/b.tftest.hcl": RUN,
        }
    )
    assert dependencies(rule_runner, file_address("a", "a.tftest.hcl")) == set()
    assert dependencies(rule_runner, file_address("b", "b.tftest.hcl")) == {
        "b:b",
        "b:terraform-inputs",
    }
    # Dependents are found by the dependencies of all targets.
    assert dependents(rule_runner, Address("b")) == {"b/b.tftest.hcl:tests", "b:tests"}


def test_tests_affected_by_a_change(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": BUILD,
            "a/main.tf": 'module "b" {\n  source = "../b"\n}\n',
            "a/tests/a.tftest.hcl": RUN,
            "b/BUILD": BUILD,
            "b/main.tf": 'module "leaf" {\n  source = "./leaf"\n}\n',
            "b/tests/b.tftest.hcl": RUN,
            "b/leaf/BUILD": MODULE,
            "b/leaf/main.tf": 'locals {\n  text = file("${path.module}/leaf.txt")\n}\n',
            "b/leaf/leaf.txt": "",
            "c/BUILD": BUILD,
            "c/main.tf": "",
            "c/tests/c.tftest.hcl": RUN,
        }
    )
    both = {"a/tests/a.tftest.hcl:../tests", "b/tests/b.tftest.hcl:../tests"}
    generators = {"a:tests", "b:tests"}
    affected = dependents(rule_runner, Address("b/leaf", target_name="terraform-file-leaf.txt"))
    assert affected == {*both, *generators, "a:a", "b:b", "b/leaf:leaf"}
    lock_file = dependents(rule_runner, Address("b", target_name="terraform-inputs"))
    assert lock_file == {"b/tests/b.tftest.hcl:../tests", "b:tests"}
    assert dependents(rule_runner, Address("c")) == {"c/tests/c.tftest.hcl:../tests", "c:tests"}
