"""A real BuildGrid server, as scripts/remote-cache starts it."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path.cwd()
# Installing BuildGrid is part of the first start on a machine.
_START_SECONDS = 600


class Port:
    """A free port of this machine, which stays reserved: bound, and nobody listens.

    BuildGrid may listen there all the same, because both say so (SO_REUSEPORT).
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.number = int(self._socket.getsockname()[1])


def started(command: Sequence[str], log: Path, port: Port) -> subprocess.Popen[bytes]:
    """A server that listens."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port.number)):
            return process
        time.sleep(0.05)
    process.kill()
    raise AssertionError(log.read_text())


class Server:
    """:param directory: where it keeps its files.
    :param options: further ones of the script.
    """

    def __init__(self, directory: Path, *options: str) -> None:
        self.directory = directory
        self._options = options
        self._reserved = Port()
        self.port = self._reserved.number
        self._process: subprocess.Popen[bytes] | None = None
        directory.mkdir(parents=True, exist_ok=True)
        self.start()

    @property
    def script(self) -> tuple[str, ...]:
        script = str(ROOT / "scripts/remote-cache")
        return script, f"--port={self.port}", f"--directory={self.directory}", *self._options

    def start(self) -> None:
        self._process = started(self.script, self.directory / "log", self._reserved)

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def blobs(self) -> Path:
        """Where BuildGrid's disk storage keeps contents, each in a file."""
        return self.directory / "storage/cas/objects"

    @property
    def command(self) -> list[str]:
        """What scripts/remote-cache has become: BuildGrid, on its own interpreter."""
        line = Path(f"/proc/{self.pid}/cmdline").read_text()
        return line.rstrip("\0").split("\0")

    @property
    def python(self) -> str:
        return self.command[0]

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(sent)
            self._process.wait()
            self._process = None

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
def running(directory: Path, *options: str) -> Iterator[Server]:
    server = Server(directory, *options)
    try:
        yield server
    finally:
        server.stop(signal.SIGKILL)
        shutil.rmtree(directory, ignore_errors=True)


@dataclass(frozen=True)
class WrongPorts:
    """Ports of a real BuildGrid that is set up wrongly."""

    plain_text: int
    expired_certificate: int


@contextlib.contextmanager
def set_up_wrongly(server: Server) -> Iterator[WrongPorts]:
    """A second BuildGrid, which has the files of the first one."""
    directory = server.directory
    issue_expired_certificate(directory)
    plain, expired = Port(), Port()
    channels = (
        f'server:\n  - !channel\n    address: "127.0.0.1:{plain.number}"\n    insecure-mode: true\n'
        f'  - !channel\n    address: "127.0.0.1:{expired.number}"\n    insecure-mode: false\n'
        f'    credentials:\n      tls-server-key: "{directory}/server.key"\n'
        f'      tls-server-cert: "{directory}/expired.pem"\n'
    )
    *command, configuration = server.command
    before, _, rest = Path(configuration).read_text().partition("server:\n")
    _, separator, after = rest.partition("authorization:\n")
    wrong = directory / "wrong.yml"
    wrong.write_text(before + channels + separator + after)
    process = started((*command, str(wrong)), directory / "wrong.log", expired)
    try:
        yield WrongPorts(plain.number, expired.number)
    finally:
        process.kill()
        process.wait()


def issue_expired_certificate(directory: Path) -> None:
    """As `expired.pem`; in all else it is as good as that of the server."""

    def openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = ("openssl", *arguments)
        return subprocess.run(command, cwd=directory, check=False, capture_output=True)

    (directory / "names").write_text("subjectAltName=DNS:localhost\n")
    request = ("-new", "-key", "server.key", "-subj", "/CN=server", "-out", "expired.csr")
    certificate = ("-req", "-days", "0", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    files = ("-in", "expired.csr", "-extfile", "names", "-out", "expired.pem")
    for made in (openssl("req", *request), openssl("x509", *certificate, *files)):
        assert made.returncode == 0, made.stderr
    while openssl("x509", "-checkend", "0", "-in", "expired.pem").returncode == 0:
        time.sleep(0.05)
