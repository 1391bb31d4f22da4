from __future__ import annotations

import errno
import os
import resource
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pants.engine.fs import FileContent

from terrapants.findings.user_error import UserError
from terrapants.scaffold.writing import write_files

FILES = (
    FileContent("a.txt", b"new a\n"),
    FileContent("b/c/d.txt", b"new d\n"),
    FileContent("run.sh", b"#!/bin/sh\n", is_executable=True),
)


def state(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): b"" if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
    }


def test_a_new_directory_with_its_parents(tmp_path: Path) -> None:
    write_files(tmp_path, "x/y/z", FILES)
    assert state(tmp_path) == {
        "x": b"",
        "x/y": b"",
        "x/y/z": b"",
        "x/y/z/a.txt": b"new a\n",
        "x/y/z/b": b"",
        "x/y/z/b/c": b"",
        "x/y/z/b/c/d.txt": b"new d\n",
        "x/y/z/run.sh": b"#!/bin/sh\n",
    }
    umask = os.umask(0)
    os.umask(umask)
    modes = [
        (tmp_path / "x/y/z" / name).stat().st_mode & 0o777 for name in ("a.txt", "run.sh", "b")
    ]
    assert modes == [0o666 & ~umask, 0o777 & ~umask, 0o777 & ~umask]


def test_an_existing_directory_keeps_its_other_files(tmp_path: Path) -> None:
    for path in ("a.txt", "b/own.txt", "gone/deep/e.txt", "f.txt"):
        (tmp_path / "m" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "m" / path).write_text("old\n")
    write_files(tmp_path, "m", FILES, removed=("gone/deep/e.txt", "missing.txt", "f.txt"))
    assert sorted(state(tmp_path / "m")) == [
        *("a.txt", "b", "b/c", "b/c/d.txt", "b/own.txt", "run.sh"),
    ]
    assert (tmp_path / "m/a.txt").read_text() == "new a\n"
    assert (tmp_path / "m/b/own.txt").read_text() == "old\n"


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "outside.txt").write_text("outside\n")
    (tmp_path / "m/a.txt").symlink_to(tmp_path / "outside.txt")
    write_files(tmp_path, "m", FILES)
    assert (tmp_path / "outside.txt").read_text() == "outside\n"
    assert not (tmp_path / "m/a.txt").is_symlink()


def test_a_directory_that_is_linked_out_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "m").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (root / "m/b").symlink_to(tmp_path / "outside")
    with pytest.raises(UserError, match=r"^m/b/c is outside of the repository, by a symbolic link"):
        write_files(root, "m", FILES)
    assert not list((tmp_path / "outside").iterdir())


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Writes of more bytes fail, as they do on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("exists", [False, True])
def test_no_room_for_the_last_file_leaves_everything_as_it_was(
    tmp_path: Path, exists: bool
) -> None:
    if exists:
        (tmp_path / "m").mkdir()
        (tmp_path / "m/a.txt").write_text("old\n")
    before = state(tmp_path)
    files = (*FILES, FileContent("large", b"x" * 100_000))
    with largest_file(50_000), pytest.raises(UserError) as error:
        write_files(tmp_path, "m", files, removed=("a.txt",))
    reason = os.strerror(errno.EFBIG)
    assert str(error.value) == f"m could not be written: {reason}. Nothing was changed."
    assert state(tmp_path) == before


@contextmanager
def somebody() -> Iterator[Path]:
    """A directory of an ordinary user, as whom the block runs: root may write anywhere."""
    with tempfile.TemporaryDirectory() as directory:
        was = os.geteuid()
        if was == 0:
            os.chown(directory, 65534, -1)
            os.seteuid(65534)
        try:
            yield Path(directory)
        finally:
            os.seteuid(was)


@pytest.mark.parametrize("directory", ["m", "m/new"])
def test_a_read_only_directory_is_named(directory: str) -> None:
    with somebody() as root:
        (root / "m").mkdir(mode=0o555)
        root.chmod(0o555)
        with pytest.raises(UserError) as error:
            write_files(root, directory, FILES)
        root.chmod(0o755)
        said = f"{directory} could not be written: Permission denied. Nothing was changed."
        assert str(error.value) == said
        assert list(state(root)) == ["m"]


def test_what_fails_half_way_is_undone() -> None:
    with somebody() as root:
        (root / "m/b").mkdir(parents=True)
        (root / "m/a.txt").write_text("old a\n")
        (root / "m/f.txt").write_text("old f\n")
        # `b/c` cannot be made, after `a.txt` has been put in place.
        (root / "m/b").chmod(0o555)
        before = state(root)
        with pytest.raises(UserError, match=r"^m could not be written: Permission denied"):
            write_files(root, "m", FILES, removed=("f.txt",))
        assert state(root) == before
        (root / "m/b").chmod(0o755)
