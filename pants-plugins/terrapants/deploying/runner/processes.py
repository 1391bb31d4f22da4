"""The processes that run now, and what becomes of them when the user interrupts."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# A terminal and Pants may both pass the same interrupt on. Terraform takes a second one as an order
# to stop at once, which loses what it knows of unfinished resources.
_SAME_INTERRUPT_SECONDS = 1.0


class Processes:
    """Starts processes that get an interrupt from this one alone, once for each time."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.RLock()
        self._last = 0.0
        self._interrupted = False

    def is_interrupted(self) -> bool:
        return self._interrupted

    def pass_interrupts_on(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._interrupt())

    def _interrupt(self) -> None:
        now = time.monotonic()
        if self._interrupted and now - self._last < _SAME_INTERRUPT_SECONDS:
            return
        self._last = now
        self._interrupted = True
        with self._lock:
            for process in self._running:
                process.send_signal(signal.SIGINT)

    def run(
        self,
        command: Sequence[str],
        directory: Path,
        env: Mapping[str, str],
        each_line: Callable[[bytes], object] = lambda line: None,
        even_if_interrupted: bool = False,
    ) -> tuple[int, str, str]:
        """The exit code, the output and the errors; 130 where nothing is started any more.

        :param each_line: called with each line of the output as it comes.
        :param even_if_interrupted: for what is quick and only reads. A further interrupt ends it.
        """
        with self._lock:
            if self._interrupted and not even_if_interrupted:
                return 130, "", "Interrupted."
            process = subprocess.Popen(
                command,
                cwd=directory,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            self._running.add(process)
        errors: list[bytes] = []
        reader = threading.Thread(target=lambda: errors.extend(process.stderr or ()), daemon=True)
        reader.start()
        lines: list[bytes] = []
        for line in process.stdout or ():
            lines.append(line)
            each_line(line)
        code = process.wait()
        reader.join()
        with self._lock:
            self._running.discard(process)
        return code, _text(lines), _text(errors)


def _text(lines: Sequence[bytes]) -> str:
    return b"".join(lines).decode("utf-8", "replace")
