"""Everything that depends on the release of Pants. The suite runs on 2.17 and later releases.

No other module may ask for the release, change a class of Pants, or touch an API that differs
between releases.
"""

from __future__ import annotations

import dataclasses
import inspect
import os
from collections.abc import Collection, Iterable
from pathlib import PurePath
from typing import Any

from pants.backend.terraform import target_types as builtin_target_types
from pants.backend.terraform.dependency_inference import InferTerraformModuleDependenciesRequest
from pants.backend.terraform.goals import check
from pants.backend.terraform.goals.check import TerraformCheckRequest
from pants.backend.terraform.lint.tffmt.tffmt import TffmtRequest
from pants.backend.terraform.target_types import (
    TerraformModuleSourcesField,
    TerraformModuleTarget,
)
from pants.backend.terraform.tool import TerraformTool
from pants.base.specs import Specs
from pants.core.goals import fix, fmt
from pants.core.goals.fix import AbstractFixRequest
from pants.core.goals.lint import AbstractLintRequest
from pants.core.goals.test import ShowOutput, TestResult, TestSubsystem
from pants.core.util_rules import system_binaries
from pants.engine.addresses import Address
from pants.engine.console import Console
from pants.engine.fs import FileDigest, Snapshot
from pants.engine.internals.selectors import Params
from pants.engine.internals.target_adaptor import TargetAdaptor
from pants.engine.process import (
    FallibleProcessResult,
    InteractiveProcess,
    InteractiveProcessResult,
    Process,
    ProcessCacheScope,
    ProcessResultMetadata,
)
from pants.engine.rules import Effect, Get, Rule, collect_rules, rule
from pants.engine.target import BoolField, Field, FieldSet, MultipleSourcesField
from pants.engine.unions import UnionRule
from pants.init import engine_initializer
from pants.init.engine_initializer import GraphSession
from pants.vcs.git import GitWorktree

try:
    from pants.option.global_options import UnmatchedBuildFileGlobs as UnmatchedBuildFileGlobs
except ImportError:  # 2.29 and later
    from pants.option.bootstrap_options import (  # type: ignore[import-not-found, no-redef]
        UnmatchedBuildFileGlobs as UnmatchedBuildFileGlobs,
    )

try:
    from pants.engine.intrinsics import (  # type: ignore[import-not-found]
        run_interactive_process,
    )
except ImportError:  # 2.17
    run_interactive_process = None

_TEST_RESULT_FIELDS = frozenset(field.name for field in dataclasses.fields(TestResult))


class _FieldOfNoTarget(Field):
    alias = "_replaced_by_terrapants"


@dataclasses.dataclass(frozen=True)
class _NoTarget(FieldSet):
    required_fields = (_FieldOfNoTarget,)


class _RootModuleFieldOfNoTarget(Field):
    alias = "_root_module"


# Targets of the Terraform backend that 2.17 does not have: `terraform_deployment`, of which this is
# a field, those of lock files, and those of files that a deployment names on the command line.
TerraformRootModuleField: type[Field] = getattr(
    builtin_target_types, "TerraformRootModuleField", _RootModuleFieldOfNoTarget
)
HAS_LOCK_FILE_TARGETS = hasattr(builtin_target_types, "TerraformLockfileTarget")
DEPLOYMENT_FILES = (
    ("*.tfvars", "*.tfbackend") if hasattr(builtin_target_types, "TerraformVarFileTarget") else ()
)


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


@dataclasses.dataclass(frozen=True)
class GoalRemarksRequest:
    """:param goal: the name of a goal of Pants that has run."""

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
    """Ask for `GoalRemarks` after each of these goals. There has to be a rule and a query for them.

    A goal of Pants that finds no target for any of its tools asks no plugin anything.
    """
    global _goals_to_remark_on
    _goals_to_remark_on = goals
    GraphSession.run_goal_rules = _run_goal_rules  # type: ignore[assignment]


def _run_goal_rules(
    session: GraphSession, *, goals: Iterable[str], specs: Specs, **named: Any
) -> int:
    for goal in goals:
        exit_code = int(_run_goal_rules_of_pants(session, goals=(goal,), specs=specs, **named))
        if goal in _goals_to_remark_on:
            # Also after a failure, which may be of another language.
            remarked = _remark(session, goal, specs)
            exit_code = exit_code or remarked
        if exit_code:
            return exit_code
    return 0


def _remark(session: GraphSession, goal: str, specs: Specs) -> int:
    scheduler = session.scheduler_session
    # Imported there from where it is in each release.
    environment = engine_initializer.determine_bootstrap_environment(scheduler)  # type: ignore[attr-defined]
    params: Any = Params(GoalRemarksRequest(goal), specs, environment)
    # A list of them before 2.31.
    takes_list = "subjects" in inspect.signature(scheduler.product_request).parameters
    (remarks,) = scheduler.product_request(GoalRemarks, [params] if takes_list else params)
    for sentence in remarks.sentences:
        session.console.print_stderr(session.console.yellow(sentence))
    session.console.flush()
    return int(remarks.is_error)


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


class _SkipTerraformValidateField(BoolField):
    alias = "skip_terraform_validate"
    default = False
    help = "If true, don't run `terraform validate` on this module."


SkipTerraformValidateField: type[BoolField] = getattr(
    check, "SkipTerraformValidateField", _SkipTerraformValidateField
)


def skip_terraform_validate_rules() -> Iterable[UnionRule]:
    """Give `terraform_module` the field; in later releases the Terraform backend does that."""
    if SkipTerraformValidateField is _SkipTerraformValidateField:
        yield TerraformModuleTarget.register_plugin_field(SkipTerraformValidateField)


@dataclasses.dataclass(frozen=True)
class SystemSearchPath:
    """The `PATH` of processes that need tools of the system, such as git."""

    value: str


# `[system-binaries]`, which 2.17 does not have: there the paths are fixed.
_SystemBinaries = getattr(system_binaries, "SystemBinariesSubsystem", None)

if _SystemBinaries is None:

    @rule
    async def fixed_search_path() -> SystemSearchPath:
        return SystemSearchPath(os.pathsep.join(system_binaries.SEARCH_PATHS))

else:

    @rule
    async def configured_search_path(
        options: _SystemBinaries.EnvironmentAware,  # type: ignore[name-defined]
    ) -> SystemSearchPath:
        return SystemSearchPath(os.pathsep.join(options.system_binary_paths))


def extra_env_vars(tool: TerraformTool) -> tuple[str, ...]:
    """`[download-terraform].extra_env_vars`, which 2.17 does not have."""
    return tuple(getattr(tool, "extra_env_vars", ()))


def unshared(scope: ProcessCacheScope) -> ProcessCacheScope:
    """The scope of a result that must not leave this machine.

    2.17 has none that outlives its daemon.
    """
    if scope != ProcessCacheScope.SUCCESSFUL:
        return scope
    per_restart = ProcessCacheScope.PER_RESTART_SUCCESSFUL
    local: ProcessCacheScope = getattr(ProcessCacheScope, "LOCAL_SUCCESSFUL", per_restart)
    return local


def attempts(test: TestSubsystem) -> int:
    """`[test].attempts_default`, which 2.17 does not have."""
    return int(getattr(test, "attempts_default", 1))


@dataclasses.dataclass(frozen=True)
class ProcessToPass:
    """A process that is run again, up to a number of attempts, as long as it fails."""

    process: Process
    attempts: int


@rule
async def run_process_to_pass(request: ProcessToPass) -> FallibleProcessResult:
    result = await Get(FallibleProcessResult, Process, request.process)
    for attempt in range(1, request.attempts):
        if result.exit_code == 0:
            break
        again = dataclasses.replace(request.process, attempt=attempt)  # type: ignore[call-arg]
        result = await Get(FallibleProcessResult, Process, again)
    return result


if run_interactive_process is not None:

    async def run_in_foreground(process: InteractiveProcess) -> InteractiveProcessResult:
        return await run_interactive_process(process)  # type: ignore[no-any-return]

else:

    async def run_in_foreground(process: InteractiveProcess) -> InteractiveProcessResult:
        return await Effect(InteractiveProcessResult, InteractiveProcess, process)


def test_result(
    *,
    exit_code: int | None,
    stdout: str,
    stdout_digest: FileDigest,
    stderr_digest: FileDigest,
    address: Address,
    output_setting: ShowOutput,
    result_metadata: ProcessResultMetadata | None,
    xml_results: Snapshot | None,
) -> TestResult:
    """A `TestResult` of one target with nothing on standard error.

    2.17 has the output as str, later releases as bytes in other fields.
    """
    output: dict[str, object] = (
        {"stdout_bytes": stdout.encode(), "stderr_bytes": b""}
        if "stdout_bytes" in _TEST_RESULT_FIELDS
        else {"stdout": stdout, "stderr": ""}
    )
    return TestResult(
        exit_code=exit_code,
        stdout_digest=stdout_digest,
        stderr_digest=stderr_digest,
        addresses=(address,),
        output_setting=output_setting,
        result_metadata=result_metadata,
        xml_results=xml_results,
        **output,  # type: ignore[arg-type]
    )


def synthetic_target(type_alias: str, name: str, origin: str, **fields: object) -> TargetAdaptor:
    """A target that is in no BUILD file. Its list values must be tuples in later releases."""
    return TargetAdaptor(type_alias, name, origin, **fields)


def without_lint(fix_request: type[AbstractFixRequest]) -> Iterable[Rule | UnionRule]:
    """The rules of a fixer without those for `lint`, where another request takes its place.

    Later releases have a class variable for this, `enable_lint_rules`.
    """
    bases = (AbstractLintRequest, AbstractLintRequest.Batch)
    return [
        each
        for each in fix_request.rules()
        if not (isinstance(each, UnionRule) and each.union_base in bases)
    ]


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
