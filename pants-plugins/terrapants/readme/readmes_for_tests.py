"""A repository of modules for tests, and the goals run on it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pants.core.goals.check import Check, CheckResults
from pants.core.goals.fix import Fix
from pants.core.goals.lint import Lint, LintResult
from pants.engine.rules import QueryRule, Rule
from pants.engine.target import AllTargets
from pants.engine.unions import UnionRule
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.readme.documented_modules import ModuleReadmeFieldSet
from terrapants.readme.goals import CheckReadmesRequest, LintReadmesRequest, ReadmesToLint
from terrapants.readme.index_goals import CheckIndexRequest, LintIndexRequest, ModuleIndexFieldSet
from terrapants.readme.register import rules, target_types
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner

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
_RULE = re.compile(r": error: .* \[([a-z-]+)\]$", re.MULTILINE)
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


def module(directory: str = "a", **files: str) -> dict[str, str]:
    """A module with one input and one output, and further files by name (`README_md`)."""
    named = {name.replace("_md", ".md").replace("_tf", ".tf"): text for name, text in files.items()}
    contents = {"BUILD": "terraform_module()\n", "variables.tf": VARIABLES, "outputs.tf": OUTPUTS}
    return {f"{directory}/{name}": text for name, text in {**contents, **named}.items()}


def readme_rule_runner(*further_rules: Rule | UnionRule) -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            *further_rules,
            QueryRule(AllTargets, []),
            QueryRule(CheckResults, [CheckReadmesRequest]),
            QueryRule(CheckResults, [CheckIndexRequest]),
            QueryRule(LintResult, [LintReadmesRequest.Batch]),
            QueryRule(LintResult, [LintIndexRequest.Batch]),
        ],
        target_types(),
    )


def set_options(runner: RuleRunner, *options: str) -> None:
    """Options of a goal; without an index, unless they ask for one."""
    runner.set_options([*_index(options), *options])


def write(runner: RuleRunner, files: Mapping[str, str | bytes]) -> None:
    runner.write_files(dict(files))


def read_bytes(runner: RuleRunner, path: str) -> bytes:
    return Path(runner.build_root, path).read_bytes()


def exists(runner: RuleRunner, path: str) -> bool:
    return os.path.lexists(Path(runner.build_root, path))


def fix(runner: RuleRunner, *arguments: str, options: tuple[str, ...] = ()) -> GoalRuleResult:
    result = runner.run_goal_rule(
        Fix,
        global_args=[*_index(options), *_only("fix"), *options],
        args=arguments or ("::",),
    )
    runner.scheduler.invalidate_all_files()
    return result


def lint_goal(runner: RuleRunner, *options: str) -> GoalRuleResult:
    arguments = [*_index(options), *_only("lint"), *options]
    return runner.run_goal_rule(Lint, global_args=arguments, args=["::"])


def _index(options: Iterable[str]) -> tuple[str, ...]:
    is_set = any(option.startswith("--module-index-path") for option in options)
    return () if is_set else ("--module-index-path=",)


def _only(goal: str) -> tuple[str, ...]:
    """Not `terraform fmt`, which would need Terraform."""
    return (f"--{goal}-only=module-readme", f"--{goal}-only=module-index")


def check(runner: RuleRunner, *options: str) -> tuple[int, str]:
    """The exit code of `check` for READMEs, and what it prints."""
    set_options(runner, *options)
    results = runner.request(CheckResults, [CheckReadmesRequest(_field_sets(runner))])
    return results.exit_code, "\n".join(result.stdout for result in results.results)


def lint(runner: RuleRunner, *options: str) -> tuple[int, str]:
    """The exit code of `lint` for READMEs, and what it prints."""
    set_options(runner, *options)
    readmes = ReadmesToLint(_field_sets(runner))
    result = runner.request(
        LintResult, [LintReadmesRequest.Batch("module-readme", (readmes,), None)]
    )
    return result.exit_code, result.stdout


def sarif_runs(runner: RuleRunner, *options: str) -> dict[str, dict[str, Any]]:
    """What `lint` and `check` write as SARIF: the run by file, relative to `dist/`."""
    arguments = [*_index(options), "--findings-sarif", *options]
    runner.run_goal_rule(Lint, global_args=[*arguments, *_only("lint")], args=["::"])
    runner.run_goal_rule(Check, global_args=[*arguments, *_only("check")], args=["::"])
    dist = Path(runner.build_root, "dist")
    found: dict[str, dict[str, Any]] = {}
    for path in dist.rglob("*.sarif"):
        (found[path.relative_to(dist).as_posix()],) = json.loads(path.read_text())["runs"]
    return found


def broken_rules(text: str) -> list[str]:
    """The rules of the findings in a text, in its order."""
    return _RULE.findall(text)


def check_index(runner: RuleRunner, *options: str) -> tuple[int, str]:
    """The exit code of `check` for the index, and what it prints."""
    runner.set_options(options)
    field_sets = tuple(
        ModuleIndexFieldSet.create(target)
        for target in runner.request(AllTargets, [])
        if ModuleIndexFieldSet.is_applicable(target)
    )
    results = runner.request(CheckResults, [CheckIndexRequest(field_sets)])
    return results.exit_code, "\n".join(result.stdout for result in results.results)


def _field_sets(runner: RuleRunner) -> tuple[ModuleReadmeFieldSet, ...]:
    return tuple(
        ModuleReadmeFieldSet.create(target)
        for target in runner.request(AllTargets, [])
        if ModuleReadmeFieldSet.is_applicable(target)
    )
