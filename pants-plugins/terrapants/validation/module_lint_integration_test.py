from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from pants.core.goals.lint import Lint, LintResult
from pants.core.util_rules.partitions import Partitions
from pants.engine.addresses import Address
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner
from pants.util.docutil import bin_name

from terrapants.terraform import rules as terraform
from terrapants.testutil.terraform_rule_runner import emptied, terraform_rule_runner
from terrapants.validation import (
    build_file_problems,
    module_findings,
    module_lint,
    selected_modules,
    target_types,
)
from terrapants.validation.module_lint import ModuleLintFieldSet, ModuleLintRequest
from terrapants.validation.module_rules import run
from terrapants.validation.module_rules.testutil import GOOD
from terrapants.validation.testutil import TerraformTest, lint_targets

BUILD = {"BUILD": "terraform_module()\n"}


def summary() -> str:
    return f"`{bin_name()} help terraform-rules` says why, and how to switch a rule off."


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return terraform_rule_runner(
        [
            *terraform.rules(),
            *build_file_problems.rules(),
            *module_findings.rules(),
            *module_lint.rules(),
            *selected_modules.rules(),
            *target_types.rules(),
            QueryRule(Partitions, [ModuleLintRequest.PartitionRequest]),
            QueryRule(LintResult, [ModuleLintRequest.Batch]),
        ],
        [*terraform.target_types(), TerraformTest],
    )


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


def write(rule_runner: RuleRunner, directory: str, **changes: str | None) -> None:
    """The good module with files added, replaced (`__` stands for a dot) or left out."""
    files = {**GOOD, **BUILD, **{name.replace("__", "."): text for name, text in changes.items()}}
    rule_runner.write_files(
        {os.path.join(directory, name): text for name, text in files.items() if text is not None}
    )


def lint(rule_runner: RuleRunner, *directories: str, options: Iterable[str] = ()) -> LintResult:
    rule_runner.set_options(list(options), env_inherit={"PATH", "HOME"})
    return lint_targets(
        rule_runner, *(rule_runner.get_target(Address(directory)) for directory in directories)
    )


def test_a_module_that_breaks_no_rule(rule_runner: RuleRunner) -> None:
    write(rule_runner, "m")
    result = lint(rule_runner, "m")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert result.linter_name == "terraform-rules"


def test_what_a_user_reads(rule_runner: RuleRunner) -> None:
    write(rule_runner, "infra/a", main__tf='resource "aws_x" "a-b" {\n  c = var.name.0\n}\n')
    write(rule_runner, "infra/b", outputs__tf='output "o" {\n  value = 1\n}\n')
    result = lint(rule_runner, "infra/a", "infra/b")
    assert result.exit_code == 1
    assert result.stdout == (
        'infra/a/main.tf:1:1: warning: the name of resource "a-b" is not in snake_case: lower-case '
        "letters, digits and single underscores [terraform-naming]\n"
        '    resource "aws_x" "a-b" {\n'
        "infra/a/main.tf:2:15: warning: write the index in brackets: list[0] "
        "[terraform-deprecated-index]\n"
        "    c = var.name.0\n"
        'infra/b/outputs.tf:1:1: error: output "o" has no description '
        "[terraform-output-description]\n"
        '    output "o" {\n'
        "\n"
        f"1 error, 2 warnings in 2 modules. {summary()}\n"
    )


def test_warnings_fail_nothing(rule_runner: RuleRunner) -> None:
    write(rule_runner, "m", main__tf='resource "aws_x" "a" {\n  b = var.name.0\n}\n')
    result = lint(rule_runner, "m")
    assert result.exit_code == 0
    assert f"\n\n1 warning in 1 module. {summary()}\n" in result.stdout


def test_a_file_that_does_not_parse(rule_runner: RuleRunner) -> None:
    write(rule_runner, "a", main__tf='resource "aws_x" "y" {\n  z = \n}\n')
    write(rule_runner, "b", variables__tf='variable "name" {\n  description = "N."\n}\n')
    result = lint(rule_runner, "a", "b")
    assert result.exit_code == 1
    # Of a module that cannot be read nothing else is said; others are checked.
    assert result.stdout == (
        "a/main.tf:2:7: error: found the end of the line, expected a value [terraform-syntax]\n"
        "    z =\n"
        'b/variables.tf:1:1: error: variable "name" has no type [terraform-variable-type]\n'
        '    variable "name" {\n'
        "\n"
        f"2 errors in 2 modules. {summary()}\n"
    )


def test_a_test_file_that_does_not_parse(rule_runner: RuleRunner) -> None:
    write(rule_runner, "m", **{"tests/a__tftest__hcl": 'run "a" {\n'})
    result = lint(rule_runner, "m")
    assert result.stdout.startswith("m/tests/a.tftest.hcl:1:10: error: found the end of the file")


def test_a_file_that_is_not_utf_8(rule_runner: RuleRunner) -> None:
    write(rule_runner, "m")
    rule_runner.write_files({"m/latin.tf": b'# fine\n\xc3\xa9 = "\xc3\xa9\xff"\n'})
    result = lint(rule_runner, "m")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "m/latin.tf:2:7: error: found the byte 0xff, which is not UTF-8, expected text in UTF-8 "
        "[terraform-syntax]\n"
    )


def test_a_large_generated_file(rule_runner: RuleRunner) -> None:
    block = 'resource "aws_x" "y{}" {{\n  name = "{}"\n}}\n'
    text = "".join(block.format(number, "z" * 10_000) for number in range(110))
    write(rule_runner, "m", generated__tf=text)
    result = lint(rule_runner, "m")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "m/generated.tf: warning: the file has 1.1 MB: files of more than 1 MB are not read, so no "
        "other rule is checked in this module [terraform-file-size]\n"
    )


def test_a_broken_link_does_no_harm(rule_runner: RuleRunner) -> None:
    write(rule_runner, "m")
    os.symlink("nothing.tf", os.path.join(rule_runner.build_root, "m/broken.tf"))
    assert lint(rule_runner, "m").stdout == ""


@pytest.mark.parametrize("directory", ["infra/my module", "infra/é"])
def test_names_with_blanks_and_the_like(rule_runner: RuleRunner, directory: str) -> None:
    write(rule_runner, directory, **{"my variables[1]__tf": 'variable "a" {\n  type = any\n}\n'})
    result = lint(rule_runner, directory)
    assert f'{directory}/my variables[1].tf:1:1: error: variable "a" is never used' in result.stdout


def test_a_target_without_configuration(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"m/BUILD": "# Nothing yet.\nterraform_module()\n"})
    result = lint(rule_runner, "m")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "m/BUILD:2:1: error: the target m:m has no Terraform configuration: there is no *.tf file "
        "in m. Delete it, or add main.tf [terraform-no-configuration]\n    terraform_module()\n"
    )
    level = '--terraform-rules-levels={"terraform-no-configuration": "off"}'
    assert lint(rule_runner, "m", options=[level]).stdout == ""


def test_a_module_in_json_syntax_alone_has_configuration(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {"m/main.tf.json": '{"variable": {"a": {}}}', "m/BUILD": BUILD["BUILD"]}
    )
    assert 'm/main.tf.json:1:15: error: variable "a" has no type' in lint(rule_runner, "m").stdout


def test_levels_of_the_repository_and_of_a_target(rule_runner: RuleRunner) -> None:
    broken = 'output "o" {\n  value = 1\n}\n'
    write(rule_runner, "a", outputs__tf=broken)
    rule = "terraform-output-description"
    write(
        rule_runner,
        "b",
        outputs__tf=broken,
        BUILD=f'terraform_module(rule_levels={{"{rule}": "error"}})\n',
    )
    result = lint(
        rule_runner, "a", "b", options=[f'--terraform-rules-levels={{"{rule}": "warning"}}']
    )
    assert "a/outputs.tf:1:1: warning:" in result.stdout
    assert "b/outputs.tf:1:1: error:" in result.stdout
    off = lint(rule_runner, "a", options=[f'--terraform-rules-levels={{"{rule}": "off"}}'])
    assert (off.exit_code, off.stdout) == (0, "")


def test_an_id_that_no_rule_has(rule_runner: RuleRunner) -> None:
    write(
        rule_runner,
        "m",
        BUILD='terraform_module(\n  rule_levels={"terraform-nameing": "off"},\n)\n',
    )
    result = lint(
        rule_runner,
        "m",
        options=['--terraform-rules-levels={"x": "off", "terraform-naming": "on"}'],
    )
    assert result.exit_code == 1
    assert result.stdout == (
        'error: [terraform-rules].levels: the level of "terraform-naming" is "on": it must be off, '
        "warning or error [terraform-rule-setting]\n"
        f'error: [terraform-rules].levels: unknown rule ID "x": `{bin_name()} help '
        "terraform-rules` lists all rules [terraform-rule-setting]\n"
        'm/BUILD:2:17: error: rule_levels of m:m: unknown rule ID "terraform-nameing": did you '
        'mean "terraform-naming"? [terraform-rule-setting]\n'
        '    rule_levels={"terraform-nameing": "off"},\n'
        "\n"
        f"3 errors in 1 module. {summary()}\n"
    )


def test_an_id_that_no_rule_has_in_defaults_further_up(rule_runner: RuleRunner) -> None:
    write(rule_runner, "infra/m")
    rule_runner.write_files(
        {"infra/BUILD": '__defaults__({terraform_module: dict(rule_levels={"x": "off"})})\n'}
    )
    result = lint(rule_runner, "infra/m")
    assert result.stdout.startswith("infra/BUILD:1:52: error: rule_levels of infra/m:m: unknown")


def test_the_kind_that_a_target_says(rule_runner: RuleRunner) -> None:
    changes = {"main__tf": 'provider "aws" {\n  region = var.name\n}\n', "outputs__tf": None}
    write(rule_runner, "a", **changes)
    assert "[terraform-provider-block]" in lint(rule_runner, "a").stdout
    write(rule_runner, "b", BUILD='terraform_module(module_kind="root")\n', **changes)
    assert lint(rule_runner, "b").stdout == ""
    write(rule_runner, "c", **{"prod__auto__tfvars": 'name = "x"\n', **changes})
    assert lint(rule_runner, "c").stdout == ""


def test_nothing_is_checked_where_it_is_skipped(rule_runner: RuleRunner) -> None:
    write(rule_runner, "m", BUILD="terraform_module(skip_terraform_rules=True)\n")
    assert not ModuleLintFieldSet.is_applicable(rule_runner.get_target(Address("m")))
    write(rule_runner, "n")
    rule_runner.set_options(["--terraform-rules-skip"])
    field_sets = (ModuleLintFieldSet.create(rule_runner.get_target(Address("n"))),)
    request = ModuleLintRequest.PartitionRequest(field_sets)
    assert not rule_runner.request(Partitions, [request])


def test_local_modules_and_tests_of_other_directories(rule_runner: RuleRunner) -> None:
    load = 'run "a" {\n  module {\n    source = "./modules/n"\n  }\n}\n'
    call = 'module "n" {\n  source = "./modules/n"\n  name = var.name\n}\n'
    write(rule_runner, "m", calls__tf=call, **{"tests/a__tftest__hcl": load})
    write(rule_runner, "m/modules/n", **{"tests/defaults.tftest.hcl": None})
    assert lint(rule_runner, "m", "m/modules/n").stdout == ""
    write(rule_runner, "m", calls__tf=call.replace("modules/n", "modules/o"))
    assert (
        'm/calls.tf:2:3: error: the source of module "n", ./modules/o, has no Terraform '
        "configuration: there is no *.tf file in m/modules/o [terraform-local-module]"
    ) in lint(rule_runner, "m").stdout


def test_the_module_that_a_test_target_names(rule_runner: RuleRunner) -> None:
    write(rule_runner, "m", **{"tests/defaults.tftest.hcl": None})
    rule_runner.write_files({"checks/a.tftest.hcl": 'run "a" {}\n', "checks/BUILD": ""})
    assert "[terraform-module-tests]" in lint(rule_runner, "m").stdout
    rule_runner.write_files(
        {"checks/BUILD": 'terraform_test(name="a", source="a.tftest.hcl", module="//m")\n'}
    )
    assert lint(rule_runner, "m").stdout == ""


def test_a_module_in_the_root_directory_that_a_run_loads(rule_runner: RuleRunner) -> None:
    write(
        rule_runner,
        "",
        BUILD='terraform_module(name="root")\n',
        **{"tests/defaults.tftest.hcl": None},
    )
    load = 'run "a" {\n  module {\n    source = "../"\n  }\n}\n'
    write(rule_runner, "m", **{"tests/a__tftest__hcl": load})
    rule_runner.set_options([])
    target = rule_runner.get_target(Address("", target_name="root"))
    assert lint_targets(rule_runner, target).stdout == ""


def test_several_targets_of_one_directory_are_one_module(rule_runner: RuleRunner) -> None:
    write(
        rule_runner,
        "m",
        outputs__tf='output "o" {\n  value = 1\n}\n',
        BUILD='terraform_module(name="m")\nterraform_module(name="n")\n',
    )
    rule_runner.set_options([])
    targets = (rule_runner.get_target(Address("m", target_name=name)) for name in ("m", "n"))
    result = lint_targets(rule_runner, *targets)
    assert f"1 error in 1 module. {summary()}" in result.stdout


def test_an_edit_lints_its_own_module_anew(
    rule_runner: RuleRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    linted: list[str] = []

    def recorded(module, settings):  # type: ignore[no-untyped-def]
        linted.append(module.directory)
        return original(module, settings)

    original = run.lint
    monkeypatch.setattr(run, "lint", recorded)
    for directory in ("a", "b", "c"):
        write(rule_runner, directory)
    lint(rule_runner, "a", "b", "c")
    assert sorted(linted) == ["a", "b", "c"]

    linted.clear()
    lint(rule_runner, "a", "b", "c")
    assert linted == []

    rule_runner.write_files({"b/main.tf": GOOD["main.tf"] + "locals {\n  unused = 1\n}\n"})
    assert "b/main.tf:5:3" in lint(rule_runner, "a", "b", "c").stdout
    # A second time since a test of another module might use the local value.
    assert linted == ["b", "b"]

    linted.clear()
    rule_runner.write_files({"c/tests/defaults.tftest.hcl": 'run "other" {}\n'})
    lint(rule_runner, "a", "b", "c")
    assert linted == ["c"]


def test_many_modules_have_one_report(rule_runner: RuleRunner) -> None:
    for number in range(6):
        write(rule_runner, f"m{number}", outputs__tf='output "o" {\n  value = 1\n}\n')
    options = ("--findings-sarif", "--lint-batch-size=1", "--lint-only=terraform-rules")
    result = rule_runner.run_goal_rule(Lint, args=["::"], global_args=options)
    assert result.exit_code == 1
    (report,) = Path(rule_runner.build_root, "dist/lint").rglob("*.sarif")
    assert report.parts[-2:] == ("terraform-rules", "terraform-rules.sarif")
    (log,) = json.loads(report.read_text())["runs"]
    assert len(log["results"]) == 6
    for found in log["results"]:
        rule = log["tool"]["driver"]["rules"][found["ruleIndex"]]
        assert rule["id"] == found["ruleId"] == "terraform-output-description"
        assert "`# terrapants:ignore terraform-output-description`" in rule["help"]["text"]


def test_a_module_in_json_syntax_alone(rule_runner: RuleRunner) -> None:
    module = {"variable": {"size": {}}, "resource": {"terraform_data": {"Thing": {}}}}
    rule_runner.write_files(
        {"json/main.tf.json": json.dumps(module, indent=4), "json/BUILD": BUILD["BUILD"]}
    )
    shown = lint(rule_runner, "json").stdout
    for said in (
        'json/main.tf.json:3:9: error: variable "size" has no description',
        'json/main.tf.json:7:13: warning: the name of resource "Thing" is not in snake_case',
        "json/main.tf.json: error: the module has no required_version",
    ):
        assert said in shown
    # Who generates a module needs no files for readers.
    assert "terraform-standard-files" not in shown
