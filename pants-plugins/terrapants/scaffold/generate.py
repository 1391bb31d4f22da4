"""Generates a module from a template."""

from __future__ import annotations

import json
import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pants.engine.console import Console
from pants.engine.fs import CreateDigest, Digest, FileContent, Workspace
from pants.engine.rules import Get
from pants.util.docutil import bin_name
from pants.util.strutil import pluralize

from terrapants.findings.user_error import UserError
from terrapants.scaffold.answers import read_settings, read_value
from terrapants.scaffold.naming import ModuleName, shortened
from terrapants.scaffold.questions import ask_for_kind, ask_for_value, confirm, is_terminal
from terrapants.scaffold.record import RECORD_FILE, Record
from terrapants.scaffold.rendering import Rendered, RenderRequest
from terrapants.scaffold.report import content_lines, tree_lines
from terrapants.scaffold.subsystem import GenerateModuleSubsystem
from terrapants.scaffold.template import NAME, Template, find_kinds, path_of_kind, read_template
from terrapants.scaffold.writing import refuse_links_out, write_files

# Stands for the module's directory in a template's next steps, since `--output-dir` may change it.
_DIRECTORY = "<directory>"


@dataclass(frozen=True)
class NewModule:
    """The files to write to `directory`, which is relative to the build root."""

    directory: str
    files: tuple[FileContent, ...]
    next_steps: tuple[str, ...]


def _template(console: Console, goal: GenerateModuleSubsystem, root: Path, asks: bool) -> Template:
    if goal.kind_from is not None:
        return read_template(root, _inside(root, goal.kind_from, "`--kind-from`"))
    kinds = find_kinds(root, goal.templates)
    kind = goal.kind
    if not kind and asks and kinds:
        kind = ask_for_kind(console, tuple(kinds))
    if kind is None:
        raise UserError(
            f"Specify what to generate with `--kind` (available: {', '.join(kinds) or 'none'})."
        )
    return read_template(root, path_of_kind(kind, kinds))


def _given_answers(goal: GenerateModuleSubsystem, template: Template) -> dict[str, Any]:
    answers = read_settings(template, goal.settings)
    if goal.module_name is not None:
        name = read_value(template.variable(NAME), goal.module_name)
        if answers.setdefault(NAME, name) != name:
            raise UserError(f"`--name` and `--set={NAME}=…` conflict.")
    return answers


async def _render(request: RenderRequest) -> Rendered:
    """:raises UserError: if the template cannot be rendered."""
    rendered = await Get(Rendered, RenderRequest, request)
    if rendered.problem:
        raise UserError(rendered.problem)
    return rendered


def _name_line(given: str, name: str) -> str:
    identifier = ModuleName(name).identifier
    normalised = name if given == name else f"{given} -> {name}"
    return normalised if identifier == name else f"{normalised} (as an identifier: {identifier})"


def _new_module(
    root: Path, goal: GenerateModuleSubsystem, template: Template, rendered: Rendered
) -> NewModule:
    if not rendered.files:
        raise UserError(f"The template {template.path} wrote no files.")
    if goal.output_dir is not None:
        parent = _inside(root, goal.output_dir, "`--output-dir`")
    elif rendered.output_dir:
        parent = _inside(root, rendered.output_dir, f"`output_dir` of the template {template.path}")
    else:
        raise UserError(
            f"The template {template.path} has no `output_dir`: specify `--output-dir`."
        )
    record = Record(template.path, json.loads(rendered.variables), rendered.files)
    return NewModule(
        posixpath.normpath(posixpath.join(parent, rendered.directory)),
        (*rendered.files, record.to_file()),
        rendered.next_steps,
    )


def _inside(root: Path, path: str, origin: str) -> str:
    """The normalised path.

    :raises UserError: naming the path's origin, if the path is not inside the repository.
    """
    if (
        not path
        or posixpath.isabs(path)
        or path.startswith("~")
        or ".." in path.split("/")
        or any(not character.isprintable() for character in path)
    ):
        raise UserError(
            f"{origin} is {shortened(path)!r}: expected a directory of the repository, relative to "
            "its root."
        )
    refuse_links_out(root, path)
    return posixpath.normpath(path)


def _overwritten(root: Path, module: NewModule, force: bool) -> tuple[str, ...]:
    """The files that already exist with different content.

    :raises UserError: if the directory is in use and the user does not force it.
    """
    target = root / module.directory
    if os.path.lexists(target) and not target.is_dir():
        raise UserError(f"{module.directory} exists and is not a directory.")
    differing = []
    for file in module.files:
        place = target / file.path
        if place.is_dir() and not place.is_symlink():
            raise UserError(f"{module.directory}/{file.path} exists and is a directory.")
        if os.path.lexists(place) and (place.is_symlink() or not _holds(place, file.content)):
            differing.append(f"{module.directory}/{file.path}")
    if target.is_dir() and any(target.iterdir()) and not force:
        would = f"would overwrite {', '.join(differing)}" if differing else "would add to it"
        update = ", `--update` merges" if target.joinpath(RECORD_FILE).is_file() else ""
        raise UserError(f"{module.directory} exists: `--force` {would}{update}.")
    return tuple(differing)


def _holds(place: Path, content: bytes) -> bool:
    try:
        return place.read_bytes() == content
    except OSError:
        return False


async def generate(
    console: Console, workspace: Workspace, goal: GenerateModuleSubsystem, root: Path
) -> int:
    asks = goal.module_name is None and is_terminal(console)
    template = _template(console, goal, root, asks)
    answers = _given_answers(goal, template)
    if NAME not in answers and not asks:
        raise UserError(
            "Specify the name, as in "
            f"`{bin_name()} generate-module --kind={template.kind} --name=my-name`."
        )
    if asks:
        for variable in template.variables:
            if variable.name in answers:
                continue
            default = variable.default
            if isinstance(default, str) and "{" in default:
                # It may depend on the answers so far.
                rendered = await _render(
                    RenderRequest.of(template, answers, goal.seconds, render=False)
                )
                default = json.loads(rendered.variables)[variable.name]
            answers[variable.name] = ask_for_value(console, variable, default)
    rendered = await _render(RenderRequest.of(template, answers, goal.seconds))
    module = _new_module(root, goal, template, rendered)
    overwritten = _overwritten(root, module, goal.force)

    given = goal.module_name or answers[NAME]
    console.print_stdout(f"Name: {_name_line(given, answers[NAME])}")
    for line in tree_lines(module.directory, module.files):
        console.print_stdout(line)
    if goal.dry_run:
        if goal.show:
            for line in content_lines(module.directory, module.files):
                console.print_stdout(line)
        would = f" It would overwrite {', '.join(overwritten)}." if overwritten else ""
        console.print_stdout(f"\nNothing was written: this was `--dry-run`.{would}")
        return 0
    if asks and not confirm(console, f"Write {pluralize(len(module.files), 'file')}?"):
        raise UserError("Nothing was written.")
    if overwritten:
        console.print_stdout(f"Overwrites {', '.join(overwritten)}.")
    digest = await Get(Digest, CreateDigest(module.files))
    write_files(workspace, root, module.directory, digest)
    console.print_stdout(f"\nWrote {module.directory}.{' Next:' if module.next_steps else ''}")
    for step in module.next_steps:
        console.print_stdout(f"  {step.replace(_DIRECTORY, module.directory)}")
    return 0
