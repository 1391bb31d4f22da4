"""`.ci/audit` with pip-audit itself, which asks a server of ours about vulnerabilities."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ci.tools import ROOT, find

# What `.ci/audit` tries the database out with.
KNOWN = frozenset({"urllib3"})
LOCK = "{name}==1.24.1 \\\n    --hash=sha256:" + 64 * "0" + "\n"
FAULT = {
    "id": "OSV-1",
    "aliases": [],
    "published": "2019-04-18T00:00:00Z",
    "summary": "It has a fault.",
    "affected": [],
}


@contextmanager
def database(vulnerable: frozenset[str], broken: frozenset[str] = frozenset()) -> Iterator[str]:
    """The URL of one in the form of OSV that knows of these packages, and fails for others."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = query["package"]["name"]
            answer = json.dumps({"vulns": [FAULT]} if name in vulnerable else {}).encode()
            self.send_response(503 if name in broken else 200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(ROOT / ".ci", root / ".ci")
    (root / "scripts").mkdir()
    (root / "scripts/ci-tool").write_text(f'#!/bin/sh\nshift\nexec "{find("pip-audit")}" "$@"\n')
    (root / "scripts/ci-tool").chmod(0o755)
    for path, name in (("3rdparty/a.lock", "alpha"), ("plugins/b.lock", "beta")):
        (root / path).parent.mkdir()
        (root / path).write_text(LOCK.format(name=name))
    (root / ".terraform.lock.hcl").write_text("")
    track(root)
    return root


def track(root: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)


def audit(repository: Path, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [".ci/audit"],
        cwd=repository,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(repository.parent),
            "PIP_AUDIT_VULNERABILITY_SERVICE": "osv",
            "PIP_AUDIT_OSV_URL": url,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_lock_is_audited(repository: Path) -> None:
    with database(KNOWN) as url:
        result = audit(repository, url)
    assert result.returncode == 0, result.stdout + result.stderr
    # What pip-audit says of a database in the form of OSV.
    lines = result.stdout.splitlines(keepends=True)
    assert "".join(line for line in lines if not line.startswith("WARNING:")) == (
        "\n3rdparty/a.lock, packages: 1\nNo known vulnerabilities found\n"
        "\nplugins/b.lock, packages: 1\nNo known vulnerabilities found\n"
        "\n2 locks: 2 without known vulnerabilities, 0 with some, 0 not audited\n"
    )


def test_a_vulnerable_lock_does_not_hide_the_next(repository: Path) -> None:
    with database(KNOWN | {"alpha"}) as url:
        result = audit(repository, url)
    assert result.returncode == 1
    assert "OSV-1" in result.stdout
    assert "It has a fault." in result.stdout
    assert result.stdout.endswith(
        "2 locks: 1 without known vulnerabilities, 1 with some, 0 not audited\n"
    )


def test_a_lock_about_which_nothing_was_answered_is_not_audited(repository: Path) -> None:
    with database(KNOWN, broken=frozenset({"beta"})) as url:
        result = audit(repository, url)
    assert result.returncode == 1
    assert "503" in result.stdout
    assert "File " not in result.stdout, "the frames of a traceback"
    assert result.stdout.endswith(
        "This lock was not audited.\n"
        "\n2 locks: 1 without known vulnerabilities, 0 with some, 1 not audited\n"
    )


def test_a_lock_without_packages_is_not_audited(repository: Path) -> None:
    (repository / "plugins/b.lock").write_text("# Nothing.\n")
    with database(KNOWN) as url:
        result = audit(repository, url)
    assert result.returncode == 1
    assert "plugins/b.lock, packages: 0" in result.stdout
    assert "1 not audited\n" in result.stdout


def test_a_database_that_knows_nothing_finds_nothing(repository: Path) -> None:
    with database(frozenset()) as url:
        result = audit(repository, url)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        ".ci/audit: No lock was audited. What was asked knows no vulnerability of urllib3==1.24.1, "
        "which has some, so it has no data on vulnerabilities: a mirror of the package index may "
        "answer in its place. Run this where the index itself is reached, or set "
        "PIP_AUDIT_VULNERABILITY_SERVICE=osv to ask another database.\n"
    )


def test_a_database_that_is_not_reached(repository: Path) -> None:
    with database(KNOWN) as url:
        pass
    result = audit(repository, url)
    assert (result.returncode, result.stdout) == (1, "")
    reason, said = result.stderr.splitlines()[-2:]
    assert "Connection refused" in reason
    assert said == (
        ".ci/audit: No lock was audited. pip-audit could not ask about urllib3==1.24.1, with which "
        "it is tried out; it says why above."
    )
    assert "File " not in result.stderr, "the frames of a traceback"


def test_an_audit_of_no_lock_is_a_failure(repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    track(repository)
    for lock in repository.rglob("*.lock"):
        lock.unlink()
    track(repository)
    result = audit(repository, "http://127.0.0.1:1/")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        ".ci/audit: No lock was audited. There is none here: run this in a clone of the "
        "repository.\n"
    )
