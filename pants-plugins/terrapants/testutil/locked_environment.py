"""A Python with one of the tools that come with the suite, installed from its lock."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest


@functools.cache
def python_with_requirements_of(package: str, oldest: tuple[int, int] = (3, 9)) -> str:
    """The path of an interpreter with the lock of a package; it is there until this process ends.

    :param oldest: the oldest Python that installs from the lock. Without one the test fails.
    """
    directory = tempfile.mkdtemp(prefix="terrapants-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    subprocess.run((_interpreter(oldest), "-m", "venv", directory), check=True)
    python = str(Path(directory, "bin/python"))
    with resources.path(package, "requirements.lock") as lock:
        subprocess.run(
            (
                *(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                *("--require-hashes", "--requirement", str(lock)),
            ),
            check=True,
        )
    return python


def _interpreter(oldest: tuple[int, int]) -> str:
    if sys.version_info >= oldest:
        return sys.executable
    newer = (f"python3.{minor}" for minor in range(oldest[1], 15))
    found = next(filter(None, (*map(shutil.which, newer), *_of_pyenv(oldest))), None)
    if found is None:
        version = ".".join(map(str, oldest))
        pytest.fail(f"This test needs Python {version} or newer. Install it, and run again.")
    return found


def _of_pyenv(oldest: tuple[int, int]) -> Iterator[str]:
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for minor in range(oldest[1], 15):
        yield from map(str, sorted(root.glob(f"versions/3.{minor}.*/bin/python")))
