"""`--update` and `--check`: whether generated modules are behind their templates, and the merge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pants.base.specs import Specs
from pants.engine.console import Console
from pants.engine.fs import CreateDigest, Digest, FileContent, SpecsPaths, Workspace
from pants.engine.rules import Get, MultiGet
from pants.util.docutil import bin_name
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
from terrapants.scaffold.record import RECORD_FILE, Record
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
            module = read_module(root, directory)
            _refuse_unresolved(root, module)
            modules.append(module)
        except UserError as error:
            problems.append(str(error))
    return modules, problems


def _changed_files(module: GeneratedModule, rendered: Rendered) -> tuple[str, ...]:
    changed = set(module.record.files) ^ set(rendered.files)
    return tuple(sorted({file.path for file in changed}))


def _refuse_unresolved(root: Path, module: GeneratedModule) -> None:
    """:raises UserError: for a file with the conflict markers of an earlier update."""
    generated = {file.path: file.content for file in module.record.files}
    unresolved = [
        f"{module.directory}/{path}"
        for path in generated
        if not has_conflict_markers(generated[path])
        and has_conflict_markers(_content(root / module.directory / path))
    ]
    if unresolved:
        raise UserError(
            f"{', '.join(unresolved)} still {'has' if len(unresolved) == 1 else 'have'} the "
            "conflict markers of an earlier update: resolve them first."
        )


def _content(file: Path) -> bytes:
    """What is in a file, nothing where there is no such file or it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _plans(
    root: Path, outdated: Iterable[OutdatedModule], problems: list[str]
) -> Iterator[tuple[OutdatedModule, tuple[Decision | LineMerge, ...]]]:
    """The steps for each module; one whose files cannot be merged is named in `problems`."""
    for each in outdated:
        module = each.module
        try:
            ours = read_files(root, module.directory, each.changed)
        except UserError as error:
            problems.append(str(error))
        else:
            yield each, plan_merge(module.record.files, each.rendered.files, ours)


async def _merge(
    plans: list[tuple[OutdatedModule, tuple[Decision | LineMerge, ...]]],
) -> list[Update]:
    line_merges = [step for _, steps in plans for step in steps if isinstance(step, LineMerge)]
    merged = await MultiGet(Get(Decision, LineMerge, each) for each in line_merges)
    results = dict(zip(line_merges, merged))
    updates = []
    for each, steps in plans:
        variables = json.loads(each.rendered.variables)
        record = Record(each.module.template.path, variables, each.rendered.files)
        decisions = (results[step] if isinstance(step, LineMerge) else step for step in steps)
        updates.append(Update(each.module.directory, tuple(decisions), record.to_file()))
    return updates


def _report_outdated(
    console: Console, total: int, outdated: list[OutdatedModule], unchecked: int
) -> None:
    for each in outdated:
        changed = ", ".join(each.changed)
        console.print_stdout(f"{each.module.directory} is behind its template: {changed}")
    summary = f"{pluralize(total, 'generated module')}, {len(outdated)} behind"
    if unchecked:
        summary += f", {unchecked} not checked because of the errors above"
    console.print_stdout(f"{summary}: `--update` merges." if outdated else f"{summary}.")


def _is_about_everything(specs: Specs) -> bool:
    return any(not spec.directory for spec in specs.includes.recursive_globs)


def _report_none(console: Console, goal: GenerateModuleSubsystem, specs: Specs) -> int:
    """Says that there is nothing to do: an error where a person named what has no such module."""
    if specs.includes.from_change_detection:
        console.print_stderr("No generated module has changed.")
        return 0
    if _is_about_everything(specs):
        console.print_stderr("This repository contains no generated module.")
        return 0 if goal.check else 1
    console.print_stderr(
        console.red(
            "0 generated modules: none of these files and directories is in a generated module, "
            f"which is a directory with {RECORD_FILE}. `::` means all of them, as in "
            f"`{bin_name()} generate-module {'--check' if goal.check else '--update'} ::`."
        )
    )
    return 1


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
        return _report_none(console, goal, specs)
    modules, problems = _read_modules(root, directories)
    renderings = await MultiGet(
        Get(
            Rendered,
            RenderRequest,
            RenderRequest.of(
                module.template,
                recorded_answers(module.template, module.record.variables),
                goal.seconds,
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
    plans = [] if goal.check else list(_plans(root, outdated, problems))
    for problem in problems:
        console.print_stderr(console.red(problem))
    if goal.check:
        _report_outdated(console, len(directories), outdated, len(problems))
        return 1 if outdated or problems else 0

    for directory in up_to_date:
        for line in decision_lines(directory, ()):
            console.print_stdout(line)
    updates = await _merge(plans)
    written = []
    for update in updates:
        for line in decision_lines(update.directory, update.decisions):
            console.print_stdout(line)
        if goal.show:
            for line in content_lines(update.directory, update.written):
                console.print_stdout(line)
        if not goal.dry_run:
            digest = await Get(Digest, CreateDigest(update.written))
            try:
                write_files(workspace, root, update.directory, digest, update.removed)
            except UserError as error:
                problems.append(str(error))
                console.print_stderr(console.red(str(error)))
                continue
        written.append(update)
    if goal.dry_run:
        console.print_stdout("\nNothing was written: this was `--dry-run`.")
    conflicts = [f"{each.directory}/{path}" for each in written for path in each.conflicts]
    if conflicts:
        console.print_stderr(console.red(f"Resolve the conflicts in {', '.join(conflicts)}."))
    return 1 if conflicts or problems else 0
