"""What the goal prints, as lines of text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from pants.engine.fs import FileContent

from terrapants.scaffold.merge_plan import Decision
from terrapants.scaffold.template import Template


def kind_lines(template: Template) -> Iterator[str]:
    """A kind with its description, and its variables with their defaults."""
    yield f"{template.kind}  {template.description}".rstrip()
    width = max(len(variable.name) for variable in template.variables)
    for variable in template.variables:
        comment = "" if variable.prompt == variable.name else f"  # {variable.prompt}"
        default = " | ".join(variable.choices) if variable.choices else variable.shown_default
        yield f"  {variable.name.ljust(width)} = {default}{comment}".rstrip()


def tree_lines(directory: str, files: Iterable[FileContent]) -> Iterator[str]:
    """The directory and the files in it, indented as a tree, with their sizes in bytes."""
    yield f"{directory}/"
    shown: set[str] = set()
    for file in sorted(files, key=lambda file: _tree_order(file.path)):
        parts = file.path.split("/")
        for depth in range(1, len(parts)):
            parent = "/".join(parts[:depth])
            if parent not in shown:
                shown.add(parent)
                yield f"{'  ' * depth}{parts[depth - 1]}/"
        mark = " (executable)" if file.is_executable else ""
        yield f"{'  ' * len(parts)}{parts[-1]}  {len(file.content)}{mark}"


def _tree_order(path: str) -> tuple[tuple[bool, str], ...]:
    """Sorts the files of each directory before its subdirectories."""
    parts = path.split("/")
    return tuple((depth < len(parts) - 1, part) for depth, part in enumerate(parts))


def content_lines(directory: str, files: Iterable[FileContent]) -> Iterator[str]:
    """The contents of the files, each after its path."""
    for file in files:
        yield ""
        yield f"=== {posixpath.join(directory, file.path)}"
        try:
            yield file.content.decode().rstrip("\n")
        except UnicodeDecodeError:
            yield f"({len(file.content)} bytes of binary data)"


def decision_lines(directory: str, decisions: Iterable[Decision]) -> Iterator[str]:
    """A line for each file that an update of the module changes, or would change."""
    rows = [(decision.outcome.value, decision.path, decision.reason) for decision in decisions]
    yield f"{directory}: {'merged with its template' if rows else 'up to date with its template'}"
    width = max((len(outcome) for outcome, *_ in rows), default=0)
    for outcome, path, reason in rows:
        yield f"  {outcome.ljust(width)}  {path}{f' ({reason})' if reason else ''}"
