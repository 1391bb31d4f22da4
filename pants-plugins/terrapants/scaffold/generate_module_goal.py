"""The goal `generate-module`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pants.base.build_environment import get_buildroot
from pants.base.specs import Specs
from pants.engine.console import Console
from pants.engine.fs import Workspace
from pants.engine.goal import Goal
from pants.engine.rules import Rule, collect_rules, goal_rule
from pants.engine.unions import UnionRule

from terrapants.findings.user_error import UserError
from terrapants.scaffold.generate import generate
from terrapants.scaffold.report import kind_lines
from terrapants.scaffold.subsystem import GenerateModuleSubsystem
from terrapants.scaffold.template import find_kinds, read_template
from terrapants.scaffold.update import update_modules


class GenerateModule(Goal):
    subsystem_cls = GenerateModuleSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


def _refuse_contradictions(goal: GenerateModuleSubsystem, specs: Specs) -> None:
    if goal.kind and goal.kind_from:
        raise UserError("`--kind` and `--kind-from` both name a template: use only one of them.")
    if goal.show and not goal.dry_run:
        raise UserError("`--show` shows what `--dry-run` would write: use both.")
    of_modules = goal.update or goal.check
    if of_modules and not specs:
        raise UserError(
            "Specify the modules: `::` means all of them, as in `./pants generate-module "
            f"{'--check' if goal.check else '--update'} ::`."
        )
    if specs and not of_modules:
        raise UserError(
            "Directories and targets are for `--update` and `--check`: specify what to generate "
            "with `--kind` and `--name`, and where with `--output-dir`."
        )
    if of_modules and (goal.kind or goal.kind_from or goal.module_name or goal.settings):
        raise UserError(
            "`--update` and `--check` take the template and its variables from the modules: omit "
            "`--kind`, `--kind-from`, `--name` and `--set`."
        )


def _list_kinds(console: Console, goal: GenerateModuleSubsystem, root: Path) -> None:
    kinds = find_kinds(root, goal.templates)
    if not kinds:
        raise UserError(f"There are no templates in {', '.join(goal.templates)}.")
    for number, path in enumerate(kinds.values()):
        if number:
            console.print_stdout("")
        for line in kind_lines(read_template(root, path)):
            console.print_stdout(line)


@goal_rule
async def generate_module(
    console: Console, workspace: Workspace, goal: GenerateModuleSubsystem, specs: Specs
) -> GenerateModule:
    root = Path(get_buildroot())
    try:
        _refuse_contradictions(goal, specs)
        if goal.list_kinds:
            _list_kinds(console, goal, root)
            return GenerateModule(exit_code=0)
        if goal.update or goal.check:
            return GenerateModule(await update_modules(console, workspace, goal, root, specs))
        return GenerateModule(await generate(console, workspace, goal, root))
    except UserError as error:
        console.print_stderr(console.red(str(error)))
        return GenerateModule(exit_code=1)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
