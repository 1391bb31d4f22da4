"""`scripts/browser`, on machines with these programs and no others."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from ci.tools import ROOT


def run(place: Path, *programs: str, **variables: str) -> tuple[int, str]:
    """The exit code and what it says. Programs that it calls add a line to the file `calls`."""
    (place / "bin").mkdir()
    for name in ("bash", "env"):
        found = shutil.which(name)
        assert found
        (place / "bin" / name).symlink_to(found)
    for name in programs:
        program = place / "bin" / name
        program.write_text(f'#!/usr/bin/env bash\necho "{name} $*" >>"{place}/calls"\n')
        program.chmod(0o755)
    result = subprocess.run(
        [str(ROOT / "scripts/browser")],
        env={"PATH": str(place / "bin"), **variables},
        capture_output=True,
        text=True,
    )
    assert result.stdout == ""
    return result.returncode, result.stderr


def test_nothing_is_installed_beside_a_browser(tmp_path: Path) -> None:
    assert run(tmp_path, "google-chrome", "apt-get") == (0, "")
    assert not (tmp_path / "calls").exists()


def test_a_browser_is_installed(tmp_path: Path) -> None:
    code, said = run(tmp_path, "apt-get")
    if os.geteuid() != 0:
        assert (code, said) == (1, "scripts/browser: installing needs root: sudo scripts/browser\n")
        return
    assert (code, said) == (0, "scripts/browser: installing Debian's chromium\n")
    assert (tmp_path / "calls").read_text().splitlines() == [
        "apt-get update -qq",
        "apt-get install -qq --yes --no-install-recommends chromium",
    ]


def test_without_apt_get(tmp_path: Path) -> None:
    code, said = run(tmp_path)
    assert code == 1
    assert said.startswith("scripts/browser: there is no apt-get here: install Chromium another")


def test_given_browser_must_be_one(tmp_path: Path) -> None:
    code, said = run(tmp_path, CHROMIUM="/nowhere")
    assert (code, said) == (1, "scripts/browser: CHROMIUM is /nowhere, which is not a program.\n")
