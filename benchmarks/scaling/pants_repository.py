"""A generated repository, in which this checkout's ./pants is run and its daemon is measured."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.scaling.measuring import Cost

CHECKOUT = Path(__file__).resolve().parents[2]
# What the daemon still does when a command has ended is done by then.
_SECONDS_AFTER_A_COMMAND = 5
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class BenchmarkError(Exception):
    """Something did not do what it is measured for."""


@dataclass(frozen=True)
class Finished:
    cost: Cost
    stdout: str


def run(
    *command: str,
    directory: Path,
    environment: dict[str, str] | None = None,
    exit_codes: Iterable[int] = (0,),
) -> Finished:
    """Runs a command and measures what it and the processes that it waits for cost.

    :raises BenchmarkError: it ended with another exit code.
    """
    start, cpu_start = time.monotonic(), _cpu_seconds_of_children()
    process = subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    cost = Cost(time.monotonic() - start, _cpu_seconds_of_children() - cpu_start)
    if process.returncode not in exit_codes:
        output = f"{process.stdout[-4000:]}\n{process.stderr[-4000:]}".strip()
        raise BenchmarkError(
            f"{' '.join(command)} ended with exit code {process.returncode}:\n{output}"
        )
    return Finished(cost, process.stdout)


def cpu_seconds_of(pid: int) -> float:
    """Of the process and those that it waited for."""
    # "proc_pid_stat(5)" of Linux: the name is in parentheses, utime is the 14th field.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS_PER_SECOND


def _cpu_seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(frozen=True)
class Caches:
    """Caches of Pants for the benchmark alone.

    "Empty" ones hold third-party tools (wheels, PEX files, virtual environments), and nothing that
    was done with them.

    :param used: the directory of those that Pants uses, `tools`: of the empty ones.
    """

    used: Path
    tools: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PANTS_LOCAL_STORE_DIR": str(self.used / "lmdb_store"),
            "PANTS_NAMED_CACHES_DIR": str(self.used / "named_caches"),
        }

    def keep_as_tools(self) -> None:
        """From now on, empty caches are those of this moment."""
        self._copy(self.used, self.tools)

    def empty(self) -> None:
        self._copy(self.tools, self.used)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(source, target, symlinks=True)


@dataclass(frozen=True)
class PantsRepository:
    """:param environment: of Pants, in addition to its caches."""

    root: Path
    caches: Caches
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, files: Iterable[tuple[str, str]]) -> None:
        for path, text in files:
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.com")
        run("git", *identity, *arguments, directory=self.root)

    def commit(self) -> None:
        if not (self.root / ".git").exists():
            self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "state")

    def remove_build_files(self) -> None:
        for path in self.root.rglob("BUILD"):
            path.unlink()

    def pants(self, *arguments: str, exit_code: int = 0) -> Finished:
        """The cost is that of the command, the daemon and the processes it starts."""
        before = self._daemon_cpu_seconds()
        launcher = str(CHECKOUT / "pants")
        environment = {
            **self.caches.environment,
            # Sandboxes among those of others would be deleted with them.
            "PANTS_LOCAL_EXECUTION_ROOT_DIR": str(self.root.parent),
            **self.environment,
        }
        finished = run(
            launcher,
            *arguments,
            directory=self.root,
            environment=environment,
            exit_codes=(exit_code,),
        )
        in_daemon = sum(
            seconds - before.get(pid, 0) for pid, seconds in self._daemon_cpu_seconds().items()
        )
        cost = Cost(finished.cost.seconds, finished.cost.cpu_seconds + in_daemon)
        return Finished(cost, finished.stdout)

    def _daemon_cpu_seconds(self) -> dict[int, float]:
        """Of the daemon and the processes that it waited for, by the daemon's id."""
        pid = self.daemon()
        return {} if pid is None else {pid: cpu_seconds_of(pid)}

    def daemon(self) -> int | None:
        """The id of the process of this repository's daemon, if one is running."""
        for file in self.root.glob(".pids/*/pantsd/pid"):
            pid = int(file.read_text())
            with contextlib.suppress(OSError):
                # Another process may have the id by now.
                if str(self.root) in Path(f"/proc/{pid}/cmdline").read_text():
                    return pid
        return None

    def daemon_memory(self) -> int:
        """Bytes of memory in which the daemon is resident once it has nothing more to do."""
        time.sleep(_SECONDS_AFTER_A_COMMAND)
        status = Path(f"/proc/{self.daemon()}/status").read_text()
        (kilobytes,) = (line.split()[1] for line in status.splitlines() if line[:6] == "VmRSS:")
        return int(kilobytes) * 1024

    def stop_daemon(self) -> None:
        pid = self.daemon()
        if pid is None:
            return
        for signal_number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal_number)
            end = time.monotonic() + 20
            while time.monotonic() < end:
                if self.daemon() is None:
                    return
                time.sleep(0.1)
        raise BenchmarkError(f"the daemon {pid} of {self.root} does not end")


@contextlib.contextmanager
def stopped_at_the_end(repository: PantsRepository) -> Iterator[PantsRepository]:
    try:
        yield repository
    finally:
        repository.stop_daemon()
        shutil.rmtree(repository.root, ignore_errors=True)
