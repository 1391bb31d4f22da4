"""Verdicts on what cannot be run: files, targets, arguments or a Terraform that will not do."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner, engine_error

from terrapants.terraform.tool import UnusableTerraform
from terrapants.testing.verdict import Verdict
from terrapants.testing.verdicts_for_tests import (
    BUILD,
    EMPTY_RUN,
    MODULE,
    assert_passed,
    expects,
    verdict_on,
    verdict_rule_runner,
)
from terrapants.testutil.terraform_rule_runner import terraform_options


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return verdict_rule_runner()


def test_syntax_error_in_a_test_file(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "unparsable/BUILD": BUILD,
            "unparsable/main.tf": MODULE,
            "unparsable/tests/bad.tftest.hcl": 'run "a" {\n  assert {\n',
            "unparsable/tests/good.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "unparsable/tests/bad.tftest.hcl")
    assert (verdict.verdict, verdict.runs) == (Verdict.FAILED, ())
    assert verdict.diagnostics[0].position == "unparsable/tests/bad.tftest.hcl:2:10"
    assert verdict.diagnostics[0].summary == "Unclosed configuration block"
    assert_passed(verdict_on(rule_runner, "unparsable/tests/good.tftest.hcl"))


def test_syntax_error_in_the_module(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "unparsable_module/BUILD": BUILD,
            "unparsable_module/main.tf": MODULE,
            "unparsable_module/bad.tf": 'output "a" {\n',
            "unparsable_module/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "unparsable_module/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.diagnostics[0].position == "unparsable_module/bad.tf:1:12"


def test_argument_that_terraform_does_not_know(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "argument/BUILD": BUILD,
            "argument/main.tf": MODULE,
            "argument/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "argument/tests/a.tftest.hcl", "-nonsense")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem.startswith(
        "`terraform test` exited with 1: Error: Failed to parse command-line flags "
        "flag provided but not defined: -nonsense"
    )


def test_no_run_block(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "no_run/BUILD": BUILD,
            "no_run/main.tf": MODULE,
            "no_run/tests/a.tftest.hcl": 'variables {\n  name = "a"\n}\n',
        }
    )
    verdict = verdict_on(rule_runner, "no_run/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == (
        "no_run/tests/a.tftest.hcl has no `run` block, so it tests nothing. Add one, or delete it."
    )
    assert verdict.process is None


def test_no_module(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "no_module/BUILD": 'terraform_tests(name="tests")\n',
            "no_module/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "no_module/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == (
        "no_module/tests/a.tftest.hcl: no directory from no_module/tests upwards has a "
        "`terraform_module` target. Run `./pants tailor ::` if the module has none yet, or set the "
        "`module` field of its `terraform_tests` target."
    )


def test_two_candidates_and_the_module_field(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "two/BUILD": dedent(
                """\
                terraform_module(name="a")
                terraform_module(name="b")
                terraform_tests(name="tests")
                terraform_tests(name="decided", module=":b")
                """
            ),
            "two/main.tf": MODULE,
            "two/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "two/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == (
        "two/tests/a.tftest.hcl: found two candidates for the module under test, two:a and two:b. "
        "Set the `module` field of its `terraform_tests` target to one."
    )
    assert_passed(verdict_on(rule_runner, "two/tests/a.tftest.hcl", target="two:decided"))


def test_tests_directory_that_is_a_module_itself(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "nested/BUILD": 'terraform_module()\nterraform_tests(name="tests", module=":nested")\n',
            "nested/main.tf": MODULE,
            "nested/tests/BUILD": 'terraform_module()\nterraform_tests(name="own")\n',
            "nested/tests/main.tf": 'output "inner" {\n  value = 1\n}\n',
            "nested/tests/a.tftest.hcl": expects('output.name == "unset"'),
        }
    )
    file = "nested/tests/a.tftest.hcl"
    undecided = verdict_on(rule_runner, file, target="nested/tests:own")
    assert "found two candidates" in undecided.problem
    assert "nested/tests:tests and nested:nested" in undecided.problem
    assert_passed(verdict_on(rule_runner, file))


def test_module_field_that_names_something_else(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "misnamed/BUILD": dedent(
                """\
                terraform_module()
                terraform_tests(name="tests", module=":others")
                terraform_tests(name="others", module="misnamed/elsewhere")
                """
            ),
            "misnamed/main.tf": MODULE,
            "misnamed/tests/a.tftest.hcl": EMPTY_RUN,
            "misnamed/elsewhere/BUILD": "terraform_module()\n",
            "misnamed/elsewhere/main.tf": MODULE,
        }
    )
    file = "misnamed/tests/a.tftest.hcl"
    assert verdict_on(rule_runner, file).problem == (
        f"{file}: its `module` field names misnamed:others, which is no "
        "`terraform_module` target. `./pants list --filter-target-type=terraform_module ::` "
        "shows those there are."
    )
    assert verdict_on(rule_runner, file, target="misnamed:others").problem == (
        f"{file}: its `module` field names misnamed/elsewhere:elsewhere, but Terraform runs only "
        "test files below the module's directory. Move the file there, or name another module."
    )


def test_module_field_that_names_nothing(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "unknown/BUILD": 'terraform_module()\nterraform_tests(name="tests", module="nope")\n',
            "unknown/main.tf": MODULE,
            "unknown/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "unknown/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == (
        "unknown/tests/a.tftest.hcl: its `module` field names nope:nope, which is no "
        "`terraform_module` target. `./pants list --filter-target-type=terraform_module ::` "
        "shows those there are."
    )
    assert verdict.process is None


def test_terraform_that_is_too_old(rule_runner: RuleRunner, tmp_path: Path) -> None:
    rule_runner.write_files(
        {
            "old/BUILD": BUILD,
            "old/main.tf": MODULE,
            "old/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    terraform = tmp_path / "terraform"
    terraform.write_text("""#!/bin/sh\necho '{"terraform_version": "1.5.7"}'\n""")
    terraform.chmod(0o755)
    with engine_error(
        UnusableTerraform,
        contains="Found Terraform 1.5.7, but `terraform test` needs 1.6.0 or newer.",
    ):
        verdict_on(
            rule_runner,
            "old/tests/a.tftest.hcl",
            options=terraform_options(str(terraform), "1.5.7"),
        )
