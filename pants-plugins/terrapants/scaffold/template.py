"""A template: a directory with a `cookiecutter.json`, read from disk.

The goal reads templates from disk itself, which is safe because a goal rule is never cached; the
process that renders a template gets what was read as its input. So templates need no targets, and
work even if `pants_ignore` hides them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pants.engine.fs import FileContent

from terrapants.findings.suggestion import did_you_mean
from terrapants.findings.user_error import UserError

VARIABLES_FILE = "cookiecutter.json"
# The one variable that each template has, and the key of the settings for this backend.
NAME = "name"
SETTINGS_KEY = "_scaffold"

_REFERENCE = re.compile(r"\bcookiecutter\.([A-Za-z]\w*)")
_LEFT_BEHIND_BY_TOOLS = frozenset(("__pycache__", ".DS_Store", ".git"))


@dataclass(frozen=True)
class Variable:
    """A question that a template asks.

    `default` is a string, which may refer to earlier variables, a boolean, or an object, as in
    `cookiecutter.json`. If there are `choices`, the first one is the default. `prompt` is the text
    of the question, and `labels` are the template's descriptions of the choices.
    """

    name: str
    default: Any
    prompt: str
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def shown_default(self) -> str:
        """The default, or the names of the variables from which it is computed."""
        if not isinstance(self.default, str):
            return json.dumps(self.default)
        sources = dict.fromkeys(_REFERENCE.findall(self.default))
        return f"(from {', '.join(sources)})" if sources else self.default


@dataclass(frozen=True)
class Template:
    """`path` is relative to the build root; the paths of `files` are relative to the template."""

    path: str
    description: str
    variables: tuple[Variable, ...]
    files: tuple[FileContent, ...]

    @property
    def kind(self) -> str:
        return os.path.basename(self.path)

    def variable(self, name: str) -> Variable:
        """:raises UserError: with a suggestion, if the template has no such variable."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        known = [variable.name for variable in self.variables]
        raise UserError(
            f"The template {self.path} has no variable {name!r}, only {', '.join(known)}."
            + did_you_mean(name, known)
        )


def find_kinds(root: Path, directories: Iterable[str]) -> dict[str, str]:
    """The path of each template by its kind, sorted by kind.

    :param directories: the parents of templates, relative to the build root; the first one wins.
    :raises UserError: one of them is not in the repository.
    """
    kinds: dict[str, str] = {}
    for directory in directories:
        if not directory or directory.startswith(("/", "~")) or ".." in directory.split("/"):
            raise UserError(
                f"`[generate-module].templates` names {directory!r}: expected directories of the "
                "repository, relative to its root."
            )
        for variables in root.joinpath(directory).glob(f"*/{VARIABLES_FILE}"):
            path = os.path.normpath(f"{directory}/{variables.parent.name}")
            kinds.setdefault(variables.parent.name, path)
    return dict(sorted(kinds.items()))


def path_of_kind(kind: str, kinds: Mapping[str, str]) -> str:
    """:raises UserError: with the list of kinds, for a kind that does not exist."""
    if kind in kinds:
        return kinds[kind]
    if not kinds:
        raise UserError(
            f"There is no kind {kind!r}: no directory in `[generate-module].templates` contains a "
            f"template, which is a directory with a {VARIABLES_FILE}."
        )
    raise UserError(
        f"There is no kind {kind!r}, only {', '.join(kinds)}." + did_you_mean(kind, kinds)
    )


def read_template(root: Path, path: str) -> Template:
    """The template in a directory of the repository.

    :raises UserError: if there is no template, or an invalid one.
    """
    if not root.joinpath(path, VARIABLES_FILE).is_file():
        raise UserError(f"{path} is not a template: it has no {VARIABLES_FILE}.")
    return parse_template(path, tuple(_read_files(root, path)))


def parse_template(path: str, files: tuple[FileContent, ...]) -> Template:
    """The template that consists of the files.

    :raises UserError: if it is invalid.
    """
    shown = f"{path}/{VARIABLES_FILE}"
    (variables_file,) = (file for file in files if file.path == VARIABLES_FILE)
    try:
        content = json.loads(variables_file.content)
    except json.JSONDecodeError as error:
        raise UserError(f"{shown}:{error.lineno}:{error.colno}: {error.msg}.") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{shown} is not UTF-8: {error}.") from None
    except RecursionError:
        raise UserError(f"{shown} is nested too deeply.") from None
    if not isinstance(content, dict) or not isinstance(content.get(NAME), str):
        raise UserError(
            f"{shown} has no variable `{NAME}` with a default: expected an object with "
            f'`"{NAME}": "my-module"` as the first key.'
        )
    settings = content.get(SETTINGS_KEY, {})
    if not isinstance(settings, dict):
        raise UserError(f"`{SETTINGS_KEY}` in {shown} is not an object.")
    _check_settings(settings, shown)
    directories = {file.path.partition("/")[0] for file in files if "/" in file.path}
    rendered = [name for name in directories if "cookiecutter" in name and "{{" in name]
    if len(rendered) != 1:
        raise UserError(
            f"{path} has {len(rendered) or 'no'} directories to render: expected one, named as in "
            "`{{ cookiecutter.name }}`."
        )
    prompts = content.get("__prompts__")
    return Template(
        path,
        str(settings.get("description", "")),
        tuple(
            _variable(name, default, prompts if isinstance(prompts, dict) else {}, shown)
            for name, default in content.items()
            if not name.startswith("_")
        ),
        files,
    )


def _check_settings(settings: Mapping[str, Any], shown: str) -> None:
    for name in ("description", "output_dir", "next_steps"):
        value = settings.get(name, [] if name == "next_steps" else "")
        texts = value if name == "next_steps" else [value]
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise UserError(
                f"`{name}` of `{SETTINGS_KEY}` in {shown} is {json.dumps(value)}: expected a "
                f"{'list of strings' if name == 'next_steps' else 'string'}."
            )


def _variable(name: str, default: Any, prompts: Mapping[str, Any], shown: str) -> Variable:
    prompt = prompts.get(name, name)
    texts = prompt if isinstance(prompt, dict) else {"__prompt__": prompt}
    text = str(texts.get("__prompt__", name))
    if not isinstance(default, list):
        if isinstance(default, (bool, dict)):
            return Variable(name, default, text)
        return Variable(name, "" if default is None else str(default), text)
    if not default:
        raise UserError(f"The variable {name!r} in {shown} has no choices.")
    choices = tuple(map(str, default))
    labels = tuple(str(texts.get(choice, choice)) for choice in choices)
    return Variable(name, choices[0], text, choices, labels)


def _read_files(root: Path, path: str) -> Iterable[FileContent]:
    place = os.path.realpath(root / path)
    for directory, subdirectories, names in os.walk(place):
        subdirectories[:] = sorted(set(subdirectories) - _LEFT_BEHIND_BY_TOOLS)
        for name in sorted(set(names) - _LEFT_BEHIND_BY_TOOLS):
            yield _read_file(os.path.join(directory, name), place, path)
        for name in subdirectories:
            if os.path.islink(os.path.join(directory, name)):
                shown = os.path.relpath(os.path.join(directory, name), place)
                raise UserError(
                    f"{path}/{shown} is a symbolic link to a directory: a template must "
                    "contain the files themselves."
                )


def _read_file(file: str, place: str, path: str) -> FileContent:
    relative = os.path.relpath(file, place)
    real = os.path.realpath(file)
    if os.path.commonpath((real, place)) != place:
        raise UserError(
            f"{path}/{relative} is a symbolic link out of the template, to {os.readlink(file)}: "
            "a template must contain the files themselves."
        )
    try:
        content = Path(real).read_bytes()
    except OSError as error:
        raise UserError(f"{path}/{relative} cannot be read: {error.strerror}.") from None
    return FileContent(relative, content, is_executable=os.access(real, os.X_OK))
