"""A repository of modules for tests, and the goals run on it."""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pants.core.goals.check import Check, CheckResults
from pants.core.goals.fix import Fix
from pants.core.goals.lint import Lint, LintResult, LintTargetsRequest, Partitions
from pants.engine.rules import QueryRule, Rule
from pants.engine.target import AllTargets, FieldSet
from pants.engine.unions import UnionRule
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.readme.check_goal import CheckReadmesRequest
from terrapants.readme.lint_goal import LintIndexRequest, LintReadmesRequest
from terrapants.readme.register import rules, target_types
from terrapants.readme.targets import ModuleReadmeFieldSet
from terrapants.testutil.terraform_rule_runner import emptied, terraform_rule_runner
from terrapants.testutil.writing_goal import run_writing_goal

INDEX = "--module-index-path=docs/modules.md"
CREATE_INDEX = "--module-index-create"
CREATE_README = "--module-readme-create"
VARIABLES = 'variable "name" {\n  description = "Its name."\n  type        = string\n}\n'
OUTPUTS = 'output "id" {\n  description = "Its id."\n  value       = "x"\n}\n'
PROSE = """\
# Bucket

A bucket that holds what others put into it, and gives it back when they ask.

## Usage

```hcl
module "bucket" {
  source = "../a"

  name = "x"
}
```
"""
TABLES = """\
<!-- BEGIN_TF_DOCS -->
## Requirements

No requirements.

## Providers

No providers.

## Modules

No modules.

## Resources

No resources.

## Inputs

| Name | Description | Type | Default | Required |
| ---- | ----------- | ---- | ------- | :------: |
| <a name="input_name"></a> [name](#input\\_name) | Its name. | `string` | n/a | yes |

## Outputs

| Name | Description |
| ---- | ----------- |
| <a name="output_id"></a> [id](#output\\_id) | Its id. |
<!-- END_TF_DOCS -->"""
README = f"{PROSE}\n{TABLES}\n"
_F = TypeVar("_F", bound=FieldSet)
_RULE = re.compile(r": error: .* \[([a-z-]+)\]$", re.MULTILINE)


def module(directory: str = "a", **files: str) -> dict[str, str]:
    """A module with one input and one output, and further files by name (`README_md`)."""
    named = {name.replace("_md", ".md").replace("_tf", ".tf"): text for name, text in files.items()}
    contents = {"BUILD": "terraform_module()\n", "variables.tf": VARIABLES, "outputs.tf": OUTPUTS}
    return {f"{directory}/{name}": text for name, text in {**contents, **named}.items()}


def readme_rule_runner(*further_rules: Rule | UnionRule) -> RuleRunner:
    """One with an empty build root: that of the test before, which must not use it any longer."""
    return emptied(_shared_rule_runner(further_rules))


@functools.cache
def _shared_rule_runner(further_rules: tuple[Rule | UnionRule, ...]) -> RuleRunner:
    linters = (LintReadmesRequest, LintIndexRequest)
    return terraform_rule_runner(
        [
            *rules(),
            *further_rules,
            QueryRule(AllTargets, []),
            QueryRule(CheckResults, [CheckReadmesRequest]),
            *(QueryRule(Partitions, [linter.PartitionRequest]) for linter in linters),
            *(QueryRule(LintResult, [linter.Batch]) for linter in linters),
        ],
        target_types(),
    )


def set_options(runner: RuleRunner, *options: str) -> None:
    """Options of a goal; without an index, unless they ask for one."""
    runner.set_options(_with_index(options))


def write(runner: RuleRunner, files: Mapping[str, str | bytes]) -> None:
    runner.write_files(dict(files))


def read_bytes(runner: RuleRunner, path: str) -> bytes:
    return Path(runner.build_root, path).read_bytes()


def exists(runner: RuleRunner, path: str) -> bool:
    return os.path.lexists(Path(runner.build_root, path))


def fix(runner: RuleRunner, *arguments: str, options: tuple[str, ...] = ()) -> GoalRuleResult:
    return run_writing_goal(
        runner,
        Fix,
        global_args=[*_with_index(options), *_only("fix", "module-readme", "module-index")],
        args=arguments or ("::",),
    )


def lint_goal(runner: RuleRunner, *options: str) -> GoalRuleResult:
    arguments = [*_with_index(options), *_only("lint", "module-readme", "module-index")]
    return runner.run_goal_rule(Lint, global_args=arguments, args=["::"])


def check_goal(runner: RuleRunner, *options: str) -> GoalRuleResult:
    arguments = [*_with_index(options), *_only("check", "module-readme")]
    return runner.run_goal_rule(Check, global_args=arguments, args=["::"])


def _with_index(options: tuple[str, ...]) -> tuple[str, ...]:
    has_index = any(option.startswith("--module-index-path") for option in options)
    index = () if has_index else ("--module-index-path=",)
    return ("--pants-bin-name=./pants", *index, *options)


def _only(goal: str, *tools: str) -> tuple[str, ...]:
    """Not `terraform fmt`, which would need Terraform."""
    return tuple(f"--{goal}-only={tool}" for tool in tools)


def check(runner: RuleRunner, *options: str) -> tuple[int, str]:
    """The exit code of `check` for READMEs, and what it prints."""
    set_options(runner, *options)
    field_sets = _field_sets(runner, ModuleReadmeFieldSet)
    results = runner.request(CheckResults, [CheckReadmesRequest(field_sets)])
    return results.exit_code, "\n".join(result.stdout for result in results.results)


def lint(
    runner: RuleRunner, *options: str, linter: type[LintTargetsRequest] = LintReadmesRequest
) -> tuple[int, str]:
    """The exit code of `lint` for READMEs, and what it prints."""
    set_options(runner, *options)
    request = linter.PartitionRequest(_field_sets(runner, linter.field_set_type))
    results = [
        runner.request(
            LintResult, [linter.Batch(linter.tool_name, partition.elements, partition.metadata)]
        )
        for partition in runner.request(Partitions, [request])
    ]
    exit_code = max((result.exit_code for result in results), default=0)
    return exit_code, "\n".join(result.stdout for result in results)


def lint_index(runner: RuleRunner, *options: str) -> tuple[int, str]:
    """The exit code of `lint` for the index, and what it prints."""
    return lint(runner, INDEX, *options, linter=LintIndexRequest)


def sarif_runs(runner: RuleRunner, *options: str) -> dict[str, dict[str, Any]]:
    """What `lint` and `check` write as SARIF: the run by file, relative to `dist/`."""
    lint_goal(runner, "--findings-sarif", *options)
    check_goal(runner, "--findings-sarif", *options)
    dist = Path(runner.build_root, "dist")
    found: dict[str, dict[str, Any]] = {}
    for path in dist.rglob("*.sarif"):
        (found[path.relative_to(dist).as_posix()],) = json.loads(path.read_text())["runs"]
    return found


def broken_rules(text: str) -> list[str]:
    """The rules of the findings in a text, in its order."""
    return _RULE.findall(text)


def _field_sets(runner: RuleRunner, field_set_type: type[_F]) -> tuple[_F, ...]:
    return tuple(
        field_set_type.create(target)
        for target in runner.request(AllTargets, [])
        if field_set_type.is_applicable(target)
    )
