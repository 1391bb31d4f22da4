"""What is measured: each workload by hand and with the suite, in turns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.by_hand.modules import (
    EDITED_TEST,
    MANY_RUNS,
    RUNS,
    RUNS_OF_A_MODULE,
    change,
    copy_own_modules,
    files_of_tests,
    generated_files,
    module_directory,
    number_of_runs,
)
from benchmarks.by_hand.processes import Cost, descendants, end_all, measured
from benchmarks.by_hand.rows import (
    ALONE,
    CACHED,
    CHANGED,
    CHECK,
    EDITED,
    EDITED_BY_HAND,
    LOOP,
    LOOP_BY_TWO,
    OWN,
    TEST,
    VALIDATE_LOOP,
    VERSION,
    sized,
)
from benchmarks.by_hand.sides import ByHand, Suite
from benchmarks.scaling.graph_measurements import PLUGINS
from benchmarks.scaling.measuring import say
from benchmarks.scaling.pants_repository import PantsRepository
from benchmarks.scaling.repository_files import pants_configuration

# Test files of a generated module.
_FILES = 2

# What takes longer is measured once: its figures differ less, and the benchmark would take hours.
_LONG_SECONDS = 100.0

Measure = Callable[[], Cost]
# Tests modules by hand, in which so many runs pass.
Loop = Callable[[Sequence[str], int], None]


@dataclass
class Benchmark:
    """The measurements with one Terraform.

    :param repeat: how often each thing is measured.
    :param prefix: of the ids of what is measured.
    """

    by_hand: ByHand
    suite: Suite
    small: int
    large: int
    repeat: int
    prefix: str = ""
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    _changes: Iterator[int] = field(default_factory=itertools.count)

    @property
    def root(self) -> Path:
        return self.suite.repository.root

    def prepare(self) -> None:
        """Starts the daemon, and makes the tools that all goals use."""
        directories = self._directories(1)
        self.suite.test(self._specs(directories), runs=RUNS_OF_A_MODULE, executed=_FILES)
        self.suite.check(directories)

    def modules(self, number: int, *, by_two: bool = False, memory: bool = False) -> None:
        """So many modules, cold."""
        runs, files = number * RUNS_OF_A_MODULE, number * _FILES
        loops: dict[str, Loop] = {LOOP: self.by_hand.test}
        if by_two:
            loops[LOOP_BY_TWO] = self.by_hand.test_two_at_a_time
        self._cold(number, self._directories(number), runs, files, loops, memory=memory)

    def many_runs(self) -> None:
        self._cold(MANY_RUNS, [MANY_RUNS], RUNS, 1, {LOOP: self.by_hand.test})

    def own_modules(self) -> None:
        directories = copy_own_modules(self.root)
        files = files_of_tests(self.root, directories)
        loops = {LOOP: self.by_hand.test}
        self._cold(OWN, directories, number_of_runs(files), len(files), loops)

    def validation(self) -> None:
        directories = self._directories(self.large)
        self._in_turns(
            {
                VALIDATE_LOOP: lambda: self._by_hand(
                    directories, lambda: self.by_hand.validate(directories)
                ),
                CHECK: lambda: self._cold_suite(directories, lambda: self.suite.check(directories)),
            }
        )

    def nothing_changed(self) -> None:
        directories = self._directories(self.small)

        def test() -> None:
            runs = self.small * RUNS_OF_A_MODULE
            self.suite.test(self._specs(directories), runs=runs, executed=0)

        self.suite.pants("tf-test", *self._specs(directories))
        self._in_turns(
            {
                VERSION: lambda: measured(lambda: self.suite.pants("--version")),
                CACHED: lambda: measured(test),
            }
        )

    def one_test_file_edited(self) -> None:
        """The pool is warm, and by hand the module is initialised."""
        (module,) = self._directories(1)
        path = f"{module}/{EDITED_TEST}"
        runs = RUNS_OF_A_MODULE // _FILES

        def edited_by_hand() -> Cost:
            self._change([path])
            (self.by_hand.place / path).write_text((self.root / path).read_text())
            return measured(lambda: self.by_hand.test([module], runs, f"-filter={EDITED_TEST}"))

        def edited() -> Cost:
            self._change([path])
            self.suite.pants("tf-test", path)
            self._change([path])
            return measured(lambda: self.suite.test([path], runs=runs, executed=1))

        self.by_hand.copy(self.root, [module])
        self.by_hand.test([module], RUNS_OF_A_MODULE)
        self._in_turns({EDITED_BY_HAND: edited_by_hand, EDITED: edited})

    def one_module_changed(self) -> None:
        (module,) = self._directories(1)
        every = self._directories(self.large)

        def test(directories: Sequence[str]) -> None:
            runs = len(directories) * RUNS_OF_A_MODULE
            self.suite.test(self._specs(directories), runs=runs, executed=_FILES)

        self.suite.pants("tf-test", *self._specs(every))
        self._in_turns(
            {
                ALONE: lambda: self._cold_suite([module], lambda: test([module])),
                CHANGED: lambda: self._cold_suite([module], lambda: test(every)),
            }
        )

    def _cold(
        self,
        workload: int | str,
        directories: Sequence[str],
        runs: int,
        files: int,
        loops: Mapping[str, Loop],
        *,
        memory: bool = False,
    ) -> None:
        def in_loop(loop: Loop) -> Measure:
            return lambda: self._by_hand(
                directories, lambda: loop(directories, runs), memory=memory
            )

        def suite() -> None:
            self.suite.test(self._specs(directories), runs=runs, executed=files)

        self._in_turns(
            {
                **{sized(name, workload): in_loop(loop) for name, loop in loops.items()},
                sized(TEST, workload): lambda: self._cold_suite(directories, suite, memory=memory),
            }
        )

    def _by_hand(
        self, directories: Sequence[str], run: Callable[[], None], *, memory: bool = False
    ) -> Cost:
        self._end_pool()
        self.by_hand.copy(self.root, directories)
        # The suite's daemon is idle.
        return measured(run, memory=memory, without=descendants())

    def _cold_suite(
        self, directories: Sequence[str], run: Callable[[], None], *, memory: bool = False
    ) -> Cost:
        self._change(directories)
        self._end_pool()
        return measured(run, memory=memory)

    def _end_pool(self) -> None:
        """Ends everything but the daemon of Pants, so that providers have to be started again."""
        daemon = self.suite.repository.daemon()
        end_all(but=() if daemon is None else [daemon])

    def _change(self, paths: Iterable[str]) -> None:
        change(self.root, paths, next(self._changes))

    def _directories(self, number: int) -> list[str]:
        return [module_directory(each) for each in range(number)]

    @staticmethod
    def _specs(directories: Iterable[str]) -> list[str]:
        return [f"{directory}::" for directory in directories]

    def _in_turns(self, measures: Mapping[str, Measure]) -> None:
        slowest = 0.0
        for turn in range(self.repeat):
            if slowest > _LONG_SECONDS:
                return
            for name, measure in measures.items():
                cost = measure()
                slowest = max(slowest, cost.seconds)
                self.costs.setdefault(f"{self.prefix}{name}", []).append(cost)
                say(
                    f"{self.prefix}{name}, {turn + 1} of {self.repeat}: {cost.seconds:.2f} s, "
                    f"{cost.cpu_seconds:.2f} CPU s"
                )


def write_repository(repository: PantsRepository, modules: int) -> None:
    repository.write(generated_files(modules))
    repository.write(pants_configuration(PLUGINS).items())
