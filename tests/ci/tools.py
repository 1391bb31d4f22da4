"""Tools of the lock `ci-tools`, as the tests call them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Pants' sandbox holds the repository's files, as the dependencies of these tests.
ROOT = Path.cwd()


def find(name: str) -> str:
    beside_python = Path(sys.executable).parent / name
    found = str(beside_python) if beside_python.exists() else shutil.which(name)
    assert found, f"{name} is missing: it comes from 3rdparty/python/ci-tools.txt"
    return found


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a tool in the root of the repository."""
    # actionlint looks for shellcheck.
    path = os.pathsep.join((str(Path(find("shellcheck")).parent), os.environ.get("PATH", "")))
    return subprocess.run(
        [find(name), *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
