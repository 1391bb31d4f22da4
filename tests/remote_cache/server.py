"""A real BuildGrid server, as scripts/remote-cache starts it."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path.cwd()
# Installing BuildGrid is part of the first start on a machine.
_START_SECONDS = 300


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """:param directory: where it keeps its files.
    :param arguments: further arguments of scripts/remote-cache.
    """

    def __init__(self, directory: Path, *arguments: str) -> None:
        self.directory = directory
        self.port = free_port()
        self.arguments = arguments
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        script = str(ROOT / "scripts/remote-cache")
        self._start(script, f"--port={self.port}", f"--directory={self.directory}", *self.arguments)

    def _start(self, *command: str) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    @property
    def log(self) -> Path:
        return self.directory / "log"

    @property
    def blobs(self) -> Path:
        """Where BuildGrid's disk storage keeps contents, each in a file."""
        return self.directory / "storage/cas/objects"

    @property
    def command(self) -> list[str]:
        """What scripts/remote-cache has become: BuildGrid, on its own interpreter."""
        assert self.process
        line = Path(f"/proc/{self.process.pid}/cmdline").read_text()
        return line.rstrip("\0").split("\0")

    @property
    def python(self) -> str:
        return self.command[0]

    def restart_with_expired_certificate(self) -> None:
        command = self.command
        self.stop()
        certificate = ("x509", "-req", "-days", "0", "-CA", "ca.pem", "-CAkey", "ca.key")
        for arguments in (
            ("req", "-new", "-key", "server.key", "-subj", "/CN=server", "-out", "server.csr"),
            (*certificate, "-in", "server.csr", "-extfile", "names", "-out", "server.pem"),
        ):
            (self.directory / "names").write_text("subjectAltName=DNS:localhost\n")
            subprocess.run(
                ("openssl", *arguments), cwd=self.directory, check=True, capture_output=True
            )
        time.sleep(1)
        self._start(*command)

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(sent)
            self.process.wait()
            self.process = None

    def stored(self) -> list[Path]:
        return sorted(path for path in self.blobs.glob("*/*") if path.is_file())

    def options(self, *, write: bool, port: int | None = None) -> dict[str, str]:
        """The environment of a client, as scripts/remote-cache says."""
        token = "read-write" if write else "read-only"
        return {
            "PANTS_CONFIG_FILES": str(ROOT / "pants.remote.toml"),
            "PANTS_REMOTE_STORE_ADDRESS": f"grpcs://localhost:{port or self.port}",
            "PANTS_REMOTE_CA_CERTS_PATH": str(self.directory / "ca.pem"),
            "PANTS_REMOTE_STORE_HEADERS": f"@{self.directory / token}.json",
            "PANTS_REMOTE_CACHE_WRITE": str(write).lower(),
        }


@contextlib.contextmanager
def running(directory: Path, *arguments: str) -> Iterator[Server]:
    server = Server(directory, *arguments)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)
