"""Writes the files of a module: all of them, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pants.engine.fs import FileContent

from terrapants.findings.user_error import UserError

# Pants ignores directories whose name begins with a dot.
_STAGING_PREFIX = ".generate-module-"


def write_files(
    root: Path, directory: str, written: Iterable[FileContent], removed: Iterable[str] = ()
) -> None:
    """Writes the files to a directory of the repository, in the place of those that are there.

    New files are first written beside the directory and then put in place by renames, which need
    no space: where something fails, everything is as it was before.

    :param directory: relative to `root`; it and its parents are made where they are missing.
    :param written: files with paths relative to the directory.
    :param removed: files of the directory that go, by such paths.
    :raises UserError: naming the directory and the reason.
    """
    target = root / directory
    written, removed = tuple(written), tuple(removed)
    try:
        for path in (*(file.path for file in written), *removed):
            refuse_links_out(root, os.path.dirname(os.path.join(directory, path)))
        with _staging(target) as staging:
            new = staging / "new"
            new.mkdir()
            for file in written:
                _write(new / file.path, file)
            _put_in_place(target, new, staging / "old", removed)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            f"{directory} could not be written: {reason}. Nothing was changed."
        ) from None


def refuse_links_out(root: Path, directory: str) -> None:
    """:raises UserError: if a symbolic link takes the directory out of the repository."""
    real_root = os.path.realpath(root)
    if os.path.commonpath((os.path.realpath(root / directory), real_root)) != real_root:
        raise UserError(f"{directory} is outside of the repository, by a symbolic link.")


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A directory on the file system of the target, that is gone in the end."""
    existing = target.parent
    while not existing.is_dir():
        existing = existing.parent
    staging = Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=existing))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(path: Path, file: FileContent) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as opened:
        opened.write(file.content)
        opened.flush()
        os.fsync(opened.fileno())
    if file.is_executable:
        mode = path.stat().st_mode
        # Who may read it may run it.
        path.chmod(mode | (mode & 0o444) >> 2)


def _put_in_place(target: Path, new: Path, old: Path, removed: tuple[str, ...]) -> None:
    undo: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        if not target.exists():
            _make_directory(target.parent, made)
            os.rename(new, target)
            return
        files = [path.relative_to(new) for path in sorted(new.rglob("*")) if not path.is_dir()]
        for file in (*files, *map(Path, removed)):
            place = target / file
            if os.path.lexists(place):
                (old / file).parent.mkdir(parents=True, exist_ok=True)
                os.rename(place, old / file)
                undo.append((old / file, place))
        for file in files:
            _make_directory((target / file).parent, made)
            os.rename(new / file, target / file)
            undo.append((target / file, new / file))
        for file in map(Path, removed):
            _remove_empty((target / file).parent, target)
    except BaseException:
        for source, destination in reversed(undo):
            os.rename(source, destination)
        for directory in reversed(made):
            directory.rmdir()
        raise


def _make_directory(directory: Path, made: list[Path]) -> None:
    if not directory.is_dir():
        _make_directory(directory.parent, made)
        directory.mkdir()
        made.append(directory)


def _remove_empty(directory: Path, target: Path) -> None:
    """Removes the directory, and those above it in the target, if they hold nothing any more."""
    while directory != target and not any(directory.iterdir()):
        directory.rmdir()
        directory = directory.parent
