from __future__ import annotations

import json
from pathlib import Path

import pytest
from pants.core.goals.lint import LintResult
from pants.engine.addresses import Address
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner
from pants.util.docutil import bin_name

from terrapants.findings.baseline_file import LintBaseline
from terrapants.testutil.terraform_rule_runner import emptied, terraform_options
from terrapants.testutil.writing_goal import run_writing_goal
from terrapants.validation.testutil import check_rule_runner, lint_targets

FILE = "lint-baseline.json"
MODULES = ("a", "a/nested", "b")
BAD = 'variable "Bad" {}\n'


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return check_rule_runner()


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    runner = emptied(shared_rule_runner)
    for module in MODULES:
        runner.write_files({f"{module}/BUILD": "terraform_module()", f"{module}/variables.tf": BAD})
    return runner


def lint(runner: RuleRunner, *options: str) -> LintResult:
    runner.set_options([*terraform_options(), *options], env_inherit={"PATH", "HOME"})
    return lint_targets(runner, *(runner.get_target(Address(module)) for module in MODULES))


def baseline(runner: RuleRunner, *arguments: str) -> GoalRuleResult:
    return run_writing_goal(runner, LintBaseline, global_args=terraform_options(), args=arguments)


def accepted(runner: RuleRunner) -> dict[str, list[str]]:
    document = json.loads((Path(runner.build_root) / FILE).read_text())
    return {path: sorted(rules) for path, rules in document["terraform-rules"].items()}


def test_only_what_is_new_fails(rule_runner: RuleRunner) -> None:
    assert lint(rule_runner).exit_code == 1
    result = baseline(rule_runner, "::")
    assert result.exit_code == 0
    number = int(result.stdout.split()[1])
    assert result.stdout == f"{FILE}: {number} accepted findings ({number} added, 0 removed).\n"

    found = lint(rule_runner)
    assert found.exit_code == 0
    assert found.stdout == f"{number} accepted findings ({FILE}).\n"

    rule_runner.write_files({"a/variables.tf": f'# Moved.\n{BAD}variable "new" {{}}\n'})
    found = lint(rule_runner)
    assert found.exit_code == 1
    assert 'a/variables.tf:3:1: error: variable "new" has no type' in found.stdout
    assert "Bad" not in found.stdout


def test_shrinking_accepts_nothing_new(rule_runner: RuleRunner) -> None:
    baseline(rule_runner, "::")
    before = accepted(rule_runner)
    new = 'variable "new" {\n  type = string\n}\n'
    rule_runner.write_files({"a/variables.tf": new})
    result = baseline(rule_runner, "--shrink", "::")
    assert result.exit_code == 0
    assert " 0 added, " in result.stdout.replace("(", "( ")
    after = accepted(rule_runner)
    assert "terraform-variable-type" not in after.get("a/variables.tf", [])
    assert after["b/variables.tf"] == before["b/variables.tf"]
    assert lint(rule_runner).exit_code == 1


def test_modules_that_were_not_asked_for_stay_as_they_are(rule_runner: RuleRunner) -> None:
    baseline(rule_runner, "::")
    before = accepted(rule_runner)
    rule_runner.write_files({f"{module}/variables.tf": "" for module in ("a", "b", "a/nested")})
    baseline(rule_runner, "a:")
    after = accepted(rule_runner)
    assert after["b/variables.tf"] == before["b/variables.tf"]
    assert after["a/nested/variables.tf"] == before["a/nested/variables.tf"]
    assert after.get("a/variables.tf") != before["a/variables.tf"]


def test_nothing_that_was_asked_for_is_an_error(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"c/BUILD": ""})
    result = baseline(rule_runner, "c:")
    assert result.exit_code == 1
    assert result.stderr.startswith("0 modules: ")
    assert not (Path(rule_runner.build_root) / FILE).exists()


@pytest.mark.parametrize(
    ("text", "option", "message"),
    [
        ("[\n", FILE, f"{FILE} is no baseline: "),
        ("{}", "../x.json", "`[findings].baseline` is `../x.json`, expected the path of a file"),
        ("{}", "~/x.json", "`[findings].baseline` is `~/x.json`, expected the path of a file"),
        ("{}", "", "`[findings].baseline` is ``, expected the path of a file"),
        ("{}", "a", "`[findings].baseline` is `a`, but a is a directory"),
        ("{}", f"{FILE}/x", f"`[findings].baseline` is `{FILE}/x`, but {FILE} is a file"),
    ],
)
def test_a_baseline_that_cannot_be_read(
    rule_runner: RuleRunner, text: str, option: str, message: str
) -> None:
    rule_runner.write_files({FILE: text})
    options = f"--findings-baseline={option}"
    result = lint(rule_runner, options)
    assert result.exit_code == 1
    assert f"error: {message}" in result.stdout
    written = baseline(rule_runner, options, "::")
    assert written.exit_code == 1
    assert message in written.stderr
    assert (Path(rule_runner.build_root) / FILE).read_text() == text


def test_a_baseline_that_is_named_and_does_not_exist(rule_runner: RuleRunner) -> None:
    options = "--findings-baseline=nope.json"
    result = lint(rule_runner, options)
    assert result.exit_code == 1
    assert (
        "error: `--findings-baseline` names nope.json, which does not exist; name the file that is "
        f"checked in, or write this one with `{bin_name()} lint-baseline {options} ::`"
    ) in result.stdout
    assert baseline(rule_runner, options, "::").exit_code == 0
    assert lint(rule_runner, options).exit_code == 0


def test_a_readable_number_of_many_findings_is_shown(rule_runner: RuleRunner) -> None:
    many = "".join(f'variable "v{number}" {{}}\n' for number in range(40))
    rule_runner.write_files({"a/variables.tf": many})
    result = lint(rule_runner)
    assert result.exit_code == 1
    assert "terraform-variable-type: 42 errors in 3 files" in result.stdout
    assert "… and 39 more" in result.stdout
    assert "lint --findings-show-all`" in result.stdout
    everything = lint(rule_runner, "--findings-show-all")
    assert everything.stdout.count("has no type [") == 42


def test_a_file_that_is_not_read_is_never_accepted(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"a/broken.tf": "variable {{\n"})
    assert baseline(rule_runner, "::").exit_code == 0
    result = lint(rule_runner)
    assert result.exit_code == 1
    assert "a/broken.tf:1:" in result.stdout
    assert "[terraform-syntax]" in result.stdout
