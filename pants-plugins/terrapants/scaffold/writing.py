"""Writes the files of a module: either all of them or none."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pants.base.exceptions import NativeEngineFailure
from pants.engine.fs import Digest, Workspace

from terrapants.findings.user_error import UserError

# Pants ignores directories whose name starts with a dot.
_STAGING_PREFIX = ".generate-module-"
_REMOVAL_ATTEMPTS = 40


def write_files(
    workspace: Workspace, root: Path, directory: str, files: Digest, removed: Iterable[str] = ()
) -> None:
    """Writes files to a directory of the repository, replacing those that exist there.

    Pants writes them to a staging directory beside the target, from which they are renamed into
    place. Pants cannot write them to the target itself: it would follow symbolic links, keep the
    permissions of existing files, and leave a half-written module behind if it failed. Renames
    need no disk space and can be undone, so after a failure everything is as it was before.

    :param directory: relative to `root`; it is created if it does not exist.
    :param files: with paths relative to the directory.
    :param removed: the paths of files to delete, relative to the directory.
    :raises UserError: naming the directory and the reason.
    """
    try:
        refuse_links_out(root, directory)
        with _staging(root / directory) as staging:
            new = staging / "new"
            workspace.write_digest(files, path_prefix=os.path.relpath(new, root))
            written = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()]
            for path in (*written, *map(Path, removed)):
                refuse_links_out(root, os.path.join(directory, path.parent))
            _put_in_place(root / directory, staging, written, [Path(path) for path in removed])
    except (OSError, NativeEngineFailure) as error:
        raise UserError(
            f"{directory} could not be written: {_reason(error)}. Nothing was changed."
        ) from None


def refuse_links_out(root: Path, directory: str) -> None:
    """:raises UserError: if a symbolic link leads from the directory out of the repository."""
    real_root = os.path.realpath(root)
    if os.path.commonpath((os.path.realpath(root / directory), real_root)) != real_root:
        raise UserError(f"A symbolic link leads from {directory} out of the repository.")


def _reason(error: OSError | NativeEngineFailure) -> str:
    """The operating system's reason, without paths of the staging directory."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    # Pants writes either `(os error 13)` or `Os { code: 13, … }`.
    code = re.search(r"(?:os error|code:) (\d+)", str(error))
    return os.strerror(int(code[1])) if code else str(error)


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A temporary directory on the file system of the target."""
    existing = target.parent
    while not existing.is_dir():
        existing = existing.parent
    staging = Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=existing))
    try:
        yield staging
    finally:
        # After one file has failed, Pants goes on writing the others for a moment.
        for _ in range(_REMOVAL_ATTEMPTS):
            shutil.rmtree(staging, ignore_errors=True)
            if not staging.exists():
                break
            time.sleep(0.05)


def _put_in_place(target: Path, staging: Path, written: list[Path], removed: list[Path]) -> None:
    new, old = staging / "new", staging / "old"
    undo: list[tuple[Path, Path]] = []
    created: list[Path] = []
    try:
        if not target.exists():
            _create_directory(target.parent, created)
            os.rename(new, target)
            return
        for file in (*written, *removed):
            if os.path.lexists(target / file):
                (old / file).parent.mkdir(parents=True, exist_ok=True)
                os.rename(target / file, old / file)
                undo.append((old / file, target / file))
        for file in written:
            _create_directory((target / file).parent, created)
            os.rename(new / file, target / file)
            undo.append((target / file, new / file))
        for file in removed:
            _remove_if_empty((target / file).parent, target)
    except BaseException:
        for source, destination in reversed(undo):
            os.rename(source, destination)
        for directory in reversed(created):
            directory.rmdir()
        raise


def _create_directory(directory: Path, created: list[Path]) -> None:
    if not directory.is_dir():
        _create_directory(directory.parent, created)
        directory.mkdir()
        created.append(directory)


def _remove_if_empty(directory: Path, target: Path) -> None:
    """Removes the directory if it is empty, and then its parents up to the target."""
    while directory != target and not any(directory.iterdir()):
        directory.rmdir()
        directory = directory.parent
