"""The command line of benchmarks/speed."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.by_hand.measurements import Benchmark, write_repository
from benchmarks.by_hand.processes import adopt_orphans, end_all
from benchmarks.by_hand.results import Results
from benchmarks.by_hand.rows import NEWER
from benchmarks.by_hand.sides import ByHand, Suite
from benchmarks.by_hand.terraforms import machine_mirrors, newer_terraform, terraform_on_path
from benchmarks.scaling.arguments import add_output_arguments
from benchmarks.scaling.measuring import say
from benchmarks.scaling.pants_repository import (
    BenchmarkError,
    Caches,
    PantsRepository,
)
from benchmarks.scaling.results import this_machine

_SMALL = 8
_GROWTH = (1, 3, _SMALL, 20)
_WORKLOADS = ("small", "large", "runs", "check", "cached", "edited", "changed", "own", "growth")
_NEWER_WORKLOADS = ("small", "large", "check", "own")


def main() -> int:
    arguments = _parser().parse_args()
    if arguments.results is not None:
        results = Results.read(arguments.results)
    else:
        try:
            results = _measure(arguments)
        except BenchmarkError as error:
            say(f"benchmarks/speed: {error}")
            return 1
        sys.stdout.write((arguments.out / "speed.md").read_text())
    if arguments.markdown is not None:
        results.write_markdown(arguments.markdown)
    return 0


def _measure(arguments: argparse.Namespace) -> Results:
    # So that the daemon ends and the generated repository goes whatever ends the benchmark.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    adopt_orphans()
    large = arguments.modules
    small = min(_SMALL, large)
    sizes = sorted({size for size in _GROWTH if size < large} | {large})
    with tempfile.TemporaryDirectory(prefix="benchmarks-speed-") as place:
        scratch = Path(place).resolve()
        terraforms = {"": terraform_on_path()}
        if not arguments.only_installed:
            terraforms[NEWER] = newer_terraform(scratch)
        versions = {f"{prefix}terraform": each.version for prefix, each in terraforms.items()}
        results = Results(small, large, sizes, {**versions, "machine": this_machine()})
        for prefix, terraform in terraforms.items():
            repository = PantsRepository(
                scratch / f"{prefix}repository",
                Caches(scratch / "caches" / "used", scratch / "caches" / "tools"),
                terraform.pants_environment,
            )
            write_repository(repository, large)
            benchmark = Benchmark(
                ByHand(scratch / f"{prefix}by-hand", machine_mirrors(), terraform),
                Suite(repository),
                small,
                large,
                arguments.repeat,
                prefix,
                results.costs,
            )
            workloads = _workloads(benchmark, sizes)
            try:
                benchmark.prepare()
                for name in workloads if not prefix else _NEWER_WORKLOADS:
                    if name in arguments.workloads:
                        workloads[name]()
                        results.write(arguments.out)
            finally:
                end_all()
    return results


def _workloads(benchmark: Benchmark, sizes: list[int]) -> dict[str, Callable[[], None]]:
    installed = not benchmark.prefix
    small, large = benchmark.small, benchmark.large

    def growth() -> None:
        for size in sizes:
            if size not in (small, large):
                benchmark.modules(size)

    workloads = {
        "small": lambda: benchmark.modules(
            small, by_two=installed, memory=installed and small == large
        ),
        "large": lambda: benchmark.modules(large, memory=installed),
        "runs": benchmark.many_runs,
        "check": benchmark.validation,
        "cached": benchmark.nothing_changed,
        "edited": benchmark.one_test_file_edited,
        "changed": benchmark.one_module_changed,
        "own": benchmark.own_modules,
        "growth": growth,
    }
    if small == large:
        workloads["large"] = lambda: None
    return workloads


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "benchmarks/speed",
        description="What the suite costs beside Terraform by hand: docs/developing/speed.md",
    )
    parser.add_argument(
        "--modules", type=int, default=40, metavar="N", help="the largest number (default: 40)"
    )
    parser.add_argument(
        "--repeat",
        type=int,
        default=3,
        metavar="N",
        help="how often each side runs, unless that takes more than 100 seconds (default: 3)",
    )
    parser.add_argument(
        "--workloads",
        type=lambda text: text.split(","),
        default=_WORKLOADS,
        metavar="NAME,…",
        help=f"what to measure (default: {','.join(_WORKLOADS)})",
    )
    parser.add_argument(
        "--only-installed",
        action="store_true",
        help="leave the newer Terraform out, which comes in a wheel from the Python registry",
    )
    add_output_arguments(parser, "speed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
