from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from {{ cookiecutter.__module }} import settings
from {{ cookiecutter.__module }}.main import main

MODULE = "{{ cookiecutter.__module }}.main"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_it_is_told_to_stop(stop: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE, "--port", "0"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr
        try:
            serving = json.loads(process.stderr.readline())
            url = f"http://127.0.0.1:{serving['port']}/healthz"
            with urllib.request.urlopen(url, timeout=10) as response:
                assert json.loads(response.read()) == {"status": "ok"}
            process.send_signal(stop)
            lines = [json.loads(line) for line in process.stderr.read().splitlines()]
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()

    assert serving["message"] == "serving"
    assert {line["message"] for line in lines} == {"stopping", "stopped"}
    assert lines[-1]["message"] == "stopped"


def test_an_address_in_use_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        assert main(["--port", str(port)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == f"127.0.0.1:{port}: Address already in use"


def test_invalid_settings_are_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(settings.PREFIX + "PORT", "99999")
    assert main([]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == (
        settings.PREFIX + "PORT: Input should be less than or equal to 65535"
    )
