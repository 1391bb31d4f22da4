"""The commands of docs/using/environments.md write files that Terraform accepts."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from terrapants.testutil.terraform_rule_runner import terraform_on_path

DOCUMENTATION = Path("docs/using/environments.md")


def commands() -> list[str]:
    """Those that write a Terraform file."""
    return re.findall(r"^(?:printf|echo) .* > \S+\.tf$", DOCUMENTATION.read_text(), re.MULTILINE)


def formatted(directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (terraform_on_path().path, "fmt", "-check", "-no-color"),
        cwd=directory,
        env={"CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
    )


def test_there_is_a_command() -> None:
    assert len(commands()) == 1


@pytest.mark.parametrize("command", commands())
def test_it_writes_what_terraform_accepts(command: str, tmp_path: Path) -> None:
    subprocess.run(("bash", "-c", command), cwd=tmp_path, check=True)
    result = formatted(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_block_within_a_block_of_one_line_is_not_accepted(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('terraform { backend "local" {} }\n')
    assert "Argument definition required" in formatted(tmp_path).stderr
