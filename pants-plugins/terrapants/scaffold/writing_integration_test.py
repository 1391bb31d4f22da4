from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pants.engine.fs import CreateDigest, Digest, FileContent, Workspace
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings.user_error import UserError
from terrapants.scaffold.writing import write_files

FILES = (
    FileContent("a.txt", b"new a\n"),
    FileContent("b/c/d.txt", b"new d\n"),
    FileContent("run.sh", b"#!/bin/sh\n", is_executable=True),
)


class Repository:
    """An empty repository, and Pants to write to it."""

    def __init__(self) -> None:
        self._runner = RuleRunner()
        self.root = Path(self._runner.build_root)

    def digest(self, files: tuple[FileContent, ...]) -> Digest:
        return self._runner.request(Digest, [CreateDigest(files)])

    def write(self, directory: str, files: Digest, removed: tuple[str, ...] = ()) -> None:
        workspace = Workspace(self._runner.scheduler, _enforce_effects=False)
        write_files(workspace, self.root, directory, files, removed)

    def everything(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.root)): b"" if path.is_dir() else path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            # What a rule runner itself has there, depending on the release of Pants.
            if path.relative_to(self.root).parts[0] not in (".pants.d", "BUILDROOT")
        }


@pytest.fixture
def repository() -> Repository:
    return Repository()


@pytest.fixture
def root(repository: Repository) -> Path:
    return repository.root


def test_a_new_directory_with_its_parents(repository: Repository, root: Path) -> None:
    repository.write("x/y/z", repository.digest(FILES))
    assert repository.everything() == {
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
    modes = [(root / "x/y/z" / name).stat().st_mode & 0o777 for name in ("a.txt", "run.sh", "b")]
    assert modes == [0o644 & ~umask, 0o755 & ~umask, 0o777 & ~umask]


def test_an_existing_directory_keeps_its_other_files(repository: Repository, root: Path) -> None:
    for path in ("a.txt", "b/own.txt", "gone/deep/e.txt", "f.txt", "run.sh"):
        (root / "m" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "m" / path).write_text("old\n")
    files = repository.digest(FILES)
    repository.write("m", files, removed=("gone/deep/e.txt", "missing.txt", "f.txt"))
    assert sorted(repository.everything()) == [
        *("m", "m/a.txt", "m/b", "m/b/c", "m/b/c/d.txt", "m/b/own.txt", "m/run.sh"),
    ]
    assert (root / "m/a.txt").read_text() == "new a\n"
    assert (root / "m/b/own.txt").read_text() == "old\n"
    assert os.access(root / "m/run.sh", os.X_OK)


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(
    repository: Repository, root: Path
) -> None:
    (root / "m").mkdir()
    (root / "other.txt").write_text("other\n")
    (root / "m/a.txt").symlink_to(root / "other.txt")
    repository.write("m", repository.digest(FILES))
    assert (root / "other.txt").read_text() == "other\n"
    assert not (root / "m/a.txt").is_symlink()


@pytest.mark.parametrize(("link", "refused"), [("m", "m"), ("m/b", "m/b/c")])
def test_a_symbolic_link_out_of_the_repository_is_refused(
    repository: Repository, root: Path, tmp_path: Path, link: str, refused: str
) -> None:
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(tmp_path)
    with pytest.raises(UserError) as error:
        repository.write("m", repository.digest(FILES))
    assert str(error.value) == f"A symbolic link leads from {refused} out of the repository."
    assert not list(tmp_path.iterdir())


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Makes writing more bytes to a file fail, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("exists", [False, True])
# Pants copies files of 512 KiB and more in another way, with another error message.
@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_full_disk_leaves_everything_as_it_was(
    repository: Repository, root: Path, exists: bool, size: int
) -> None:
    if exists:
        (root / "m").mkdir()
        (root / "m/a.txt").write_text("old\n")
    before = repository.everything()
    files = repository.digest((*FILES, FileContent("large", b"x" * size)))
    with largest_file(50_000), pytest.raises(UserError) as error:
        repository.write("m", files, removed=("a.txt",))
    reason = os.strerror(errno.EFBIG)
    assert str(error.value) == f"m could not be written: {reason}. Nothing was changed."
    assert repository.everything() == before


@contextmanager
def ordinary_user(root: Path) -> Iterator[None]:
    """Runs the block as an ordinary user who owns the directory, since root may write anywhere."""
    before = os.geteuid()
    if before == 0:
        os.chown(root, 65534, -1)
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.parametrize("directory", ["m", "m/new"])
def test_a_read_only_directory_is_named(repository: Repository, root: Path, directory: str) -> None:
    files = repository.digest(FILES)
    with ordinary_user(root):
        (root / "m").mkdir(mode=0o555)
        root.chmod(0o555)
        with pytest.raises(UserError) as error:
            repository.write(directory, files)
        root.chmod(0o755)
    message = f"{directory} could not be written: Permission denied. Nothing was changed."
    assert str(error.value) == message
    assert list(repository.everything()) == ["m"]


def test_a_failure_half_way_is_undone(repository: Repository, root: Path) -> None:
    files = repository.digest(FILES)
    with ordinary_user(root):
        (root / "m/b").mkdir(parents=True)
        (root / "m/a.txt").write_text("old a\n")
        (root / "m/f.txt").write_text("old f\n")
        # `b/c` cannot be created; by then `a.txt` has been put in place.
        (root / "m/b").chmod(0o555)
        before = repository.everything()
        with pytest.raises(UserError, match=r"^m could not be written: Permission denied"):
            repository.write("m", files, removed=("f.txt",))
        (root / "m/b").chmod(0o755)
    assert repository.everything() == before
