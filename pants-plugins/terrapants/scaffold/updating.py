"""What an update would do to a generated module."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pants.engine.fs import FileContent
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.scaffold.answers import recorded_answers
from terrapants.scaffold.merging import (
    Decision,
    Outcome,
    TextMerge,
    has_conflict_markers,
    plan_merge,
)
from terrapants.scaffold.record import RECORD_FILE, Record, read_record
from terrapants.scaffold.rendering import Rendered, RenderRequest
from terrapants.scaffold.template import parse_template, read_template


@dataclass(frozen=True)
class UpdateRequest:
    """The record of a generated module and its template, as they are on disk."""

    directory: str
    record: bytes
    template_path: str
    template_files: tuple[FileContent, ...]
    timeout: int


@dataclass(frozen=True)
class TemplateNow:
    """What the template makes of the module's variables now, and the record of that.

    `changed` are the files that were generated otherwise. `problem` is set where the template
    cannot be rendered, and nothing else is then.
    """

    directory: str
    record: FileContent
    changed: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class MergeRequest:
    """`ours` are those of the files that the template changed, as far as the module has them."""

    now: TemplateNow
    before: bytes
    ours: tuple[FileContent, ...]


@dataclass(frozen=True)
class Merge:
    """What is to be done to the module's files; `record` is the file to write with them."""

    directory: str
    decisions: tuple[Decision, ...]
    record: FileContent

    @property
    def conflicts(self) -> tuple[Decision, ...]:
        return tuple(each for each in self.decisions if each.outcome == Outcome.CONFLICT)

    @property
    def written(self) -> tuple[FileContent, ...]:
        return (*(each.content for each in self.decisions if each.content), self.record)

    @property
    def removed(self) -> tuple[str, ...]:
        return tuple(each.path for each in self.decisions if each.outcome == Outcome.REMOVED)


@rule(desc="Render a template again", level=LogLevel.DEBUG)
async def render_again(request: UpdateRequest) -> TemplateNow:
    record = read_record(request.record, f"{request.directory}/{RECORD_FILE}")
    try:
        template = parse_template(request.template_path, request.template_files)
        answers = recorded_answers(template, record.variables)
        rendered = await Get(
            Rendered, RenderRequest, RenderRequest.of(template, answers, request.timeout)
        )
    except UserError as error:
        # One broken template does not hide the state of the other modules.
        empty = FileContent(RECORD_FILE, request.record)
        return TemplateNow(request.directory, empty, (), str(error))
    before = {file.path: file for file in record.files}
    after = {file.path: file for file in rendered.files}
    changed = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
    new = Record(record.template, json.loads(rendered.variables), rendered.files)
    return TemplateNow(request.directory, new.to_file(), tuple(changed))


@rule(desc="Merge a template into a module", level=LogLevel.DEBUG)
async def merge(request: MergeRequest) -> Merge:
    """:raises UserError: for a file with the conflict markers of an earlier merge."""
    directory = request.now.directory
    base = read_record(request.before, f"{directory}/{RECORD_FILE}").files
    theirs = read_record(request.now.record.content, f"{directory}/{RECORD_FILE}").files
    steps = plan_merge(base, theirs, request.ours)
    merges = [step for step in steps if isinstance(step, TextMerge)]
    for each in merges:
        if has_conflict_markers(each.ours) and not has_conflict_markers(each.base):
            raise UserError(
                f"{directory}/{each.path} still has the conflict markers of an earlier update: "
                "resolve them first."
            )
    merged = await MultiGet(Get(Decision, TextMerge, each) for each in merges)
    decisions = (*(step for step in steps if isinstance(step, Decision)), *merged)
    return Merge(
        directory, tuple(sorted(decisions, key=lambda each: each.path)), request.now.record
    )


def find_modules(root: Path, files: Iterable[str]) -> tuple[str, ...]:
    """The generated modules that hold one of the files, of which their record is one too.

    :param files: paths relative to the build root.
    """
    found = set()
    for file in files:
        directory = os.path.dirname(file)
        while directory and not root.joinpath(directory, RECORD_FILE).is_file():
            directory = os.path.dirname(directory)
        if directory:
            found.add(directory)
    return tuple(sorted(found))


def read_update(root: Path, directory: str, timeout: int) -> UpdateRequest:
    """:raises UserError: if the record is none, or the template is gone."""
    content = root.joinpath(directory, RECORD_FILE).read_bytes()
    record = read_record(content, f"{directory}/{RECORD_FILE}")
    if not root.joinpath(record.template).is_dir():
        raise UserError(
            f"{directory} was generated from {record.template}, which is gone. If it has moved, "
            f"say so in {directory}/{RECORD_FILE}; if the module is on its own now, delete it."
        )
    template = read_template(root, record.template)
    return UpdateRequest(directory, content, template.path, template.files, timeout)


def read_ours(root: Path, request: UpdateRequest, now: TemplateNow) -> MergeRequest:
    """The files of the module that the template knows, as they are on disk.

    :raises UserError: for one that is a symbolic link or cannot be read.
    """
    ours = []
    for path in now.changed:
        place = root / request.directory / path
        if place.is_symlink() or (os.path.lexists(place) and not place.is_file()):
            raise UserError(
                f"{request.directory}/{path} is not a plain file any more: update it by hand."
            )
        if place.is_file():
            try:
                content = place.read_bytes()
            except OSError as error:
                raise UserError(
                    f"{request.directory}/{path} cannot be read: {error.strerror}."
                ) from None
            ours.append(FileContent(path, content, is_executable=os.access(place, os.X_OK)))
    return MergeRequest(now, request.record, tuple(ours))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
