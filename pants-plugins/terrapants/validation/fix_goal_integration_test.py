from __future__ import annotations

import os
from pathlib import Path

import pytest
from pants.core.goals.fix import Fix
from pants.core.goals.lint import Lint
from pants.testutil.rule_runner import RuleRunner

from terrapants.testutil.terraform_rule_runner import terraform_options
from terrapants.validation.testutil import check_result, check_rule_runner

BUILD = "terraform_module()\n"
OLD = """\
// The module.
variable "names" {
  description = "Names."
  type        = map(string)
}

variable "size" {
  description = "Size."
  default     = 1
}

locals {
  # terrapants:ignore terraform-deprecated-lookup as an example
  kept = lookup(var.names, "a")
  one  = "${lookup(var.names, "b")}"
  two  = [var.names].0
}

output "all" {
  value = [local.kept, local.one, local.two, var.size]
}
"""
NEW = """\
# The module.
variable "names" {
  description = "Names."
  type        = map(string)
}

variable "size" {
  description = "Size."
  type        = number
  default     = 1
}

locals {
  # terrapants:ignore terraform-deprecated-lookup as an example
  kept = lookup(var.names, "a")
  one  = var.names["b"]
  two  = [var.names][0]
}

output "all" {
  value = [local.kept, local.one, local.two, var.size]
}
"""


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    return check_rule_runner()


def fix(rule_runner: RuleRunner, *arguments: str, exit_code: int = 0) -> str:
    options = terraform_options()
    result = rule_runner.run_goal_rule(Fix, global_args=options, args=arguments)
    assert result.exit_code == exit_code
    return result.stderr


def test_what_is_certain_is_fixed_once(rule_runner: RuleRunner) -> None:
    broken = 'variable "x" {\n'
    rule_runner.write_files(
        {
            "m/BUILD": BUILD,
            "m/main.tf": OLD,
            "m/main.tf.json": "{}",
            "broken/BUILD": BUILD,
            "broken/main.tf": broken,
        }
    )
    # A file that cannot be formatted fails it, once the others are written.
    said = fix(rule_runner, "m", "broken", exit_code=1)
    assert "+ terraform-rules made changes." in said
    assert rule_runner.read_file("m/main.tf") == NEW
    assert rule_runner.read_file("broken/main.tf") == broken
    assert check_result(rule_runner, "m").exit_code == 0
    # A second time there is nothing to do.
    assert "terraform-rules" not in fix(rule_runner, "m")
    # `lint` reports it by itself, once.
    linted = rule_runner.run_goal_rule(Lint, global_args=terraform_options(), args=["m"])
    assert linted.stderr.count("terraform-rules") == 1


def test_what_no_rule_reports_is_left_alone(rule_runner: RuleRunner) -> None:
    levels = "{'terraform-comment-syntax': 'off', 'terraform-deprecated-index': 'warning'}"
    text = "// c\nlocals {\n  a = local.b.0\n}\n"
    rule_runner.write_files(
        {"off/BUILD": f"terraform_module(rule_levels={levels})\n", "off/main.tf": text}
    )
    fix(rule_runner, "off")
    assert rule_runner.read_file("off/main.tf") == text.replace(".0", "[0]")
    rule_runner.write_files({"off/main.tf": text})
    fix(rule_runner, "--terraform-rules-skip", "off")
    assert rule_runner.read_file("off/main.tf") == text


def test_only_batches_with_a_change_are_written(rule_runner: RuleRunner) -> None:
    """Pants itself writes every file once one changes, and then looks at each of them again."""
    text = "locals {\n  a = 1\n}\n"
    files = {f"many/{number:02}.tf": text.replace("a", f"a{number}") for number in range(40)}
    changed = "many/20.tf"
    files[changed] = files[changed].replace(" = ", "=")
    rule_runner.write_files({"many/BUILD": BUILD, **files})
    root = Path(rule_runner.build_root)
    for path in files:
        os.utime(root / path, (0, 0))
    assert "terraform-fmt made changes" in fix(rule_runner, "--fix-batch-size=1", "many:")
    written = {path for path in files if (root / path).stat().st_mtime}
    # A batch of Pants has up to four times as many files as the option says.
    assert changed in written
    assert len(written) <= 4
    assert (root / changed).read_text() == text.replace("a", "a20")
