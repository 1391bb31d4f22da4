"""The directory of report files."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from terrapants.findings.user_error import UserError
from terrapants.terraform.globs import GLOB_CHARACTERS

_OPTION = "`[tf-test].report_dir`"
_PLACEHOLDER = "{distdir}"


class UnusableReportDirectory(UserError):
    """Reports cannot be written where the option says."""


def report_directory(option: str, distdir: str) -> str:
    """The path that the option stands for, absolute or relative to the build root.

    :raises UnusableReportDirectory: it is empty, has an unknown placeholder, or is one that Pants
        could not read afterwards.
    """
    directory = os.path.expanduser(option.replace(_PLACEHOLDER, distdir))
    unknown = re.search(r"[{}][^{}]*}?", directory)
    if unknown:
        raise UnusableReportDirectory(
            f"{_OPTION} is {option}, but {unknown[0]} is not a placeholder: the only one is "
            f"{_PLACEHOLDER}."
        )
    if not directory.strip():
        raise UnusableReportDirectory(
            f"{_OPTION} is empty. Name a directory, such as `{_PLACEHOLDER}/tf-test/reports`."
        )
    if not os.path.isabs(directory) and any(each in directory for each in GLOB_CHARACTERS):
        # Pants would fail for all that is below a directory of the repository with such a name.
        raise UnusableReportDirectory(
            f"{_OPTION} is {option}, but Pants reads no directory whose path contains `*`, `?` or "
            "`[`. Name another one."
        )
    return directory


def write_reports(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, by name. Without any, this makes sure that the directory is there.

    :raises UnusableReportDirectory: the file system refuses it.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (directory / name).write_bytes(content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        if isinstance(error, (FileExistsError, NotADirectoryError)):
            reason = "a part of this path is a file"
        raise UnusableReportDirectory(
            f"Reports cannot be written to {directory} ({_OPTION}): {reason}."
        ) from None
