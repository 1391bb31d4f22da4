"""What Terraform itself says about the generated modules."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from benchmarks.scaling.repository_files import module_directory, repository_files


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    for path, text in repository_files(3, seed=1):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def terraform(directory: Path, *arguments: str) -> str:
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    finished = subprocess.run(
        ["terraform", *arguments],
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout
    return finished.stdout


def test_formatted(repository: Path) -> None:
    terraform(repository, "fmt", "-check", "-recursive")


@pytest.mark.parametrize(("number", "runs"), [(0, 27), (1, 44), (2, 55)])
def test_every_run_passes(repository: Path, number: int, runs: int) -> None:
    module = repository / module_directory(number)
    terraform(module, "init")
    assert f"{runs} passed, 0 failed" in terraform(module, "test", "-no-color")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_examples_are_valid(repository: Path, number: int) -> None:
    example = repository / module_directory(number) / "examples" / "complete"
    terraform(example, "init")
    terraform(example, "validate")
