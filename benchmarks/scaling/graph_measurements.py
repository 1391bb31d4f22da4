"""What is measured of the large repository."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.scaling.measuring import Cost, Measurements
from benchmarks.scaling.pants_repository import (
    CHECKOUT,
    BenchmarkError,
    Caches,
    PantsRepository,
    run,
    stopped_at_the_end,
)
from benchmarks.scaling.repository_files import (
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


def generate(
    place: Path, caches: Caches, modules: int, seed: int, suite: bool = True
) -> PantsRepository:
    repository = PantsRepository(place, caches)
    repository.write(repository_files(modules, seed))
    repository.write(pants_configuration(PLUGINS if suite else None).items())
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
    builtin = generate(scratch / "tools-builtin", caches, _TOOL_MODULES, seed + 1, suite=False)
    with stopped_at_the_end(builtin):
        builtin.pants(*DEPENDENCIES)
    caches.keep_as_tools()


def measure_graph(
    scratch: Path,
    caches: Caches,
    modules: int,
    seed: int,
    groups: Sequence[str],
    measured: Measurements,
) -> None:
    """:param modules: how many the repository has.
    :param groups: what to measure, among `GROUPS`.
    """
    with ExitStack() as stack:
        suite = generate(scratch / f"modules-{modules}", caches, modules, seed)
        stack.enter_context(stopped_at_the_end(suite))
        # A repository of its own, since two daemons run beside each other.
        place = scratch / f"modules-{modules}-builtin"
        builtin = generate(place, caches, modules, seed, suite=False)
        stack.enter_context(stopped_at_the_end(builtin))
        for group in groups:
            GROUPS[group](suite, builtin, measured)
            suite.stop_daemon()
            builtin.stop_daemon()


def _list(suite: PantsRepository, builtin: PantsRepository, measured: Measurements) -> None:
    suite.pants(*LIST)
    builtin.pants(*LIST)
    _fill_verdict_cache(suite)
    measured.time(
        list=_in_fresh_daemon(suite, *LIST),
        list_builtin=_in_fresh_daemon(builtin, *LIST),
        tf_test=_in_fresh_daemon(suite, *_tf_test()),
    )


def _dependencies(suite: PantsRepository, _: PantsRepository, measured: Measurements) -> None:
    measured.time(
        parse=lambda: _parse_every_file(suite),
        dependencies_empty=lambda: _with_empty_caches(suite, *DEPENDENCIES),
        dependencies=_in_fresh_daemon(suite, *DEPENDENCIES),
    )
    measured.memory("dependencies_memory", suite.daemon_memory())


def _changed(suite: PantsRepository, builtin: PantsRepository, measured: Measurements) -> None:
    builtin.pants(*DEPENDENCIES)
    measured.time(dependencies_builtin=_in_fresh_daemon(builtin, *DEPENDENCIES))
    measured.memory("dependencies_builtin_memory", builtin.daemon_memory())
    suite.pants(*DEPENDENCIES)
    measured.time(changed=_edited(suite), changed_builtin=_edited(builtin))


def _lint(suite: PantsRepository, _: PantsRepository, measured: Measurements) -> None:
    # What a team's repository has too: the tables of all READMEs, and the index of modules.
    suite.pants("fix", "::")
    suite.commit()
    suite.stop_daemon()
    suite.pants("lint", "check", "::")
    measured.memory("lint_check_memory", suite.daemon_memory())


def _tailor(suite: PantsRepository, _: PantsRepository, measured: Measurements) -> None:
    def tailor() -> Cost:
        suite.stop_daemon()
        suite.remove_build_files()
        return suite.pants("tailor", "::").cost

    measured.time(tailor=tailor, list_after_tailor=lambda: suite.pants(*LIST).cost)
    suite.git("checkout", "--quiet", "--", ".")


# What can be measured by itself.
GROUPS: dict[str, Callable[[PantsRepository, PantsRepository, Measurements], None]] = {
    "list": _list,
    "dependencies": _dependencies,
    "changed": _changed,
    "lint": _lint,
    "tailor": _tailor,
}


def _parse_every_file(repository: PantsRepository) -> Cost:
    command = (sys.executable, "-m", "benchmarks.scaling.parse_every_file", str(repository.root))
    paths = os.pathsep.join(map(str, (CHECKOUT, PLUGINS)))
    return run(*command, directory=CHECKOUT, environment={"PYTHONPATH": paths}).cost


def _with_empty_caches(repository: PantsRepository, *arguments: str) -> Cost:
    repository.stop_daemon()
    repository.caches.empty()
    return repository.pants(*arguments).cost


def _in_fresh_daemon(repository: PantsRepository, *arguments: str) -> Callable[[], Cost]:
    def measure() -> Cost:
        repository.stop_daemon()
        return repository.pants(*arguments).cost

    return measure


def _edited(repository: PantsRepository) -> Callable[[], Cost]:
    """Measures what depends on an edited file, in a daemon that has answered that once before."""
    file = repository.root / module_directory(0) / "main.tf"
    text = file.read_text()
    edits = 0

    def measure() -> Cost:
        nonlocal edits
        edits += 1
        file.write_text(f"{text}\n# Edit {edits}.\n")
        try:
            listed = repository.pants(*CHANGED)
        finally:
            file.write_text(text)
        if module_directory(0) not in listed.stdout:
            raise BenchmarkError(f"{' '.join(CHANGED)} does not list the edited module")
        return listed.cost

    measure()
    return measure


def _tf_test() -> tuple[str, str]:
    return "tf-test", f"{module_directory(0)}::"


def _fill_verdict_cache(repository: PantsRepository) -> None:
    repository.pants(*_tf_test())
    repository.stop_daemon()
    if "cached" not in repository.pants(*_tf_test()).stdout:
        raise BenchmarkError("tf-test does not take its verdicts from the cache")
