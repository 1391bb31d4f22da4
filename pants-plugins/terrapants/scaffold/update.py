"""`--update` and `--check`: whether generated modules are behind their templates, and the merge."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pants.base.specs import Specs
from pants.engine.console import Console
from pants.engine.fs import CreateDigest, Digest, FileContent, SpecsPaths, Workspace
from pants.engine.rules import Get, MultiGet
from pants.util.strutil import pluralize

from terrapants.findings.user_error import UserError
from terrapants.scaffold.answers import recorded_answers
from terrapants.scaffold.generated_module import (
    GeneratedModule,
    find_modules,
    read_files,
    read_module,
)
from terrapants.scaffold.merge_plan import (
    Decision,
    LineMerge,
    Outcome,
    has_conflict_markers,
    plan_merge,
)
from terrapants.scaffold.record import Record
from terrapants.scaffold.rendering import Rendered, RenderRequest
from terrapants.scaffold.report import content_lines, decision_lines
from terrapants.scaffold.subsystem import GenerateModuleSubsystem
from terrapants.scaffold.writing import write_files


@dataclass(frozen=True)
class OutdatedModule:
    """A generated module, what its template renders to now, and the paths that differ."""

    module: GeneratedModule
    rendered: Rendered
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Update:
    """The decisions for the files of a module, and its new record."""

    directory: str
    decisions: tuple[Decision, ...]
    record: FileContent

    @property
    def conflicts(self) -> tuple[str, ...]:
        return self._paths(Outcome.CONFLICT)

    @property
    def written(self) -> tuple[FileContent, ...]:
        return (*(each.content for each in self.decisions if each.content), self.record)

    @property
    def removed(self) -> tuple[str, ...]:
        return self._paths(Outcome.REMOVED)

    def _paths(self, outcome: Outcome) -> tuple[str, ...]:
        return tuple(each.path for each in self.decisions if each.outcome == outcome)


def _read_modules(
    root: Path, directories: Iterable[str]
) -> tuple[list[GeneratedModule], list[str]]:
    """The modules that can be updated, and the problems of the others."""
    modules, problems = [], []
    for directory in directories:
        try:
            modules.append(read_module(root, directory))
        except UserError as error:
            problems.append(str(error))
    return modules, problems


def _changed_files(module: GeneratedModule, rendered: Rendered) -> tuple[str, ...]:
    changed = set(module.record.files) ^ set(rendered.files)
    return tuple(sorted({file.path for file in changed}))


def _plan(root: Path, outdated: OutdatedModule) -> tuple[Decision | LineMerge, ...]:
    """:raises UserError: for a file with the conflict markers of an earlier merge."""
    module = outdated.module
    ours = read_files(root, module.directory, outdated.changed)
    steps = plan_merge(module.record.files, outdated.rendered.files, ours)
    for step in steps:
        if (
            isinstance(step, LineMerge)
            and has_conflict_markers(step.ours)
            and not has_conflict_markers(step.base)
        ):
            raise UserError(
                f"{module.directory}/{step.path} still has the conflict markers of an earlier "
                "update: resolve them first."
            )
    return steps


async def _merge(root: Path, outdated: list[OutdatedModule]) -> list[Update]:
    plans = [_plan(root, each) for each in outdated]
    line_merges = [step for steps in plans for step in steps if isinstance(step, LineMerge)]
    merged = await MultiGet(Get(Decision, LineMerge, each) for each in line_merges)
    results = dict(zip(line_merges, merged))
    updates = []
    for each, steps in zip(outdated, plans):
        variables = json.loads(each.rendered.variables)
        record = Record(each.module.template.path, variables, each.rendered.files)
        decisions = (results[step] if isinstance(step, LineMerge) else step for step in steps)
        updates.append(Update(each.module.directory, tuple(decisions), record.to_file()))
    return updates


def _report_outdated(console: Console, total: int, outdated: list[OutdatedModule]) -> None:
    for each in outdated:
        changed = ", ".join(each.changed)
        console.print_stdout(f"{each.module.directory} is behind its template: {changed}")
    summary = f"{pluralize(total, 'generated module')}, {len(outdated)} behind"
    console.print_stdout(f"{summary}: `--update` merges." if outdated else f"{summary}.")


async def update_modules(
    console: Console,
    workspace: Workspace,
    goal: GenerateModuleSubsystem,
    root: Path,
    specs: Specs,
) -> int:
    # Requested here and not by the goal rule: resolving the command line's specs takes a while.
    paths = await Get(SpecsPaths, Specs, specs)
    directories = find_modules(root, paths.files)
    if not directories:
        console.print_stderr("None of these directories contains a generated module.")
        return 0 if goal.check else 1
    modules, problems = _read_modules(root, directories)
    renderings = await MultiGet(
        Get(
            Rendered,
            RenderRequest,
            RenderRequest.of(
                module.template,
                recorded_answers(module.template, module.record.variables),
                goal.timeout,
            ),
        )
        for module in modules
    )
    outdated = []
    up_to_date = []
    for module, rendered in zip(modules, renderings):
        if rendered.problem:
            # One broken template does not hide the state of the other modules.
            problems.append(rendered.problem)
        elif changed := _changed_files(module, rendered):
            outdated.append(OutdatedModule(module, rendered, changed))
        else:
            up_to_date.append(module.directory)
    for problem in problems:
        console.print_stderr(console.red(problem))
    if goal.check:
        _report_outdated(console, len(directories), outdated)
        return 1 if outdated or problems else 0

    for directory in up_to_date:
        for line in decision_lines(directory, ()):
            console.print_stdout(line)
    updates = await _merge(root, outdated)
    for update in updates:
        for line in decision_lines(update.directory, update.decisions):
            console.print_stdout(line)
        if goal.show:
            for line in content_lines(update.directory, update.written):
                console.print_stdout(line)
        if not goal.dry_run:
            digest = await Get(Digest, CreateDigest(update.written))
            write_files(workspace, root, update.directory, digest, update.removed)
    if goal.dry_run:
        console.print_stdout("\nNothing was written: this was `--dry-run`.")
    conflicts = [f"{each.directory}/{path}" for each in updates for path in each.conflicts]
    if conflicts:
        console.print_stderr(console.red(f"Resolve the conflicts in {', '.join(conflicts)}."))
    return 1 if conflicts or problems else 0
