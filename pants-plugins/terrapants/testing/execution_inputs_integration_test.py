"""What of the repository and of the environment a run of `terraform test` is given."""

from __future__ import annotations

import hashlib
from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.console import details
from terrapants.testing.verdict import Verdict
from terrapants.testing.verdicts_for_tests import (
    BUILD,
    EMPTY_RUN,
    MODULE,
    assert_passed,
    expects,
    runs,
    verdict_on,
    verdict_rule_runner,
)
from terrapants.testutil.terraform_rule_runner import terraform_options


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return verdict_rule_runner()


def test_other_test_directories(rule_runner: RuleRunner) -> None:
    own = 'terraform_tests(name="tests")\n'
    rule_runner.write_files(
        {
            "dirs/BUILD": BUILD,
            "dirs/main.tf": MODULE,
            # Terraform would stop at this file if it loaded the default test directory.
            "dirs/tests/broken.tftest.hcl": "broken {",
            "dirs/mock_tests/BUILD": own,
            "dirs/mock_tests/a.tftest.hcl": expects('output.name == "unset"'),
            "dirs/terraform-tests/unit/BUILD": own,
            "dirs/terraform-tests/unit/a.tftest.hcl": expects('output.name == "unset"'),
            "dirs/sp ace/é/BUILD": own,
            "dirs/sp ace/é/a b.tftest.hcl": EMPTY_RUN,
        }
    )
    for file in (
        "dirs/mock_tests/a.tftest.hcl",
        "dirs/terraform-tests/unit/a.tftest.hcl",
        "dirs/sp ace/é/a b.tftest.hcl",
    ):
        verdict = verdict_on(rule_runner, file)
        assert_passed(verdict)
        assert verdict.module == "dirs"


def test_json_syntax(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "json/BUILD": BUILD,
            "json/main.tf": MODULE,
            "json/extra.tf.json": '{"output": {"json": {"value": "read"}}}',
            "json/tests/a.tftest.json": (
                '{"run": {"a": {"assert": {"condition": "${output.json == \\"read\\"}",'
                ' "error_message": "It does not hold."}}}}'
            ),
        }
    )
    assert_passed(verdict_on(rule_runner, "json/tests/a.tftest.json"))


def test_files_whose_paths_are_handed_on_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "handed_on/BUILD": BUILD,
            "handed_on/main.tf": dedent(
                """\
                variable "os" {
                  default = "linux"
                }

                locals {
                  scripts = {
                    linux = "${path.module}/scripts/setup.sh"
                  }
                }

                output "script" {
                  value = file(local.scripts[var.os])
                }

                output "policy" {
                  value = file("${path.module}/policies/${var.os}.json")
                }
                """
            ),
            "handed_on/scripts/setup.sh": "set -eu",
            "handed_on/policies/linux.json": "{}",
            "handed_on/tests/a.tftest.hcl": expects(
                'output.script == "set -eu" && output.policy == "{}"'
            ),
        }
    )
    assert_passed(verdict_on(rule_runner, "handed_on/tests/a.tftest.hcl"))


def test_files_that_variables_of_a_test_name(rule_runner: RuleRunner) -> None:
    given = dedent(
        """\
        variables {
          config = "%s"
        }
        run "read" {
          assert {
            condition     = output.text == "a: 1"
            error_message = "It does not hold."
          }
        }
        """
    )
    rule_runner.write_files(
        {
            "given/BUILD": BUILD,
            "given/main.tf": (
                'variable "config" {}\noutput "text" {\n  value = file("${var.config}")\n}\n'
            ),
            "given/tests/a.tftest.hcl": given % "tests/fixtures/[a] b.yml",
            "given/tests/fixtures/[a] b.yml": "a: 1",
            "given/tests/c.tftest.hcl": given.replace("%s", 'tests/fixtures/${"c"}.yml'),
            "given/tests/fixtures/c.yml": "a: 1",
        }
    )
    assert_passed(verdict_on(rule_runner, "given/tests/a.tftest.hcl"))
    verdict = verdict_on(rule_runner, "given/tests/c.tftest.hcl")
    assert "tests/fixtures/c.yml is not among the files that this test depends" in details(verdict)


def test_local_modules_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    module, leaf = "terraform_module()\n", 'output "leaf" {\n  value = "leaf"\n}\n'
    rule_runner.write_files(
        {
            "calls/BUILD": BUILD,
            "calls/main.tf": MODULE + 'module "middle" {\n  source = "../middle"\n}\n',
            "calls/tests/setup/BUILD": module,
            "calls/tests/setup/main.tf": 'output "name" {\n  value = "from setup"\n}\n',
            "calls/tests/a.tftest.hcl": dedent(
                """\
                run "setup" {
                  module {
                    source = "./tests/setup"
                  }
                }

                run "main" {
                  variables {
                    name = run.setup.name
                  }

                  assert {
                    condition     = output.name == "from setup"
                    error_message = "It does not hold."
                  }
                }

                run "outside" {
                  module {
                    source = "../outside"
                  }
                }
                """
            ),
            "middle/BUILD": module,
            "middle/main.tf": 'module "leaf" {\n  source = "./leaf"\n}\n',
            "middle/leaf/BUILD": module,
            "middle/leaf/main.tf": leaf,
            "outside/BUILD": module,
            "outside/main.tf": 'module "leaf" {\n  source = "../middle/leaf"\n}\n',
        }
    )
    verdict = verdict_on(rule_runner, "calls/tests/a.tftest.hcl")
    assert_passed(verdict)
    assert list(runs(verdict)) == ["setup", "main", "outside"]


def test_variable_files_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    names = ("a", "b", "c", "d")
    rule_runner.write_files(
        {
            "vars/BUILD": BUILD,
            "vars/main.tf": "".join(
                f'variable "{name}" {{\n  default = "unset"\n}}\n' for name in names
            ),
            "vars/terraform.tfvars": 'a = "module"\n',
            "vars/more.auto.tfvars.json": '{"b": "module"}',
            "vars/tests/terraform.tfvars": 'c = "tests"\n',
            "vars/tests/more.auto.tfvars": 'd = "tests"\n',
            "vars/tests/a.tftest.hcl": expects(
                'join(" ", [var.a, var.b, var.c, var.d]) == "module module tests tests"'
            ),
            "vars/b.tftest.hcl": expects(
                'join(" ", [var.a, var.b, var.c, var.d]) == "module module unset unset"'
            ),
        }
    )
    assert_passed(verdict_on(rule_runner, "vars/tests/a.tftest.hcl"))
    assert_passed(verdict_on(rule_runner, "vars/b.tftest.hcl"))


def test_files_named_by_functions_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "functions/BUILD": BUILD,
            "functions/main.tf": dedent(
                """\
                output "read" {
                  value = join(" ", [
                    file("${path.module}/data/plain.txt"),
                    templatefile("${path.module}/greeting.tftpl", { name = "you" }),
                    filemd5("${path.module}/../shared/hashed.txt"),
                  ])
                }
                """
            ),
            "functions/data/plain.txt": "plain",
            "functions/greeting.tftpl": "hello ${name}",
            "shared/hashed.txt": "hashed",
            "functions/tests/expected.txt": "plain hello you " + hashlib.md5(b"hashed").hexdigest(),
            "functions/tests/a.tftest.hcl": expects('output.read == file("./tests/expected.txt")'),
        }
    )
    assert_passed(verdict_on(rule_runner, "functions/tests/a.tftest.hcl"))


def test_dependencies_of_every_kind_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "every/BUILD": dedent(
                """\
                terraform_module(name="module", dependencies=[":resource"])
                file(name="file", source="a.txt")
                resource(name="resource", source="b.txt")
                file(name="original", source="original/c.txt")
                relocated_files(
                    name="relocated",
                    files_targets=[":original"],
                    src="every/original",
                    dest="every/moved",
                )
                archive(name="archive", format="zip", files=[":file"], output_path="every/d.zip")
                terraform_tests(
                    name="tests",
                    dependencies=[":file", ":relocated"],
                    runtime_package_dependencies=[":archive"],
                )
                """
            ),
            "every/a.txt": "",
            "every/b.txt": "",
            "every/original/c.txt": "",
            "every/undeclared.txt": "",
            "every/main.tf": dedent(
                """\
                output "files" {
                  value = join(" ", fileset(path.module, "**/*.{txt,zip}"))
                }
                """
            ),
            "every/tests/a.tftest.hcl": expects('output.files == "a.txt b.txt d.zip moved/c.txt"'),
        }
    )
    assert_passed(verdict_on(rule_runner, "every/tests/a.tftest.hcl"))


def test_extra_env_vars_are_handed_on_and_hidden(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "secret/BUILD": dedent(
                """\
                terraform_module()
                terraform_tests(name="tests", extra_env_vars=["TF_VAR_name", "TF_VAR_other=0th3r"])
                """
            ),
            "secret/main.tf": MODULE + 'variable "other" {\n}\n',
            "secret/tests/a.tftest.hcl": dedent(
                """\
                run "fails" {
                  assert {
                    condition     = output.name == var.other
                    error_message = "${var.name} is not ${var.other}"
                  }
                }

                run "errs" {
                  variables {
                    name = file(var.name)
                  }
                }
                """
            ),
        }
    )
    file, secret = "secret/tests/a.tftest.hcl", 'hunter2 "é" <&>'
    for arguments in ((), ("-verbose",)):
        verdict = verdict_on(rule_runner, file, *arguments, env={"TF_VAR_name": secret})
        assert verdict.verdict == Verdict.FAILED
        assert "hunter2" not in repr(verdict)
        assert "0th3r" not in repr(verdict)
    shown = details(verdict_on(rule_runner, file, env={"TF_VAR_name": secret}))
    assert "(hidden) is not (hidden)" in shown
    assert 'output.name is "(hidden)"' in shown


def test_environment_of_both_goals(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "environment/BUILD": BUILD,
            "environment/main.tf": MODULE + 'variable "other" {\n}\n',
            "environment/tests/a.tftest.hcl": expects('"${var.name}${var.other}" == "xy"'),
        }
    )
    options = (
        *terraform_options(),
        "--test-extra-env-vars=['TF_VAR_name']",
        "--tf-test-extra-env-vars=['TF_VAR_other=y']",
    )
    assert_passed(
        verdict_on(
            rule_runner,
            "environment/tests/a.tftest.hcl",
            options=options,
            env={"TF_VAR_name": "x"},
        )
    )
