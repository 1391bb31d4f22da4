"""Which Python this Pants can run the repository's Python code on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from machine import Machine

# The newest that the PEX tool of Pants 2.17 knows: it calls later ones broken.
NEWEST_MINOR = 11
_NAME = re.compile(r"python3\.(\d+)")


def too_new_warning(machine: Machine) -> str:
    """What to say where there are only Pythons that this Pants cannot use, else "".

    Terraform needs none of them, so it is no error. Interpreters are known by their names.
    """
    minors = set(_minors(machine))
    if NEWEST_MINOR in minors or not any(minor > NEWEST_MINOR for minor in minors):
        return ""
    return (
        f"this Pants runs Python code on CPython 3.7 to 3.{NEWEST_MINOR} and calls later ones, "
        f"such as the Python 3.{max(minors)} found here, broken; the Python code here needs "
        f"3.{NEWEST_MINOR}: install it with 'uv python install 3.{NEWEST_MINOR}' or 'pyenv install "
        f"3.{NEWEST_MINOR}'. Terraform needs none."
    )


def _minors(machine: Machine) -> Iterator[int]:
    pyenv = Path(machine.variables.get("PYENV_ROOT") or machine.home / ".pyenv")
    files = chain(
        *(
            Path(directory).glob("python3.*")
            for directory in machine.variables.get("PATH", "").split(":")
            if directory
        ),
        pyenv.glob("versions/3.*/bin/python3.*"),
        machine.pythons_of_uv.glob("cpython-3.*/bin/python3.*"),
    )
    for file in files:
        name = _NAME.fullmatch(file.name)
        # A shim of pyenv is there for each version that has ever been installed.
        if name and file.parent != pyenv / "shims":
            yield int(name[1])
