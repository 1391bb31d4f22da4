from __future__ import annotations

from pathlib import Path

import pytest

from machine import Machine
from pythons import too_new_warning


def add(machine: Machine, *files: str) -> None:
    for name in files:
        file = machine.home.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")


@pytest.mark.parametrize(
    "files",
    [
        ("bin/python3.9", "bin/python3.12"),
        ("bin/python3.12", "bin/python3.13", "bin/python3.9-config"),
        ("home/.pyenv/versions/3.12.1/bin/python3.12", "home/.pyenv/shims/python3.11"),
        ("home/.local/share/uv/python/cpython-3.14-any/bin/python3.14",),
    ],
)
def test_only_newer_pythons(machine: Machine, files: tuple[str, ...]) -> None:
    add(machine, *files)
    newest = max(int(file.partition("python3.")[2][:2].rstrip("-")) for file in files)
    assert too_new_warning(machine) == (
        "this Pants runs Python code on CPython 3.7 to 3.11 and calls later ones, such as the "
        f"Python 3.{newest} found here, broken; the Python code here needs 3.11: install "
        "it with 'uv python install 3.11' or 'pyenv install 3.11'. Terraform needs none."
    )


@pytest.mark.parametrize(
    "files",
    [
        (),
        ("bin/python3.9", "bin/python3.10"),
        ("bin/python3.12", "bin/python3.11"),
        ("bin/python3.12", "home/.pyenv/versions/3.11.4/bin/python3.11"),
        ("bin/python3.12", "home/.local/share/uv/python/cpython-3.11-any/bin/python3.11"),
    ],
)
def test_one_that_can_be_used(machine: Machine, files: tuple[str, ...]) -> None:
    add(machine, *files)
    assert too_new_warning(machine) == ""


def test_an_empty_directory(machine: Machine) -> None:
    Path(machine.variables["PATH"]).mkdir()
    assert too_new_warning(machine) == ""
