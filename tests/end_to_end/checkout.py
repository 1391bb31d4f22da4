"""A copy of the repository with results of its own, in which the real ./pants is run."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Pants' sandbox holds the repository's files, as the dependencies of these tests.
REPOSITORY = Path.cwd()
# `.cache` is a link to the machine's caches of Pants, which are no part of the repository. Without
# a sandbox `.git` is there, which in a worktree leads to the repository itself.
LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", "*.pyc", ".git", ".cache", ".pants*", ".pids", ".coverage*"
)


@dataclass(frozen=True)
class Finished:
    exit_code: int
    stdout: str
    stderr: str

    @property
    def warnings(self) -> list[str]:
        """Without what Pants 2.30 and 2.31 say of each `Get` in a plugin."""
        return [
            line
            for line in self.stderr.splitlines()
            if "[WARN]" in line and "UserWarning: Get() is deprecated" not in line
        ]

    def line(self, start: str) -> str:
        """The one line of standard output with this beginning."""
        found = [line for line in self.stdout.splitlines() if line.startswith(start)]
        assert len(found) == 1, f"{start!r} in:\n{self.stdout}\n{self.stderr}"
        return found[0]


class Checkout:
    """:param place: an empty directory for the checkout and its caches.

    :param paths: what of the repository is copied, relative to its root. By default everything.
    :param share_tools: whether Pants and the Python tools that it runs may be those which this
        machine has installed already, by their hashes. Results are never shared.
    """

    def __init__(
        self, place: Path, paths: Sequence[str] = (".",), share_tools: bool = False
    ) -> None:
        self.place = place
        self.root = place / "checkout"
        sandboxes = place / "sandboxes"
        sandboxes.mkdir()
        cache = place / "cache"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PANTS_")},
            "XDG_CACHE_HOME": str(cache),
            "PANTS_DYNAMIC_UI": "false",
            # As they are by default, whatever the machine's own .pants.rc says: nothing is cached.
            "PANTS_LOCAL_STORE_DIR": str(cache / "pants/lmdb_store"),
            "PANTS_NAMED_CACHES_DIR": str(cache / "pants/named_caches"),
            "PANTS_LOCAL_EXECUTION_ROOT_DIR": str(sandboxes),
        }
        if share_tools:
            _share_tools(cache)
        for path in paths:
            source, copy = REPOSITORY / path, self.root / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy, ignore=LEFT_OUT)
            else:
                shutil.copy(source, copy)
        self.git("init", "--quiet")
        self.commit()

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "state")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["./pants", *arguments],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def pants(self, *arguments: str) -> Finished:
        finished = finish(self.start(*arguments))
        # Pants 2.17 fails, rarely, when Linux calls a program busy: its own second try cannot work.
        if "for ETXTBSY. Final error was" in finished.stderr:
            finished = finish(self.start(*arguments))
        return finished

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def remove(self) -> None:
        """Stops the daemon, and deletes the checkout and its caches: together about a gigabyte."""
        for pid_file in self.root.glob(".pids/*/pantsd/pid"):
            daemon = int(pid_file.read_text())
            with contextlib.suppress(ProcessLookupError):
                os.kill(daemon, signal.SIGTERM)
            wait_until(lambda daemon=daemon: not Path(f"/proc/{daemon}").exists(), 10)
        shutil.rmtree(self.place, ignore_errors=True)

    def processes(self, marker: str, directory: str = "") -> list[str]:
        """The command lines of running processes that hold the marker, this one's own aside.

        :param directory: how the path of their working directory ends.
        """
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                text = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                place = os.readlink(process / "cwd")
            except (OSError, UnicodeDecodeError):
                continue
            if marker in text and place.endswith(directory) and process.name != str(os.getpid()):
                found.append(text)
        return found


def _share_tools(cache: Path) -> None:
    machine = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    shared = {
        "terrapants": machine / "terrapants",
        # Pants links its cache here in the sandbox of a test. Without Pants there is none to share.
        "pants/named_caches/pex_root": REPOSITORY / ".cache/pex_root",
    }
    for name, directory in shared.items():
        if directory.is_dir():
            link = cache / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(directory.resolve())


def finish(process: subprocess.Popen[str]) -> Finished:
    stdout, stderr = process.communicate()
    return Finished(process.returncode, stdout, stderr)


def wait_until(condition: object, seconds: float) -> bool:
    """Whether the condition came true in time."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return bool(condition())
