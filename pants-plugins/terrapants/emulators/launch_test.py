"""`launch` with emulators that are a few lines of Python."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from terrapants.emulators import launch
from terrapants.provider_pool.processes import start_time

_BASH = shutil.which("bash") or "/bin/bash"
_SCRIPTS = str(Path(launch.__file__).parent)
READY = 'print(json.dumps({"variables": {"WHERE": "here"}}), flush=True)'


class Place:
    """Where `launch` runs, with the directory of the scripts that are emulators.

    `pid` is a file into which each emulator writes its process ID.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.pid = directory / "pid"
        self.environment = directory / "environment.sh"
        self.environment.write_text('declare -x OWN="value"\n')

    def emulator(self, name: str, text: str) -> None:
        start = (
            f"import json, os, sys, time\nopen({str(self.pid)!r}, 'w').write(str(os.getpid()))\n"
        )
        (self.directory / f"{name}.py").write_text(start + dedent(text))

    def start(self, emulator: str, *command: str, seconds: float = 60) -> subprocess.Popen[str]:
        arguments = [str(self.directory / f"{emulator}.py"), _BASH, str(self.environment), *command]
        # Nothing else of the suite is there.
        program = (
            f"import sys; sys.path.append({_SCRIPTS!r})\n"
            f"from launch import main; exit(main({arguments}, {seconds}))"
        )
        return subprocess.Popen(
            (sys.executable, "-I", "-c", program),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.directory,
            env={"PATH": os.environ["PATH"]},
            start_new_session=True,
        )

    def run(self, emulator: str, *command: str, seconds: float = 60) -> tuple[int, str, str]:
        process = self.start(emulator, *command, seconds=seconds)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def wait_for(condition: Callable[[], Any]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("It did not happen within 30 seconds.")


def reports(output: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def has_ended(pid: Path) -> bool:
    return not start_time(int(pid.read_text()))


def test_command_gets_the_emulators_variables_and_its_own(place: Place) -> None:
    place.emulator("ready", f"{READY}\nsys.stdin.read()\n")
    script = 'echo "$WHERE $OWN ${PEX_ROOT-none}"; exit 3'
    assert place.run("ready", _BASH, "-c", script) == (3, "here value none\n", "")
    assert has_ended(place.pid)


def test_emulator_gets_its_variables_overridden(place: Place) -> None:
    place.emulator("ready", f"{READY}\nsys.stdin.read()\n")
    place.environment.write_text('declare -x WHERE="there"\n')
    assert place.run("ready", _BASH, "-c", 'echo "$WHERE"')[1] == "there\n"


def test_files_of_the_module_are_not_imported(place: Place) -> None:
    """Where the emulator runs there may be Python of the user, as for a function in Lambda."""
    place.emulator("ready", f"{READY}\nsys.stdin.read()\n")
    (place.directory / "json.py").write_text("raise SystemExit('the wrong one')\n")
    assert place.run("ready", _BASH, "-c", 'echo "$WHERE"') == (0, "here\n", "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "sys.exit('OSError: [Errno 98] Address already in use')",
            "The emulator did not start: OSError: [Errno 98] Address already in use.",
        ),
        ("time.sleep(600)", "The emulator was not ready after 0.5 seconds."),
    ],
    ids=["port taken", "slow"],
)
def test_emulator_that_does_not_start(place: Place, text: str, problem: str) -> None:
    place.emulator("bad", text)
    seconds = 0.5 if "sleep" in text else 60
    code, output, errors = place.run("bad", _BASH, "-c", "echo started", "-json", seconds=seconds)
    assert (code, reports(output), errors) == (
        1,
        [{"type": "terrapants_emulator", "problem": problem}],
        "",
    )
    assert "started" not in output
    assert not place.pid.exists() or has_ended(place.pid)


@pytest.mark.parametrize(
    ("end", "how"),
    [
        ("sys.exit('out of memory')", "ended with exit code 1 while the test was running: out of "),
        ("os.kill(os.getpid(), 9)", "was killed by signal 9 while the test was running."),
    ],
)
def test_emulator_that_ends_stops_the_command(place: Place, end: str, how: str) -> None:
    place.emulator("crashes", f"{READY}\ntime.sleep(0.3)\n{end}\n")
    began = time.monotonic()
    code, output, _ = place.run("crashes", _BASH, "-c", "echo $$ >command; exec sleep 600", "-json")
    assert (code, time.monotonic() - began < 50) == (1, True)
    assert reports(output)[-1]["problem"].startswith(f"The emulator {how}")
    assert has_ended(place.directory / "command")


def test_what_it_cannot_do_is_reported_once(place: Place) -> None:
    lines = 'print(json.dumps({"unsupported": "s3 Foo is not implemented"}), flush=True)\n' * 2
    place.emulator("lacks", f"{READY}\n{lines}sys.stdin.read()\n")
    message = {"type": "terrapants_emulator", "unsupported": "s3 Foo is not implemented"}
    assert reports(place.run("lacks", _BASH, "-c", "exit 1", "-json")[1]) == [message]
    assert place.run("lacks", _BASH, "-c", "exit 1") == (
        1,
        "",
        "emulator: s3 Foo is not implemented.\n",
    )


def test_nothing_is_left_where_launch_is_killed(place: Place) -> None:
    place.emulator("ready", f"{READY}\nsys.stdin.read()\n")
    process = place.start("ready", _BASH, "-c", "echo $$ >command; exec sleep 600")
    command = place.directory / "command"
    wait_for(lambda: command.exists() and command.read_text())
    process.kill()
    process.communicate()
    wait_for(lambda: has_ended(place.pid))
    if sys.platform.startswith("linux"):
        wait_for(lambda: has_ended(command))


def test_group_that_is_interrupted_ends(place: Place) -> None:
    """As Pants does at a timeout: the command gets it, and ends in its own way."""
    place.emulator("ready", f"{READY}\nsys.stdin.read()\n")
    script = "trap 'echo cleaned up; exit 7' INT; echo >command; while :; do sleep 0.1; done"
    process = place.start("ready", _BASH, "-c", script)
    wait_for((place.directory / "command").exists)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (7, "cleaned up\n")
    assert has_ended(place.pid)


def test_stubborn_emulator_is_killed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.emulator("stays", f"{READY}\nos.close(0)\ntime.sleep(600)\n")
    monkeypatch.setattr(launch, "END_SECONDS", 0.2)
    emulator = launch.Emulator(str(place.directory / "stays.py"), place.directory / "log")
    assert emulator.variables(60) == {"WHERE": "here"}
    assert emulator.stop() == ()
    assert emulator.process.returncode == -signal.SIGKILL
