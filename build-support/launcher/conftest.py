from __future__ import annotations

from pathlib import Path

import pytest

from machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without providers, except for what a test adds."""
    root, home = tmp_path / "checkout", tmp_path / "home"
    for directory in (root, home):
        directory.mkdir()
    variables = {
        "HOME": str(home),
        "PATH": str(tmp_path / "bin"),
        "XDG_DATA_DIRS": str(home / "share"),
    }
    return Machine(root, variables, addon_roots=(str(tmp_path / "opt"), str(tmp_path / "opt/*")))
