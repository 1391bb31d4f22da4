from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.fs import EMPTY_DIGEST
from pants.util.docutil import bin_name

from terrapants.terraform.tool import (
    TerraformBinary,
    UnusableTerraform,
    started_by_bash,
    usable_version,
)


def answer(version: str) -> bytes:
    """What `terraform version -json` of 1.11.4 prints, with another version."""
    return json.dumps(
        {
            "terraform_version": version,
            "platform": "linux_amd64",
            "provider_selections": {},
            "terraform_outdated": False,
        }
    ).encode()


@pytest.mark.parametrize("version", ["1.7.0", "1.11.4", "1.13.1", "1.14.0-beta1", "2.0.0"])
def test_new_enough_versions(version: str) -> None:
    assert usable_version(answer(version), "1.13.1") == version


@pytest.mark.parametrize("version", ["0.15.5", "1.6.6", "1.7.0-beta1"])
def test_an_old_version_is_named_with_the_one_needed(version: str) -> None:
    with pytest.raises(UnusableTerraform) as raised:
        usable_version(answer(version), "1.13.1")
    assert str(raised.value) == (
        f"Found Terraform {version}. Version 1.7.0 or newer is needed: put one on PATH and run "
        f"`{bin_name()}` again, or change `[download-terraform].version`."
    )


@pytest.mark.parametrize(
    "output",
    [
        b"",
        b"Terraform v0.11.15\n",
        b"{}",
        b"[]",
        b"null",
        b'{"terraform_version": null}',
        b'{"terraform_version": "unknown"}',
        b"\xff\xfe",
    ],
)
def test_a_binary_without_an_answer_is_named_by_its_configured_version(output: bytes) -> None:
    with pytest.raises(UnusableTerraform) as raised:
        usable_version(output, "1.13.1")
    message = str(raised.value)
    assert message.startswith(
        "Terraform 1.13.1, of `[download-terraform].version`, does not answer `terraform version`. "
        "Version 1.7.0 or newer is needed: "
    )
    assert f"run `{bin_name()}` again" in message


@pytest.mark.parametrize(
    ("version", "has_json"), [("1.7.0", False), ("1.8.5", False), ("1.9.0", True), ("1.11.4", True)]
)
def test_init_writes_json_from_1_9_on(version: str, has_json: bool) -> None:
    assert TerraformBinary(EMPTY_DIGEST, "terraform", version).has_json_init is has_json


def program(place: Path) -> Path:
    """A program that prints its arguments."""
    return Path(shutil.copy(shutil.which("echo") or "/bin/echo", place / "program"))


def command(path: Path, *arguments: str) -> tuple[str, ...]:
    bash = BashBinary(shutil.which("bash") or "/bin/bash")
    return started_by_bash(bash, f"./{path.name}", *arguments)


def start(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(path, *arguments),
        cwd=path.parent,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_program_gets_its_arguments_as_they_are(tmp_path: Path) -> None:
    result = start(program(tmp_path), "a b", "$HOME", "*", "--")
    assert (result.returncode, result.stdout, result.stderr) == (0, "a b $HOME * --\n", "")


def test_a_program_that_is_open_for_writing_is_started_later(tmp_path: Path) -> None:
    path = program(tmp_path)
    with path.open("r+b") as writer:
        process = subprocess.Popen(
            command(path, "done"),
            cwd=tmp_path,
            env={},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        first = process.stderr.readline()
        writer.close()
        output, _ = process.communicate()
    assert "Text file busy" in first
    assert (process.returncode, output) == (0, "done\n")


@pytest.mark.parametrize("code", [1, 3, 127])
def test_a_program_that_fails_is_started_once(tmp_path: Path, code: int) -> None:
    path = tmp_path / "program"
    path.write_text(f"#!/bin/sh\necho started\nexit {code}\n")
    path.chmod(0o755)
    result = start(path)
    assert (result.returncode, result.stdout) == (code, "started\n")


def test_a_program_that_cannot_be_started_fails(tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_text("no program")
    assert start(path).returncode == 126
