"""A running provider, started as go-plugin (Terraform's plugin library) does."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from terrapants.provider_pool.leftovers import forget_provider, record_provider
from terrapants.provider_pool.processes import start_time

# go-plugin's `MagicCookieConfig` of Terraform providers (internal/plugin/serve.go of Terraform).
_MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
_PROTOCOLS = (5, 6)
_START_SECONDS = 60.0  # as in go-plugin


class NoProvider(Exception):
    """A provider cannot be used by the pool; the argument is a sentence for the user."""


@dataclass(frozen=True)
class Handshake:
    """:param address: of the provider's gRPC service, in the syntax of gRPC."""

    protocol: int
    address: str


def read_handshake(line: str, name: str) -> Handshake:
    """Read `CORE|PROTOCOL|NETWORK|ADDRESS|grpc|CERTIFICATE`, the first line of a provider's output.

    :raises NoProvider: if it is no such line, or of a kind that the pool does not speak.
    """
    core, protocol, network, address, transport, *_ = [*line.strip().split("|"), "", "", "", "", ""]
    if core != "1" or not protocol.isdigit():
        raise NoProvider(
            f"The provider pool cannot use {name}, which does not start as a plugin of Terraform."
        )
    if int(protocol) not in _PROTOCOLS or transport != "grpc" or network not in ("unix", "tcp"):
        raise NoProvider(
            f"The provider pool cannot use {name}: it speaks protocol {protocol} "
            f"({transport or 'netrpc'} over {network}), and the pool 5 and 6 over gRPC."
        )
    return Handshake(int(protocol), f"unix:{address}" if network == "unix" else address)


class ProviderProcess:
    def __init__(self, binary: str, directory: Path) -> None:
        """Start the provider and wait until it can be asked.

        :param directory: of the server, for the provider's sockets and temporary files.
        :raises NoProvider: if it does not start.
        """
        self.name = os.path.basename(binary)
        home = directory / "home"
        sockets = directory / "plugins"
        for each in (home, sockets):
            each.mkdir(exist_ok=True)
        stdout, of_provider = os.pipe()
        stderr, errors_of_provider = os.pipe()
        try:
            self._process = subprocess.Popen(
                (binary,),
                cwd=home,
                env={
                    "HOME": str(home),
                    "TMPDIR": str(home),
                    "PATH": os.defpath.lstrip(":"),
                    "TF_PLUGIN_MAGIC_COOKIE": _MAGIC_COOKIE,
                    "PLUGIN_PROTOCOL_VERSIONS": ",".join(map(str, _PROTOCOLS)),
                    "PLUGIN_UNIX_SOCKET_DIR": str(sockets),
                },
                stdin=subprocess.DEVNULL,
                stdout=of_provider,
                stderr=errors_of_provider,
                start_new_session=True,
            )
        except OSError as error:
            os.close(stdout)
            os.close(stderr)
            raise NoProvider(f"The provider pool cannot start {self.name}: {error}") from error
        finally:
            os.close(of_provider)
            os.close(errors_of_provider)
        self._directory = directory
        try:
            record_provider(directory, self._process.pid)
        except OSError as error:
            # Nobody would end it.
            os.close(stdout)
            os.close(stderr)
            self.stop()
            raise NoProvider(f"The provider pool cannot start {self.name}: {error}") from error
        self._last_words: deque[bytes] = deque(maxlen=20)
        threading.Thread(target=self._read_stderr, args=(stderr,), daemon=True).start()
        try:
            handshake = read_handshake(self._first_line(stdout), self.name)
        except NoProvider:
            os.close(stdout)
            self.stop()
            raise
        threading.Thread(target=_drain, args=(stdout,), daemon=True).start()
        self.protocol = handshake.protocol
        self.address = handshake.address

    def is_running(self) -> bool:
        # Until its last thread is gone, a killed process cannot be waited for, but is dead already.
        return self._process.poll() is None and bool(start_time(self._process.pid))

    def stop(self) -> None:
        """It holds nothing that would have to be put away."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        forget_provider(self._directory, self._process.pid)

    def last_words(self) -> str:
        """The line of its error output that says most about its end."""
        lines = [line.decode("utf-8", "replace").strip() for line in self._last_words]
        panics = [line for line in lines if line.startswith(("panic:", "fatal error:"))]
        return (panics or [line for line in lines if line] or [""])[-1]

    def _first_line(self, stdout: int) -> str:
        end = time.monotonic() + _START_SECONDS
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([stdout], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise NoProvider(
                    f"The provider pool cannot use {self.name}, which did not start within "
                    f"{_START_SECONDS:.0f} seconds."
                )
            # Byte by byte, so that nothing but the line is read.
            byte = os.read(stdout, 1)
            if not byte:
                self.stop()
                words = self.last_words()
                raise NoProvider(
                    f"The provider pool cannot use {self.name}, which ended at its start"
                    f"{f': {words}' if words else '.'}"
                )
            line += byte
        return line.decode("utf-8", "replace")

    def _read_stderr(self, stderr: int) -> None:
        with os.fdopen(stderr, "rb") as lines:
            while True:
                line = lines.readline(1 << 12)
                if not line:
                    return
                self._last_words.append(line)


def _drain(descriptor: int) -> None:
    while os.read(descriptor, 1 << 16):
        pass
    os.close(descriptor)
