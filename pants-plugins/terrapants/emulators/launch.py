"""Runs a command with an emulator of a cloud beside it. This script runs in a sandbox.

    launch.py EMULATOR BASH ENVIRONMENT COMMAND [ARGUMENT…]

EMULATOR is a script, started with the same Python. It writes lines of JSON to its standard output,

    {"variables": {…}}        once it is ready: the environment that leads the command to it
    {"unsupported": "…"}      for something that it was asked for and cannot do

and it ends when its standard input does, so that it cannot outlive this process, however that ends.
The command starts with those variables, and with those of the Bash file ENVIRONMENT, which win.

Where there is something to report, the last lines of the output are, for a command with `-json`,

    {"type": "terrapants_emulator", "problem": "…"}        the emulator did not start, or it ended
    {"type": "terrapants_emulator", "unsupported": "…"}

and otherwise sentences on standard error.
"""

from __future__ import annotations

import ctypes
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

# Importing what emulates AWS takes a second or two, many times that on a busy machine.
START_SECONDS = 120.0
# How long something may take to end before it is killed.
END_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


class Emulator:
    """An emulator that was started.

    :param log: a file for its standard error.
    """

    def __init__(self, script: str, log: Path) -> None:
        self._log = log
        self._lines: queue.Queue[Optional[Mapping[str, Any]]] = queue.Queue()
        self._unsupported: dict[str, None] = {}
        with log.open("w") as errors:
            self.process = subprocess.Popen(
                (sys.executable, "-I", script),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                # Whoever stops the whole group with it means the command.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            message = json.loads(line)
            if "unsupported" in message:
                self._unsupported[message["unsupported"]] = None
            else:
                self._lines.put(message)
        self._lines.put(None)

    def variables(self, seconds: float) -> Mapping[str, str]:
        """Wait until it is ready.

        :raises EmulatorProblem: it is not, after these seconds, or it has ended.
        """
        try:
            message = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise EmulatorProblem(
                f"The emulator was not ready after {seconds:g} seconds."
            ) from None
        if message is None:
            raise EmulatorProblem(f"The emulator did not start{self._last_words()}.")
        variables: Mapping[str, str] = message["variables"]
        return variables

    def ended_early(self) -> str:
        """A sentence on how it ended, while it was needed."""
        code = self.process.wait()
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return f"The emulator {how} while the test was running{self._last_words()}."

    def stop(self) -> tuple[str, ...]:
        """End it. Returns what it could not do."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join(END_SECONDS)
        return tuple(self._unsupported)

    def _last_words(self) -> str:
        """The last line of its standard error, as `: …`, to end a sentence with."""
        lines = [line.strip() for line in self._log.read_text(errors="replace").splitlines()]
        last = next(filter(None, reversed(lines)), "")
        return f": {last.rstrip('.')}" if last else ""


class EmulatorProblem(Exception):
    """The emulator cannot be used. Its text is a sentence."""


def run(
    command: Sequence[str],
    variables: Mapping[str, str],
    emulator: Emulator,
) -> tuple[int, str]:
    """Run the command until it ends, or until the emulator does.

    :return: its exit code, and a sentence if the emulator ended first.
    """
    process = subprocess.Popen(command, env=dict(variables), preexec_fn=_end_with_parent())
    signal.signal(signal.SIGTERM, lambda number, _: process.send_signal(number))
    problem = []

    def watch() -> None:
        reason = emulator.ended_early()
        if process.poll() is None:
            problem.append(reason)
            _stop(process)

    threading.Thread(target=watch, daemon=True).start()
    code = process.wait()
    return (1, problem[0]) if problem else (128 - code if code < 0 else code, "")


def _stop(process: subprocess.Popen[Any]) -> None:
    """End Terraform: asked twice, it neither waits for providers nor leaves one behind."""
    for seconds in (1.0, END_SECONDS):
        process.send_signal(signal.SIGINT)
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            pass
    process.kill()


def _end_with_parent() -> Callable[[], object] | None:
    """What makes a child end where this process is killed alone. Only Linux has it."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _report(as_json: bool, key: str, text: str) -> None:
    if as_json:
        message = json.dumps({"type": "terrapants_emulator", key: text})
        # What the command wrote may have ended within a line.
        sys.stdout.write(f"\n{message}\n")
        sys.stdout.flush()
    else:
        sys.stderr.write(f"{text}\n" if key == "problem" else f"emulator: {text}.\n")
        sys.stderr.flush()


def main(arguments: Sequence[str], start_seconds: float = START_SECONDS) -> int:
    script, bash, environment, *command = arguments
    # The command gets it as well, and ends; what it leaves is this process's to stop.
    signal.signal(signal.SIGINT, lambda *_: None)
    as_json = "-json" in command
    emulator = Emulator(script, Path(environment).with_name("emulator.log"))
    code, problem = 1, ""
    try:
        variables = emulator.variables(start_seconds)
        in_environment = (bash, "-c", '. "$0" && exec "$@"', environment, *command)
        code, problem = run(in_environment, variables, emulator)
    except EmulatorProblem as error:
        problem = str(error)
        emulator.process.kill()
    for text in emulator.stop():
        _report(as_json, "unsupported", text)
    if problem:
        _report(as_json, "problem", problem)
    return code


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
