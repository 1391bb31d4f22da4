"""What the suite changes of Pants itself, where Pants has no option and no plugin for it.

No other module may change a class or a function of Pants. What differs between releases is in
`pants_compat.py`.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Collection, Iterable
from pathlib import PurePath
from typing import Any

from pants.backend.terraform.dependency_inference import InferTerraformModuleDependenciesRequest
from pants.backend.terraform.goals.check import TerraformCheckRequest
from pants.backend.terraform.lint.tffmt.tffmt import TffmtRequest
from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.base.specs import Specs
from pants.core.goals import fix, fmt
from pants.engine.console import Console
from pants.engine.fs import Workspace
from pants.engine.internals.scheduler import ExecutionError
from pants.engine.internals.selectors import Params
from pants.engine.target import Field, FieldSet, MultipleSourcesField
from pants.init import engine_initializer
from pants.init.engine_initializer import GraphSession
from pants.vcs.git import GitWorktree


class _FieldOfNoTarget(Field):
    alias = "_replaced_by_terrapants"


@dataclasses.dataclass(frozen=True)
class _NoTarget(FieldSet):
    required_fields = (_FieldOfNoTarget,)


def switch_off_builtin_module_inference() -> None:
    """Keep the Terraform backend from inferring the dependencies of `terraform_module` targets.

    It parses with python-hcl2 4.3.0, and ends the whole run with a traceback on valid HCL newer
    than that (multi-line ternaries, provider-defined functions). Our own inference
    (`dependency_inference.py`) finds the same modules and more. Pants can neither unregister a rule
    nor switch off this one by an option, so it is made to apply to no target.
    """
    InferTerraformModuleDependenciesRequest.infer_from = _NoTarget  # type: ignore[assignment]


def switch_off_builtin_check_and_fmt() -> None:
    """Keep the Terraform backend's `terraform validate` and `terraform fmt` from running beside
    ours.

    Theirs runs `validate` without `init` (2.17), or without the provider mirrors (later releases).
    `[terraform-validate].skip` and `[terraform-fmt].skip` cannot do this, because they switch off
    ours too: a user has one option for each tool. Nor can a backend that takes the place of Pants'
    own: users need that one for its other targets and goals.
    """
    TerraformCheckRequest.field_set_type = _NoTarget  # type: ignore[assignment]
    TffmtRequest.field_set_type = _NoTarget  # type: ignore[assignment]


def switch_off_builtin_deployment() -> None:
    """Keep the Terraform backend of later releases from deploying beside ours:
    `experimental-deploy` would apply each `terraform_deployment` twice.

    Theirs applies what it has just planned, in the order of the addresses.
    """
    try:
        from pants.backend.terraform.goals.deploy import (  # type: ignore[import-not-found]
            DeployTerraformFieldSet,
        )
    except ImportError:  # 2.17
        return
    DeployTerraformFieldSet.required_fields = (_FieldOfNoTarget,)


def list_every_changed_file() -> None:
    """Make `--changed-since` and `--changed-diffspec` see each file that git calls changed.

    Pants asks git for names in a form that loses some, and whatever depends on those is then not
    selected: the old name of a file that was renamed (`git mv`), a name with a letter outside of
    ASCII, which git writes in quotes, and in 2.17 a name with a blank.
    """
    GitWorktree.changed_files = _changed_files  # type: ignore[method-assign,assignment]
    GitWorktree.changes_in = _changes_in  # type: ignore[method-assign,assignment]


def _changed_files(
    git: GitWorktree,
    from_commit: str | None = None,
    include_untracked: bool = False,
    relative_to: PurePath | str | None = None,
) -> set[str]:
    below = ("--", str(relative_to or git.worktree))
    diff = ("diff", "--name-only", "--no-renames", "-z")
    found = _git_names(git, relative_to, *diff, "HEAD", *below)
    if from_commit:
        # What changed on this branch since it left the other one.
        found |= _git_names(git, relative_to, *diff, f"{from_commit}...HEAD", *below)
    if include_untracked:
        untracked = ("ls-files", "--other", "--exclude-standard", "--full-name", "-z")
        found |= _git_names(git, relative_to, *untracked, *below)
    return found


def _changes_in(
    git: GitWorktree, diffspec: str, relative_to: PurePath | str | None = None
) -> set[str]:
    listing = ("diff-tree", "--no-commit-id", "--name-only", "--no-renames", "-z", "-r")
    return _git_names(git, relative_to, *listing, diffspec)


def _git_names(git: GitWorktree, relative_to: PurePath | str | None, *arguments: str) -> set[str]:
    """The names that a git command prints, each ended by a zero byte."""
    # A str in 2.17, bytes in later releases.
    output: Any = git._git_binary._invoke_unsandboxed(git._create_git_cmdline(arguments))
    text = output.decode() if isinstance(output, bytes) else output
    base = PurePath(relative_to) if relative_to else git.worktree
    return {git._fix_git_relative_path(name, base) for name in text.split("\0") if name}


_do_fix_of_pants: Any = fix._do_fix
_print_results_of_pants: Any = fix._print_results
_write_files_of_pants: Any = fix._write_files
# The fixers and formatters of the current goal that could not do all of their work. One command at
# a time runs in a process: Pants' daemon lets others wait.
_incomplete: set[str] = set()


def let_fixers_fail() -> None:
    """Make `fix` and `fmt` exit with 1 after `fail_when_done`, and say which tool failed. In Pants
    they never do.

    There, a fixer can only raise an exception, and then nothing is written, in any language.
    """
    fix._do_fix = fmt._do_fix = _do_fix  # type: ignore[attr-defined]
    fix._print_results = _print_results


def fail_when_done(tool_name: str) -> None:
    """Make the `fix` or `fmt` that this tool is part of fail after it has written what it can.

    Whoever calls this has to depend on `RunId`, so that it runs in every run.
    """
    _incomplete.add(tool_name)


async def _do_fix(*arguments: Any, **named: Any) -> Any:
    _incomplete.clear()
    done = await _do_fix_of_pants(*arguments, **named)
    return dataclasses.replace(done, exit_code=1) if _incomplete else done


def _print_results(console: Console, results: Iterable[Any]) -> None:
    every = list(results)
    _print_results_of_pants(console, [each for each in every if each.tool_name not in _incomplete])
    for tool in sorted(_incomplete):
        did_change = any(each.did_change for each in every if each.tool_name == tool)
        done = "made changes, but " if did_change else ""
        console.print_stderr(f"{console.sigil_failed()} {tool} {done}could not do everything.")


def write_changed_batches() -> None:
    """Make `fix` and `fmt` write only the batches of files in which something has changed.

    Pants writes all files that it was asked about as soon as one changes. Its daemon then searches
    the whole graph once for each file that was written.
    """
    fix._write_files = _write_files  # type: ignore[assignment]


async def _write_files(workspace: Workspace, batches: Iterable[Any]) -> None:
    await _write_files_of_pants(workspace, [batch for batch in batches if batch.did_change])


@dataclasses.dataclass(frozen=True)
class GoalRemarksRequest:
    """:param goal: the name of a goal of Pants that is about to run."""

    goal: str


@dataclasses.dataclass(frozen=True)
class GoalRemarks:
    """What is said on standard error after a goal.

    :param is_error: whether the goal must not end with exit code 0.
    """

    sentences: tuple[str, ...] = ()
    is_error: bool = False


_run_goal_rules_of_pants: Any = GraphSession.run_goal_rules
_goals_to_remark_on: Collection[str] = ()


def remark_on_goals(goals: Collection[str]) -> None:
    """Show `GoalRemarks` after each of these goals. There has to be a rule and a query for them.

    A goal of Pants that finds no target for any of its tools asks no plugin anything.
    """
    global _goals_to_remark_on
    _goals_to_remark_on = goals
    GraphSession.run_goal_rules = _run_goal_rules  # type: ignore[assignment]


def _run_goal_rules(
    session: GraphSession, *, goals: Iterable[str], specs: Specs, **named: Any
) -> int:
    for goal in goals:
        # Before it runs, since `fix` changes files.
        remarks = _remarks(session, goal, specs) if goal in _goals_to_remark_on else GoalRemarks()
        exit_code = int(_run_goal_rules_of_pants(session, goals=(goal,), specs=specs, **named))
        for sentence in remarks.sentences:
            session.console.print_stderr(session.console.yellow(sentence))
        session.console.flush()
        if exit_code or remarks.is_error:
            return exit_code or 1
    return 0


def _remarks(session: GraphSession, goal: str, specs: Specs) -> GoalRemarks:
    scheduler = session.scheduler_session
    # Imported there from where it is in each release.
    environment = engine_initializer.determine_bootstrap_environment(scheduler)  # type: ignore[attr-defined]
    params: Any = Params(GoalRemarksRequest(goal), specs, environment)
    # A list of them before 2.31.
    takes_list = "subjects" in inspect.signature(scheduler.product_request).parameters
    try:
        (remarks,) = scheduler.product_request(GoalRemarks, [params] if takes_list else params)
    except ExecutionError:
        # The goal meets the same error, and says so.
        return GoalRemarks()
    return remarks  # type: ignore[no-any-return]


def let_modules_own_json_syntax() -> None:
    """Make `*.tf.json` files part of their `terraform_module`.

    Pants leaves them out. Then a module in JSON syntax alone has no target, or one without files,
    and no goal works on it. A target type of ours would not do: other backends, and the BUILD files
    of users, have `terraform_module`.
    """
    field: type[MultipleSourcesField] = TerraformModuleSourcesField
    field.default = ("*.tf", "*.tf.json")
    # Pants compares only what follows the last dot.
    field.expected_file_extensions = (".tf", ".json")
