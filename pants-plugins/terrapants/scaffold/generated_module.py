"""A generated module as it is on disk: its record, its template and its current files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pants.engine.fs import FileContent

from terrapants.findings.user_error import UserError
from terrapants.scaffold.record import RECORD_FILE, Record, read_record
from terrapants.scaffold.template import Template, read_template


@dataclass(frozen=True)
class GeneratedModule:
    """`directory` is relative to the build root; `template` is the template as it is now."""

    directory: str
    record: Record
    template: Template


def find_modules(root: Path, files: Iterable[str]) -> tuple[str, ...]:
    """The directories of the generated modules that contain any of the files.

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


def read_module(root: Path, directory: str) -> GeneratedModule:
    """:raises UserError: if the record is not valid, or if the template is missing or broken."""
    path = f"{directory}/{RECORD_FILE}"
    record = read_record(root.joinpath(path).read_bytes(), path)
    if not root.joinpath(record.template).is_dir():
        raise UserError(
            f"{directory} was generated from {record.template}, which no longer exists. If it has "
            f"moved, correct the path in {path}; if the module no longer follows a template, "
            f"delete {path}."
        )
    return GeneratedModule(directory, record, read_template(root, record.template))


def read_files(root: Path, directory: str, paths: Iterable[str]) -> tuple[FileContent, ...]:
    """Those of the module's files that exist.

    :param paths: relative to the module.
    :raises UserError: for a file that is a symbolic link or cannot be read.
    """
    files = []
    for path in paths:
        file = root / directory / path
        if file.is_symlink() or (os.path.lexists(file) and not file.is_file()):
            raise UserError(f"{directory}/{path} is no longer a regular file: update it by hand.")
        if file.is_file():
            try:
                content = file.read_bytes()
            except OSError as error:
                raise UserError(f"{directory}/{path} cannot be read: {error.strerror}.") from None
            files.append(FileContent(path, content, is_executable=os.access(file, os.X_OK)))
    return tuple(files)
