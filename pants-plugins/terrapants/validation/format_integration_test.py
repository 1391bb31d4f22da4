"""`terraform fmt` under `fmt` and `lint`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pants.core.goals.fmt import Fmt
from pants.core.goals.lint import Lint, LintResult, Partitions
from pants.engine.rules import QueryRule
from pants.engine.target import AllTargets
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner
from pants.util.docutil import bin_name

from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner
from terrapants.validation.format_lint import TerraformFormatLintRequest
from terrapants.validation.formatted_files import TerraformFormatFieldSet
from terrapants.validation.register import rules, target_types

UGLY = "a=1\n"
PRETTY = "a = 1\n"
UGLY_FILES = ("main.tf", "prod.tfvars", "terraform.tfvars", "t/a.tftest.hcl", "t/b.tfmock.hcl")
MODULE = {"BUILD": "terraform_module()\n"}


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to a directory of its own."""
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Partitions, [TerraformFormatLintRequest.PartitionRequest]),
            QueryRule(LintResult, [TerraformFormatLintRequest.Batch]),
        ],
        target_types(),
    )


def write(rule_runner: RuleRunner, directory: str, files: dict[str, str | bytes]) -> None:
    rule_runner.write_files({f"{directory}/{path}": text for path, text in files.items()})


def fmt(rule_runner: RuleRunner, *specs: str) -> GoalRuleResult:
    return rule_runner.run_goal_rule(Fmt, global_args=terraform_options(), args=specs)


def lint(rule_runner: RuleRunner, spec: str, *options: str) -> GoalRuleResult:
    """What `lint` says without the module rules, which these files are not written for."""
    global_args = (*terraform_options(), "--terraform-rules-skip", *options)
    return rule_runner.run_goal_rule(Lint, global_args=global_args, args=[spec])


def lint_result(rule_runner: RuleRunner, directory: str, *options: str) -> LintResult:
    """What `lint` says of the format of a directory and what is below it."""
    rule_runner.set_options((*terraform_options(), *options))
    field_sets = tuple(
        TerraformFormatFieldSet.create(target)
        for target in rule_runner.request(AllTargets, [])
        if TerraformFormatFieldSet.is_applicable(target)
        and target.address.spec_path.startswith(directory)
    )
    (partition,) = rule_runner.request(
        Partitions, [TerraformFormatLintRequest.PartitionRequest(field_sets)]
    )
    batch = TerraformFormatLintRequest.Batch(
        "terraform-fmt", partition.elements, partition.metadata
    )
    return rule_runner.request(LintResult, [batch])


def read(rule_runner: RuleRunner, path: str) -> str:
    return Path(rule_runner.build_root, path).read_text()


def test_every_file_of_a_module_is_formatted_also_those_that_no_target_owns(
    rule_runner: RuleRunner,
) -> None:
    write(rule_runner, "every/s3", {**MODULE, **dict.fromkeys(UGLY_FILES, UGLY)})
    assert lint(rule_runner, "every::").exit_code == 1

    result = fmt(rule_runner, "every::")

    assert result.exit_code == 0
    assert "terraform-fmt made changes" in result.stderr
    for path in UGLY_FILES:
        assert read(rule_runner, f"every/s3/{path}") == PRETTY
    assert lint(rule_runner, "every::").exit_code == 0
    assert "terraform-fmt made no changes" in fmt(rule_runner, "every::").stderr


def test_other_files_are_left_alone(rule_runner: RuleRunner) -> None:
    others = {
        "a.json": UGLY,
        "b.tf.json": "{}",
        "c.hcl": UGLY,
        ".terraform.lock.hcl": UGLY,
        ".terraform/modules/x/main.tf": UGLY,
    }
    write(rule_runner, "others/s3", {**MODULE, "main.tf": PRETTY, **others})
    # No module is above these.
    write(rule_runner, "others/elsewhere", {"main.tf": UGLY, "BUILD": ""})
    assert lint(rule_runner, "others::").exit_code == 0
    fmt(rule_runner, "others::")
    assert read(rule_runner, "others/elsewhere/main.tf") == UGLY
    assert read(rule_runner, "others/s3/.terraform/modules/x/main.tf") == UGLY


def test_a_module_is_formatted_without_the_modules_below_it(rule_runner: RuleRunner) -> None:
    write(rule_runner, "outer/s3", {**MODULE, "main.tf": UGLY, "files/a.tfvars": UGLY})
    write(rule_runner, "outer/s3/examples/one", {**MODULE, "main.tf": UGLY})
    fmt(rule_runner, "outer/s3:s3")
    assert read(rule_runner, "outer/s3/main.tf") == PRETTY
    assert read(rule_runner, "outer/s3/files/a.tfvars") == PRETTY
    assert read(rule_runner, "outer/s3/examples/one/main.tf") == UGLY


def test_a_file_with_several_owners_is_formatted_once(rule_runner: RuleRunner) -> None:
    owners = (
        "terraform_module()\nterraform_module(name='b')\nfile(name='c', source='prod.tfvars')\n"
    )
    write(rule_runner, "owned", {"BUILD": owners, "main.tf": UGLY, "prod.tfvars": UGLY})
    result = lint_result(rule_runner, "owned")
    assert [line for line in result.stdout.splitlines() if "error:" in line] == [
        f"owned/{path}:1: error: not formatted; run `{bin_name()} fmt owned/{path}` [terraform-fmt]"
        for path in ("main.tf", "prod.tfvars")
    ]
    assert fmt(rule_runner, "owned::").exit_code == 0
    assert read(rule_runner, "owned/prod.tfvars") == PRETTY


def test_lint_shows_the_diff_and_what_to_run(rule_runner: RuleRunner) -> None:
    write(rule_runner, "shown/a b", {**MODULE, "the main.tf": UGLY, "z.tf": PRETTY})
    result = lint_result(rule_runner, "shown")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        (
            "shown/a b/the main.tf:1: error: not formatted; "
            f"run `{bin_name()} fmt 'shown/a b/the main.tf'` [terraform-fmt]"
        ),
        "--- a/shown/a b/the main.tf",
        "+++ b/shown/a b/the main.tf",
        "@@ -1 +1 @@",
        "-a=1",
        "+a = 1",
    ]


def test_what_cannot_be_parsed_is_said_and_the_others_are_formatted(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    broken: dict[str, str | bytes] = {
        "bad.tf": "x = {\n",
        "latin.tf": 'y = "caf\xe9"\n'.encode("latin-1"),
    }
    write(rule_runner, "broken", {**MODULE, "main.tf": UGLY, **broken})
    result = lint_result(rule_runner, "broken")
    assert result.exit_code == 1
    said = result.stdout
    assert "broken/bad.tf:2: error: " in said
    assert "broken/latin.tf:1: error: Invalid character encoding [terraform-fmt]" in said
    assert "+a = 1" in said

    done = fmt(rule_runner, "broken::")
    assert done.exit_code == 1
    assert done.stderr.strip() == "✕ terraform-fmt made changes, but could not do everything."
    assert read(rule_runner, "broken/main.tf") == PRETTY
    assert read(rule_runner, "broken/bad.tf") == "x = {\n"
    left = "terraform-fmt left these files as they are:\nbroken/bad.tf:2: error:"
    assert left in caplog.text

    # It is said again as long as it is so, and no longer.
    caplog.clear()
    again = fmt(rule_runner, "broken::")
    assert again.exit_code == 1
    assert again.stderr.strip() == "✕ terraform-fmt could not do everything."
    assert caplog.text.count(left) == 1
    write(rule_runner, "broken", {"bad.tf": PRETTY})
    caplog.clear()
    fmt(rule_runner, "broken::")
    assert "bad.tf" not in caplog.text
    assert "broken/latin.tf:1: error: Invalid character encoding" in caplog.text
    write(rule_runner, "broken", {"latin.tf": PRETTY})
    caplog.clear()
    assert fmt(rule_runner, "broken::").exit_code == 0
    assert caplog.text == ""


def test_a_module_can_opt_out(rule_runner: RuleRunner) -> None:
    skipped = {"BUILD": "terraform_module(skip_terraform_fmt=True)\n", "main.tf": UGLY}
    # The last is in a target of its own, found by reading the modules.
    write(rule_runner, "skipped", {**skipped, "prod.tfvars": UGLY, "terraform.tfvars": UGLY})
    assert lint(rule_runner, "skipped::").exit_code == 0
    fmt(rule_runner, "skipped::")
    assert read(rule_runner, "skipped/terraform.tfvars") == UGLY


@pytest.mark.parametrize("option", ["--terraform-fmt-skip", "--lint-skip-formatters"])
def test_it_can_be_switched_off(rule_runner: RuleRunner, option: str) -> None:
    write(rule_runner, "off", {**MODULE, "main.tf": UGLY})
    assert lint(rule_runner, "off::", option).exit_code == 0


def test_many_files_have_one_result_and_one_report(rule_runner: RuleRunner) -> None:
    for number in range(12):
        write(rule_runner, f"many/m{number}", {**MODULE, "main.tf": PRETTY + UGLY})
    options = ("--findings-sarif", "--lint-batch-size=2", "--fmt-batch-size=2")
    result = lint(rule_runner, "many::", *options)
    assert result.exit_code == 1
    (report,) = Path(rule_runner.build_root, "dist/lint").rglob("*.sarif")
    assert report.parts[-2:] == ("terraform-fmt", "terraform-fmt.sarif")
    (run,) = json.loads(report.read_text())["runs"]
    assert run["tool"]["driver"]["name"] == "terraform fmt"
    assert {found["ruleId"] for found in run["results"]} == {"terraform-fmt"}
    places = [found["locations"][0]["physicalLocation"] for found in run["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {
        f"many/m{number}/main.tf" for number in range(12)
    }
    assert {place["region"]["startLine"] for place in places} == {2}
