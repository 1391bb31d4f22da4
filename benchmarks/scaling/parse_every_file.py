"""Parses every Terraform file below a directory once, in one process."""

from __future__ import annotations

import sys
from pathlib import Path

from terrapants.hcl.document import parse

SUFFIXES = (".tf", ".tftest.hcl")


def parse_every_file(directory: Path) -> int:
    """The number of files."""
    paths = [path for path in directory.rglob("*") if path.name.endswith(SUFFIXES)]
    for path in paths:
        parse(path.read_text(encoding="utf-8"), str(path))
    return len(paths)


if __name__ == "__main__":
    sys.exit(0 if parse_every_file(Path(sys.argv[1])) else "There are no Terraform files.")
