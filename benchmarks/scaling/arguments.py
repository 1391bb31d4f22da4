"""What both benchmarks take on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.scaling.pants_repository import CHECKOUT


def add_output_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    """Where results go.

    :param name: that of the benchmark, `scale` or `speed`.
    """
    parser.add_argument(
        "--out",
        type=Path,
        default=CHECKOUT / "dist" / name,
        metavar="DIR",
        help=f"for {name}.json, {name}.md and {name}.svg (default: dist/{name})",
    )
    parser.add_argument(
        "--markdown",
        type=Path,
        metavar="FILE",
        help="also write the tables into this file, between its markers, and the image beside it",
    )
    parser.add_argument(
        "--results",
        type=Path,
        metavar="JSON",
        help="measure nothing: take an earlier run's results",
    )
