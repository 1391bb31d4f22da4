"""What is measured of the large repository."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.scaling.measuring import Measurements
from benchmarks.scaling.pants_repository import (
    CHECKOUT,
    BenchmarkError,
    Caches,
    PantsRepository,
    run,
    stopped_at_the_end,
)
from benchmarks.scaling.repository_files import (
    BUILTIN_ONLY,
    module_directory,
    pants_configuration,
    repository_files,
)

PLUGINS = CHECKOUT / "pants-plugins"
LIST = ("list", "packages::")
DEPENDENCIES = ("dependencies", "::")
CHANGED = ("--changed-since=HEAD", "--changed-dependents=transitive", "list")
# The smallest repository in which every tool is used: one module of each shape.
_TOOL_MODULES = 3


def generate(place: Path, caches: Caches, modules: int, seed: int) -> PantsRepository:
    repository = PantsRepository(place, caches, BUILTIN_ONLY)
    repository.write(repository_files(modules, seed))
    repository.write(pants_configuration(PLUGINS).items())
    repository.commit()
    return repository


def install_tools(scratch: Path, caches: Caches, seed: int) -> None:
    """Makes the caches hold the third-party tools, and nothing of what is measured later."""
    # Another seed makes other modules.
    repository = generate(scratch / "tools", caches, _TOOL_MODULES, seed + 1)
    with stopped_at_the_end(repository):
        repository.pants("fix", "::")
        repository.pants("lint", "check", "::")
        repository.pants("tf-test", f"{module_directory(0)}::")
        repository.stop_daemon()
        repository.pants(*DEPENDENCIES, suite=False)
    caches.keep_as_tools()


def measure_graph(scratch: Path, caches: Caches, modules: int, seed: int) -> Measurements:
    """:param modules: how many the repository has."""
    repository = generate(scratch / f"modules-{modules}", caches, modules, seed)
    measured = Measurements(f"{modules:,} modules")
    with stopped_at_the_end(repository):
        # What a team's repository has too: the tables of all READMEs, and the index of modules.
        _with_empty_caches(repository, "fix", "::")
        repository.commit()
        measured.time("parse", lambda: _parse_every_file(repository))
        measured.time("dependencies_empty", lambda: _with_empty_caches(repository, *DEPENDENCIES))
        measured.time("dependencies", _in_fresh_daemon(repository, *DEPENDENCIES))
        measured.memory("dependencies_memory", repository.daemon_memory())
        measured.time("changed", _edited(repository))
        measured.time("list", _in_fresh_daemon(repository, *LIST))
        _fill_verdict_cache(repository)
        measured.time("tf_test", _in_fresh_daemon(repository, *_tf_test()))

        measured.time("list_builtin", _in_fresh_daemon(repository, *LIST, suite=False))
        repository.pants(*DEPENDENCIES, suite=False)
        measured.memory("dependencies_builtin_memory", repository.daemon_memory())
        measured.time("changed_builtin", _edited(repository, suite=False))

        repository.stop_daemon()
        repository.pants("lint", "check", "::")
        measured.memory("lint_check_memory", repository.daemon_memory())
    return measured


def _parse_every_file(repository: PantsRepository) -> float:
    command = (sys.executable, "-m", "benchmarks.scaling.parse_every_file", str(repository.root))
    paths = os.pathsep.join(map(str, (CHECKOUT, PLUGINS)))
    return run(*command, directory=CHECKOUT, environment={"PYTHONPATH": paths}).seconds


def _with_empty_caches(repository: PantsRepository, *arguments: str) -> float:
    repository.stop_daemon()
    repository.caches.empty()
    return repository.pants(*arguments).seconds


def _in_fresh_daemon(
    repository: PantsRepository, *arguments: str, suite: bool = True
) -> Callable[[], float]:
    def measure() -> float:
        repository.stop_daemon()
        return repository.pants(*arguments, suite=suite).seconds

    return measure


def _edited(repository: PantsRepository, suite: bool = True) -> Callable[[], float]:
    """Measures what depends on an edited file, in a daemon that has answered that once before."""
    file = repository.root / module_directory(0) / "main.tf"
    text = file.read_text()
    edits = 0

    def measure() -> float:
        nonlocal edits
        edits += 1
        file.write_text(f"{text}\n# Edit {edits}.\n")
        try:
            listed = repository.pants(*CHANGED, suite=suite)
        finally:
            file.write_text(text)
        if module_directory(0) not in listed.stdout:
            raise BenchmarkError(f"{' '.join(CHANGED)} does not list the edited module")
        return listed.seconds

    measure()
    return measure


def _tf_test() -> tuple[str, str]:
    return "tf-test", f"{module_directory(0)}::"


def _fill_verdict_cache(repository: PantsRepository) -> None:
    repository.pants(*_tf_test())
    repository.stop_daemon()
    if "cached" not in repository.pants(*_tf_test()).stdout:
        raise BenchmarkError("tf-test does not take its verdicts from the cache")
