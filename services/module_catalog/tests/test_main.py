from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from module_catalog.catalog import Catalog, Module
from module_catalog.main import main


def test_inventory_is_what_serve_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = tmp_path / "aws" / "vpc"
    module.mkdir(parents=True)
    (module / "versions.tf").write_text('terraform {\n  required_version = ">= 1.9"\n}\n')

    assert main(["inventory", str(tmp_path)]) == 0

    inventory = tmp_path / "inventory.json"
    inventory.write_text(capsys.readouterr().out)
    assert Catalog.load(inventory).modules == (Module(name="aws/vpc", required_version=">= 1.9"),)


def test_unreadable_inventory_is_one_log_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--inventory", str(tmp_path / "none.json")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["level"] == "ERROR"
    assert "none.json: No such file" in json.loads(line)["message"]


def test_address_in_use_is_one_log_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inventory = tmp_path / "inventory.json"
    inventory.write_text(Catalog([]).dumps())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--inventory", str(inventory), "--port", str(port)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == f"127.0.0.1:{port}: Address already in use"


def test_invalid_settings_are_one_log_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODULE_CATALOG_MAX_BODY_BYTES", "many")
    assert main(["serve", "--port", "99999"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == (
        "MODULE_CATALOG_PORT: Input should be less than or equal to 65535; "
        "MODULE_CATALOG_MAX_BODY_BYTES: Input should be a valid integer, unable to parse string "
        "as an integer; MODULE_CATALOG_INVENTORY: Field required"
    )


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_process_serves_until_it_is_told_to_stop(tmp_path: Path, stop: signal.Signals) -> None:
    inventory = tmp_path / "inventory.json"
    inventory.write_text(Catalog([Module(name="aws/vpc")]).dumps())
    process = subprocess.Popen(
        (
            *(sys.executable, "-m", "module_catalog.main"),
            *("serve", "--inventory", inventory, "--port", "0"),
        ),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr
        try:
            serving: dict[str, Any] = json.loads(process.stderr.readline())
            with closing(
                http.client.HTTPConnection("127.0.0.1", serving["port"], timeout=10)
            ) as connection:
                connection.request("GET", "/modules/aws/vpc", headers={"X-Request-ID": "abc"})
                assert connection.getresponse().status == 200
            process.send_signal(stop)
            lines = [json.loads(line) for line in process.stderr.read().splitlines()]
            logged = {line["message"]: line for line in lines}
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()

    assert serving["message"] == "serving"
    # The request may be logged after its answer was read, and the signal sent.
    assert logged.keys() == {"request", "stopping", "stopped"}
    assert lines[-1]["message"] == "stopped"
    assert logged["request"]["correlation_id"] == "abc"
    assert logged["stopping"]["signal"] == stop.name
