"""A module that names what is not there fails in `lint` and in `check`, each with one message and
its position."""

from __future__ import annotations

import re

import pytest
from pants.core.goals.lint import LintResult
from pants.engine.addresses import Address
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform.testutil import DANGLING
from terrapants.testutil.terraform_rule_runner import terraform_options
from terrapants.validation.testutil import check_result, check_rule_runner, lint_targets

RULES = ("[terraform-local-module]", "[terraform-missing-file]")


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return check_rule_runner()


def write(rule_runner: RuleRunner, directory: str, files: dict[str, str]) -> None:
    every = {"BUILD": "terraform_module()\n", **files}
    rule_runner.write_files({f"{directory}/{path}": text for path, text in every.items()})


def rules_on(rule_runner: RuleRunner, directory: str) -> LintResult:
    rule_runner.set_options(terraform_options())
    return lint_targets(rule_runner, rule_runner.get_target(Address(directory)))


def pattern(directory: str, place: str) -> str:
    """A finding at a place; Terraform's column is that of the argument, ours of the expression."""
    file, _, line = place.partition(":")
    return rf"{directory}/{file}:{line.partition(':')[0]}\d*(:\d+)?: error: "


@pytest.mark.parametrize("case", DANGLING)
def test_check_fails_where_the_mistake_is(rule_runner: RuleRunner, case: str) -> None:
    files, place = DANGLING[case]
    directory = f"check/{case}"
    write(rule_runner, directory, files)
    result = check_result(rule_runner, directory)
    assert result.exit_code == 1
    (error,) = [line for line in result.stdout.splitlines() if "error: " in line]
    assert re.match(pattern(directory, place), error), error


@pytest.mark.parametrize("case", DANGLING)
def test_lint_fails_where_the_mistake_is(rule_runner: RuleRunner, case: str) -> None:
    files, place = DANGLING[case]
    directory = f"lint/{case}"
    write(rule_runner, directory, files)
    result = rules_on(rule_runner, directory)
    assert result.exit_code == 1
    (error,) = [line for line in result.stdout.splitlines() if line.endswith(RULES)]
    assert re.match(pattern(directory, place), error), error
    if place.count(":") == 2:
        assert error.startswith(f"{directory}/{place}: error: ")


def test_what_is_there_or_is_made_is_not_missing(rule_runner: RuleRunner) -> None:
    files, _ = DANGLING["template"]
    build = (
        'terraform_module(dependencies=[":copy"])\n'
        'file(name="original", source="text/a.tftpl")\n'
        'relocated_files(name="copy", files_targets=[":original"], '
        'src="there/text", dest="there")\n'
    )
    write(rule_runner, "there", {**files, "BUILD": build, "text/a.tftpl": "made\n"})
    result = rules_on(rule_runner, "there")
    assert "terraform-output-description" in result.stdout
    assert "terraform-missing-file" not in result.stdout
    assert check_result(rule_runner, "there").exit_code == 0
