"""The command line of benchmarks/remote-cache."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.remote_caching.measurements import COMMANDS, measure
from benchmarks.remote_caching.table import Jobs, tables
from benchmarks.scaling.measuring import say
from benchmarks.scaling.pants_repository import CHECKOUT, BenchmarkError
from benchmarks.scaling.results import write_between

BEGIN, END = "<!-- BEGIN_REMOTE_CACHE -->", "<!-- END_REMOTE_CACHE -->"


def main() -> int:
    arguments = _parser().parse_args()
    # So that the server ends and the generated repositories go whatever ends the benchmark.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    results: Path = arguments.results
    measured: dict[int, Jobs] = {}
    if results.exists():
        measured = {int(size): jobs for size, jobs in json.loads(results.read_text()).items()}

    def kept(modules: int, jobs: Jobs) -> None:
        measured[modules] = jobs
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(json.dumps(measured, indent=2) + "\n")

    for modules in arguments.modules:
        with tempfile.TemporaryDirectory(prefix="benchmarks-remote-cache-") as place:
            scratch = Path(place).resolve()
            try:
                measure(
                    scratch,
                    modules,
                    arguments.commands,
                    arguments.seed,
                    partial(kept, modules),
                )
            except BenchmarkError as error:
                say(f"benchmarks/remote-cache: {error}")
                return 1
    text = tables(dict(sorted(measured.items())))
    sys.stdout.write(f"{text}\n")
    if arguments.markdown is not None:
        write_between(arguments.markdown, BEGIN, END, text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "benchmarks/remote-cache",
        description="What a remote cache carries and holds: docs/developing/remote-cache.md",
    )
    parser.add_argument(
        "--modules",
        type=lambda text: [int(size) for size in text.split(",") if size],
        default=[100, 300, 1000],
        metavar="N,…",
        help="numbers of modules (default: 100,300,1000); '' to measure nothing",
    )
    parser.add_argument(
        "--commands",
        type=lambda text: tuple(text.split(",")),
        default=COMMANDS,
        metavar="GOAL,…",
        help=f"what to run in each job (default: {','.join(COMMANDS)})",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the generated modules (default: 1)")
    parser.add_argument(
        "--results",
        type=Path,
        default=CHECKOUT / "dist/remote-cache/remote-cache.json",
        metavar="JSON",
        help="where results are kept; those of other sizes stay (default: %(default)s)",
    )
    parser.add_argument(
        "--markdown",
        type=Path,
        metavar="FILE",
        help="also write the tables into this file, between its markers",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
