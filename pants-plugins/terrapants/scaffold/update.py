"""Merges templates into generated modules, or says where that is due, for the goal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pants.base.specs import Specs
from pants.engine.console import Console
from pants.engine.fs import SpecsPaths
from pants.engine.rules import Get, MultiGet
from pants.util.strutil import pluralize

from terrapants.findings.user_error import UserError
from terrapants.scaffold.report import content_lines, decision_lines
from terrapants.scaffold.subsystem import GenerateModuleSubsystem
from terrapants.scaffold.updating import (
    Merge,
    MergeRequest,
    TemplateNow,
    UpdateRequest,
    find_modules,
    read_ours,
    read_update,
)
from terrapants.scaffold.writing import write_files


def _read_all(
    root: Path, directories: Iterable[str], timeout: int
) -> tuple[list[UpdateRequest], list[str]]:
    """What can be updated, and what is wrong with the other modules."""
    requests, problems = [], []
    for directory in directories:
        try:
            requests.append(read_update(root, directory, timeout))
        except UserError as error:
            problems.append(str(error))
    return requests, problems


def _report_behind(
    console: Console,
    directories: tuple[str, ...],
    behind: list[TemplateNow],
    problems: list[str],
) -> int:
    for state in behind:
        console.print_stdout(
            f"{state.directory} is behind its template: {', '.join(state.changed)}"
        )
    total = f"{pluralize(len(directories), 'generated module')}, {len(behind)} behind"
    console.print_stdout(f"{total}." if not behind else f"{total}: `--update` merges.")
    return 1 if behind or problems else 0


async def update_modules(
    console: Console, goal: GenerateModuleSubsystem, root: Path, specs: Specs
) -> int:
    # Only here: to resolve the arguments of the command line takes a while.
    paths = await Get(SpecsPaths, Specs, specs)
    directories = find_modules(root, paths.files)
    if not directories:
        console.print_stderr("None of these directories holds a generated module.")
        return 0 if goal.check else 1
    requests, problems = _read_all(root, directories, goal.timeout)
    states = await MultiGet(Get(TemplateNow, UpdateRequest, request) for request in requests)
    problems += [state.problem for state in states if state.problem]
    behind = [(request, state) for request, state in zip(requests, states) if state.changed]
    for problem in problems:
        console.print_stderr(console.red(problem))
    if goal.check:
        return _report_behind(console, directories, [state for _, state in behind], problems)

    code = 1 if problems else 0
    unchanged = [state.directory for state in states if not (state.changed or state.problem)]
    for directory in unchanged:
        for line in decision_lines(directory, ()):
            console.print_stdout(line)
    merges = await MultiGet(
        Get(Merge, MergeRequest, read_ours(root, request, state)) for request, state in behind
    )
    for merge in merges:
        for line in decision_lines(merge.directory, merge.decisions):
            console.print_stdout(line)
        if goal.show:
            for line in content_lines(merge.directory, merge.written):
                console.print_stdout(line)
        if not goal.dry_run:
            write_files(root, merge.directory, merge.written, merge.removed)
    if goal.dry_run:
        console.print_stdout("\nNothing was written: this was `--dry-run`.")
    conflicts = [f"{each.directory}/{file.path}" for each in merges for file in each.conflicts]
    if conflicts:
        console.print_stderr(console.red(f"Resolve the conflicts in {', '.join(conflicts)}."))
    return 1 if conflicts else code
