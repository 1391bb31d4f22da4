"""A Python with what encrypts saved plans, installed from the suite's own lock."""

from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path


@functools.cache
def python_with_cryptography() -> str:
    """The path of its interpreter; it is there until this process ends."""
    directory = tempfile.mkdtemp(prefix="terrapants-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    subprocess.run((sys.executable, "-m", "venv", directory), check=True)
    python = str(Path(directory, "bin/python"))
    with resources.path("terrapants.deploying", "requirements.lock") as lock:
        subprocess.run(
            (
                *(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                *("--require-hashes", "--requirement", str(lock)),
            ),
            check=True,
        )
    return python
