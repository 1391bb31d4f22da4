from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.scaling.pants_repository import BenchmarkError, Caches, PantsRepository, run


@pytest.fixture
def repository(tmp_path: Path) -> PantsRepository:
    root = tmp_path / "repository"
    root.mkdir()
    return PantsRepository(root, Caches(tmp_path / "used", tmp_path / "tools"))


def daemon(repository: PantsRepository, title: str) -> subprocess.Popen[bytes]:
    """A process with the title in its command line, and the file that says it is the daemon."""
    code = "import time; print(flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code, title], stdout=subprocess.PIPE)
    # Before that it is not yet Python.
    assert process.stdout is not None
    process.stdout.readline()
    repository.write([(".pids/1a2b/pantsd/pid", str(process.pid))])
    return process


def test_a_failure_says_what_was_printed(tmp_path: Path) -> None:
    code = "import sys; print('out'); sys.exit('err')"
    with pytest.raises(BenchmarkError, match=r"ended with exit code 1:\nout\n\nerr"):
        run(sys.executable, "-c", code, directory=tmp_path)
    assert run(sys.executable, "-c", code, directory=tmp_path, exit_codes=(0, 1)).stdout == "out\n"


def test_the_daemon_is_measured_and_stopped(repository: PantsRepository) -> None:
    process = daemon(repository, f"pantsd [{repository.root}]")
    try:
        assert repository.daemon() == process.pid
        assert 1e6 < repository.daemon_memory() < 1e9
        repository.stop_daemon()
        assert process.wait(5) == -15
        assert repository.daemon() is None
    finally:
        process.kill()
        process.wait()


def test_another_process_with_the_same_id_is_left_alone(repository: PantsRepository) -> None:
    process = daemon(repository, "pantsd [/elsewhere]")
    try:
        assert repository.daemon() is None
        repository.stop_daemon()
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def test_empty_caches_keep_the_tools(tmp_path: Path) -> None:
    caches = Caches(tmp_path / "used", tmp_path / "tools")
    store = Path(caches.environment["PANTS_LOCAL_STORE_DIR"])
    store.mkdir(parents=True)
    (store / "tool").touch()
    caches.keep_as_tools()
    (store / "result").touch()
    caches.empty()
    assert [path.name for path in store.iterdir()] == ["tool"]
