"""What `scripts/remote-cache` says where it cannot start."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from remote_cache.server import ROOT


def said_with_only(place: Path, *tools: str) -> str:
    """On a machine with these programs and an empty home."""
    programs = place / "bin"
    programs.mkdir()
    for tool in ("bash", "cksum", "dirname", "env", "mkdir", *tools):
        found = shutil.which(tool)
        assert found
        (programs / tool).symlink_to(found)
    result = subprocess.run(
        [str(ROOT / "scripts/remote-cache")],
        env={"PATH": str(programs), "HOME": str(place)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    return result.stderr


def test_without_a_python_that_buildgrid_runs_on(tmp_path: Path) -> None:
    assert said_with_only(tmp_path, "openssl") == (
        "scripts/remote-cache: BuildGrid needs CPython 3.13 or newer (with venv), and none is on "
        "PATH, under pyenv or among uv's: install one with 'pyenv install 3.13', 'uv python "
        "install 3.13' or your system's packages.\n"
    )


def test_without_openssl(tmp_path: Path) -> None:
    assert said_with_only(tmp_path) == (
        "scripts/remote-cache: openssl is not on PATH, and it makes the server's certificates: "
        "install it.\n"
    )
