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
from pants.util.docutil import bin_name

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
    if goal.update and goal.check:
        raise UserError("`--check` only looks, and `--update` writes: use only one of them.")
    of_modules = goal.update or goal.check
    if of_modules and not specs and not specs.includes.from_change_detection:
        raise UserError(
            f"Specify the modules: `::` means all of them, as in `{bin_name()} generate-module "
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


def _list_kinds(console: Console, goal: GenerateModuleSubsystem, root: Path) -> int:
    """Shows the kinds, those with a broken template as an error."""
    kinds = find_kinds(root, goal.templates)
    if not kinds:
        raise UserError(
            f"There are no templates in {', '.join(goal.templates) or 'no directory'}: "
            "`[generate-module].templates` names the directories that contain them."
        )
    shown, problems = [], []
    for path in kinds.values():
        try:
            shown.append("\n".join(kind_lines(read_template(root, path))))
        except UserError as error:
            problems.append(str(error))
    if shown:
        console.print_stdout("\n\n".join(shown))
    for problem in problems:
        console.print_stderr(console.red(problem))
    return 1 if problems else 0


@goal_rule
async def generate_module(
    console: Console, workspace: Workspace, goal: GenerateModuleSubsystem, specs: Specs
) -> GenerateModule:
    root = Path(get_buildroot())
    try:
        _refuse_contradictions(goal, specs)
        if goal.list_kinds:
            return GenerateModule(_list_kinds(console, goal, root))
        if goal.update or goal.check:
            return GenerateModule(await update_modules(console, workspace, goal, root, specs))
        return GenerateModule(await generate(console, workspace, goal, root))
    except OSError as error:
        # Such as a name that is too long, or a directory that may not be read.
        problem = f"{error.filename}: {error.strerror}." if error.filename else f"{error}."
    except UserError as error:
        problem = str(error)
    console.print_stderr(console.red(problem))
    return GenerateModule(exit_code=1)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
