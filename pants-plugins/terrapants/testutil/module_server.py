"""A server on this machine from which Terraform fetches modules: git repositories, a registry and
archives. It writes down what it was asked for."""

from __future__ import annotations

import io
import json
import ssl
import subprocess
import tarfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "A"), ("EMAIL", "a@example.com"))
}


class GitRepository:
    """A repository in a directory, whose one branch is `main`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        result = subprocess.run(
            ["git", *arguments],  # noqa: S607
            cwd=self.directory,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.directory), **_IDENTITY},
            check=True,
            capture_output=True,
            text=True,
        )
        return result.stdout.strip()

    def commit(self, files: Mapping[str, str], *, tag: str = "") -> str:
        """The ID of a commit with these files."""
        for path, text in files.items():
            file = self.directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=Change")
        if tag:
            self.git("tag", tag)
        # For git's protocol of plain files.
        self.git("update-server-info")
        return self.git("rev-parse", "HEAD")


class ModuleServer:
    """Serves a directory. Modules of its registry are `<address>/acme/<name>/local`."""

    def __init__(self, directory: Path, port: int) -> None:
        self.directory = directory
        self.address = f"127.0.0.1:{port}"
        self.certificate = str(directory.parent / "certificate.pem")
        self.requests: list[str] = []

    def repository(self, name: str) -> GitRepository:
        """A new one; its files are at `url(name)`."""
        return GitRepository(self.directory / name)

    def url(self, name: str) -> str:
        return f"git::https://{self.address}/{name}/.git"

    def archive(self, path: str, files: Mapping[str, str]) -> str:
        """The URL of a new archive."""
        archive = self.directory / path
        archive.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive, "w:gz") as tar:
            for name, text in files.items():
                information = tarfile.TarInfo(name)
                information.size = len(text.encode())
                tar.addfile(information, io.BytesIO(text.encode()))
        return f"https://{self.address}/{path}"

    def publish(self, name: str, version: str, files: Mapping[str, str]) -> str:
        """The registry's address of a module, of which there is a new version."""
        module = self.directory / "v1/modules/acme" / name / "local"
        self.archive(f"archives/{name}-{version}.tar.gz", files)
        (module / version).mkdir(parents=True)
        (module / version / "download").write_text(f"/archives/{name}-{version}.tar.gz")
        versions = [{"version": each.name} for each in module.iterdir() if each.is_dir()]
        (module / "versions").write_text(json.dumps({"modules": [{"versions": versions}]}))
        return f"{self.address}/acme/{name}/local"

    @property
    def env(self) -> dict[str, str]:
        """What makes Terraform and git trust it."""
        return {"SSL_CERT_FILE": self.certificate, "GIT_SSL_CAINFO": self.certificate}

    def take_requests(self) -> list[str]:
        """What it was asked for since this was called last."""
        taken, self.requests = self.requests, []
        return taken


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, modules: ModuleServer) -> None:
        self.modules = modules
        super().__init__(*args, directory=str(modules.directory))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.modules.requests.append(self.path)
        if self.path == "/.well-known/terraform.json":
            self._answer(
                200, {"Content-Type": "application/json"}, b'{"modules.v1":"/v1/modules/"}'
            )
        elif self.path.startswith("/v1/modules/") and self.path.endswith("/download"):
            archive = (self.modules.directory / self.path[1:]).read_text()
            self._answer(204, {"X-Terraform-Get": archive}, b"")
        else:
            super().do_GET()

    def _answer(self, code: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not to the terminal."""


@contextmanager
def module_server(directory: Path) -> Iterator[ModuleServer]:
    """It serves a new directory in this one, until the context ends."""
    served = directory / "served"
    served.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    modules = ModuleServer(served, server.server_port)
    server.RequestHandlerClass = partial(_Handler, modules=modules)
    key = directory / "key.pem"
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key),
            *("-out", modules.certificate),
        ),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(modules.certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield modules
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
