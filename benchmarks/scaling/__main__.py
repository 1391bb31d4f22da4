"""The command line of benchmarks/scale."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks.scaling.arguments import add_output_arguments
from benchmarks.scaling.graph_measurements import GROUPS, install_tools, measure_graph
from benchmarks.scaling.measuring import Measurements, say
from benchmarks.scaling.pants_repository import BenchmarkError, Caches
from benchmarks.scaling.peer_measurements import find_peers, measure_peers
from benchmarks.scaling.results import Results, Values, this_machine


def main() -> int:
    arguments = _parser().parse_args()
    if arguments.results is not None:
        results = Results.read(arguments.results)
    else:
        try:
            results = _measure(arguments)
        except BenchmarkError as error:
            say(f"benchmarks/scale: {error}")
            return 1
    if arguments.markdown is not None:
        results.write_markdown(arguments.markdown)
    return 0


def _measure(arguments: argparse.Namespace) -> Results:
    # So that the daemon ends and the generated repository goes whatever ends the benchmark.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with_peers = arguments.table in ("peers", "all")
    peers = find_peers(arguments.peers) if with_peers else {}
    results = Results(arguments.seed, this_machine())
    if arguments.add:
        earlier = Results.read(arguments.out / "scale.json")
        if earlier.seed != results.seed:
            raise BenchmarkError(f"earlier results are of the seed {earlier.seed}")
        results = earlier

    def measurements(subject: str, values: Values) -> Measurements:
        return Measurements(subject, values, lambda: results.write(arguments.out))

    with tempfile.TemporaryDirectory(prefix="benchmarks-scale-") as place:
        scratch = Path(place).resolve()
        caches_place = arguments.caches or scratch / "caches"
        caches = Caches(caches_place / "used", caches_place / "tools")
        if caches.tools.exists():
            caches.empty()
        else:
            say("Installing the third-party tools, which stay in the caches.")
            install_tools(scratch, caches, arguments.seed)
        for modules in arguments.modules if arguments.table != "peers" else ():
            measured = measurements(f"{modules:,} modules", results.graph.setdefault(modules, {}))
            measure_graph(scratch, caches, modules, arguments.seed, arguments.measure, measured)
        if with_peers:
            caches.empty()
            modules = arguments.peer_modules
            subject = f"{modules} modules with READMEs"
            measured = measurements(subject, results.peers.setdefault(modules, {}))
            measure_peers(scratch, caches, modules, arguments.seed, peers, measured)
    sys.stdout.write((arguments.out / "scale.md").read_text())
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "benchmarks/scale",
        description="What the suite costs in large repositories: docs/developing/scale.md",
    )
    parser.add_argument(
        "--modules",
        type=_sizes,
        default=[100, 300, 1000, 3000],
        metavar="N,…",
        help="numbers of modules (default: 100,300,1000,3000)",
    )
    parser.add_argument(
        "--measure",
        type=_groups,
        default=list(GROUPS),
        metavar="GROUP,…",
        help=f"what of the first table to measure (default: {','.join(GROUPS)})",
    )
    parser.add_argument("--table", choices=("graph", "peers", "all"), default="all")
    parser.add_argument(
        "--peer-modules",
        type=int,
        default=130,
        metavar="N",
        help="modules that are compared with tflint and terraform-docs (default: 130)",
    )
    parser.add_argument(
        "--caches",
        type=Path,
        metavar="DIR",
        help="for Pants' caches; the third-party tools stay there for the next run",
    )
    parser.add_argument(
        "--peers", type=Path, metavar="DIR", help="where those two are, if not on PATH"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the generated modules (default: 1)")
    add_output_arguments(parser, "scale")
    parser.add_argument(
        "--add",
        action="store_true",
        help="keep what an earlier run left in --out, other than what is measured now",
    )
    return parser


def _sizes(text: str) -> list[int]:
    return sorted({int(size) for size in text.split(",")})


def _groups(text: str) -> list[str]:
    groups = text.split(",")
    unknown = ", ".join(sorted(set(groups) - GROUPS.keys()))
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {unknown}; there are {', '.join(GROUPS)}")
    return groups


if __name__ == "__main__":
    sys.exit(main())
