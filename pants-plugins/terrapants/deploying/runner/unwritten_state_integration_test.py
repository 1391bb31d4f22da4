"""A backend that can be read, but not be written to when an apply ends."""

from __future__ import annotations

import http.server
import json
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from terrapants.deploying.runner.testutil import Repository
from terrapants.testutil.locked_environment import python_with_requirements_of

A = "net:dev"
SECRET = "hunter2-is-not-a-secret"
MAIN = """\
terraform {
  backend "http" {}
}

variable "password" {
  type      = string
  sensitive = true
}

resource "terraform_data" "secret" {
  input = "user:${var.password}"
%s
}
"""
# Terraform's own file cannot be written either.
IN_THE_WAY = """\
  provisioner "local-exec" {
    command = "mkdir errored.tfstate"
  }
"""


class Backend(http.server.ThreadingHTTPServer):
    """:param state: what it has, and takes no other one."""

    state = b""
    takes = False


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Backend

    def do_GET(self) -> None:
        self.send_response(200 if self.server.state else 404)
        self.end_headers()
        self.wfile.write(self.server.state)

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.takes:
            self.server.state = content
        self.send_response(200 if self.server.takes else 500)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def backend() -> Iterator[Backend]:
    with Backend(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def repository(tmp_path: Path, backend: Backend) -> Repository:
    python = python_with_requirements_of("terrapants.deploying")
    repository = Repository(tmp_path, command=(python, "-I"))
    repository.add(A)
    repository.files["net/dev.tfvars"] = ""
    repository.files["net/dev.tfbackend"] = (
        f'address = "http://127.0.0.1:{backend.server_port}/"\nretry_max = 0\n'
    )
    repository.variables[A] = {"TF_VAR_password": SECRET}
    return repository


def kept_states(repository: Repository) -> list[Path]:
    return sorted((repository.directory / "records").glob("*.tfstate"))


@pytest.mark.parametrize("in_the_way", ["", IN_THE_WAY])
def test_a_state_that_cannot_be_written_is_kept(
    repository: Repository, backend: Backend, in_the_way: str
) -> None:
    repository.files["net/main.tf"] = MAIN % in_the_way
    failed = repository.apply()
    assert failed.code == 1
    (kept,) = kept_states(repository)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert SECRET in kept.read_text()
    assert SECRET not in failed.said
    assert "Failed to save state" in failed.said
    assert (
        f"The state could not be written to its backend. It is kept in {kept}, and may hold "
        "secrets. Before anything else is planned or applied, push it: in net, run `terraform init "
        f"-backend-config=dev.tfbackend` and `terraform state push {kept}`, then delete the file."
    ) in failed.said
    # What Terraform says of it is true only in the sandbox.
    assert "terraform state push errored.tfstate" not in failed.said
    (record,) = repository.records
    assert (record["result"], record["serial_after"]) == ("failed", 0)
    assert SECRET not in json.dumps(record)

    # An earlier state that was not pushed yet is not lost.
    repository.apply()
    assert len(kept_states(repository)) == 2
    assert SECRET in kept.read_text()

    # It is the state that the backend takes, and then nothing is left to do.
    backend.takes = True
    backend.state = kept.read_bytes()
    assert repository.plan().code == 0


def test_a_state_that_can_be_kept_nowhere_is_said(repository: Repository) -> None:
    repository.files["net/main.tf"] = MAIN % ""
    (repository.directory / "a-file").write_text("")
    log = str(repository.directory / "applied.jsonl")
    failed = repository.apply(records=str(repository.directory / "a-file/states"), log=log)
    assert failed.code == 1
    assert "nor be kept in" in failed.said
    assert "What was applied is in no state: import it before you apply again." in failed.said
    assert SECRET not in failed.said
