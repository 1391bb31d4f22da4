from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from certificates import issue, make_authority


def openssl(*arguments: str) -> str:
    return subprocess.run(
        ("openssl", *arguments), check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    make_authority(tmp_path)
    issue(tmp_path, "server", ("localhost", "127.0.0.1", "cache.example.com"), days=90)
    issue(tmp_path, "client", (), days=90)
    return tmp_path


@pytest.mark.parametrize(("name", "purpose"), [("server", "sslserver"), ("client", "sslclient")])
def test_the_authority_vouches_for_each(directory: Path, name: str, purpose: str) -> None:
    verified = openssl(
        *("verify", "-purpose", purpose, "-CAfile", str(directory / "ca.pem")),
        str(directory / f"{name}.pem"),
    )
    assert verified.endswith(": OK\n")


def test_the_certificate_of_the_server_has_all_its_names(directory: Path) -> None:
    text = openssl("x509", "-in", str(directory / "server.pem"), "-noout", "-text")
    assert "DNS:localhost, IP Address:127.0.0.1, DNS:cache.example.com" in text
    assert "CA:FALSE" in text


def test_the_authority_stays(directory: Path) -> None:
    """Who has its certificate trusts the server after a restart, too."""
    before = (directory / "ca.pem").read_text()
    make_authority(directory)
    assert (directory / "ca.pem").read_text() == before


def test_what_openssl_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^scripts/remote-cache: `openssl x509` failed:\n"):
        issue(tmp_path, "server", ("localhost",), days=1)
