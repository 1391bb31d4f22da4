"""docs/using/your-repository.md, step by step, in repositories that hold nothing of the suite.

What the page prints is compared with what was printed. The Pants is that of `./pants`, the only one
that the package registry has.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from end_to_end.checkout import REPOSITORY, Checkout, Finished

PAGE = REPOSITORY / "docs/using/your-repository.md"
# The page, on the Pants of the package registry.
LAUNCHER = ("pants", "build-support/launcher", "3rdparty/python")
MAIN = """\
terraform {
  required_version = ">= 1.7.0"
}

variable "name" {
  description = "Who is greeted."
  type        = string
}

output "greeting" {
  description = "The greeting."
  value       = "Hello, ${var.name}!"
}
"""
TEST = """\
run "greets" {
  command = plan

  variables {
    name = "you"
  }

  assert {
    condition     = output.greeting == "Hello, you!"
    error_message = "The greeting is wrong."
  }
}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def configuration() -> str:
    (text,) = blocks("toml")
    return text.replace("[GLOBAL]", '[GLOBAL]\nbuild_ignore.add = ["3rdparty/", "build-support/"]')


def wheel(directory: Path) -> Path:
    """Unpacked into this directory in Pants' sandbox; without one, what `./pants package` wrote."""
    archive = REPOSITORY / "terrapants-wheel.zip"
    if not archive.exists():
        directory = REPOSITORY / "dist"
    else:
        shutil.unpack_archive(archive, directory)
    (found,) = directory.glob("terrapants-*.whl")
    return found


def steps() -> list[tuple[str, str]]:
    """The commands of the page, each with what it prints."""
    found = []
    for block in blocks("console"):
        for step in re.split(r"^\$ pants ", block, flags=re.MULTILINE)[1:]:
            command, _, output = step.partition("\n")
            found.append((command, output))
    return found


def printed(text: str) -> list[str]:
    """Without times, which differ, without empty lines, log lines and what `./pants` says first."""
    lines = (re.sub(r"\b\d+\.\d\ds$|\bcached$", "0.00s", line) for line in text.splitlines())
    said = re.compile(r"\d\d:\d\d:\d\d\.|\./pants: ")
    return [line for line in lines if line.strip() and not said.match(line)]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    made = Checkout(tmp_path_factory.mktemp("wheel"), LAUNCHER)
    made.write("pants.toml", configuration())
    made.write(".gitignore", ".pants*\n.pids/\ndist/\n")
    (made.root / "wheels").mkdir()
    shutil.copy(wheel(tmp_path_factory.mktemp("archive")), made.root / "wheels")
    yield made
    made.remove()


def start_again(repository: Checkout, *files: str) -> None:
    """In a repository with these modules and tests: its caches are those of the test before."""
    for leftover in ("modules", "tests", "lint-baseline.json"):
        path = repository.root / leftover
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    for file in files:
        repository.write(file, TEST if file.endswith(".tftest.hcl") else MAIN)


def test_the_page(repository: Checkout) -> None:
    start_again(
        repository, "modules/greeting/main.tf", "modules/greeting/tests/greeting.tftest.hcl"
    )
    assert not (repository.root / "pants-plugins").exists()
    for command, output in steps():
        finished = repository.pants(*command.split())
        assert finished.exit_code == 0, finished.stdout + finished.stderr
        assert printed(finished.stdout + finished.stderr) == printed(output), command
    assert repository.pants("tailor", "--check", "::").exit_code == 0


def test_a_module_at_the_root_with_tests_below_unit(repository: Checkout) -> None:
    start_again(repository, "main.tf", "tests/unit/greeting.tftest.hcl")

    tailored = repository.pants("tailor", "::")
    assert tailored.exit_code == 0, tailored.stderr
    tested = succeeded(repository.pants("tf-test", "::"))
    assert tested.line("passed").split()[2] == "tests/unit/greeting.tftest.hcl"
    assert tested.stdout.splitlines()[-1] == "1 test file: 1 passed (1 run: 1 passed)"
    fixed = succeeded(repository.pants("fix", "--module-readme-create", "::"))
    assert "+ module-readme made changes." in fixed.stderr
    readme = (repository.root / "README.md").read_text()
    assert "Who is greeted." in readme

    linted = repository.pants("lint", "::")
    assert linted.exit_code == 1
    assert "variables.tf and outputs.tf are missing [terraform-standard-files]" in linted.stderr
    variable, output = MAIN.index("variable"), MAIN.index("output")
    for path, text in (
        ("main.tf", MAIN[:variable]),
        ("variables.tf", MAIN[variable:output]),
        ("outputs.tf", MAIN[output:]),
    ):
        repository.write(path, text.strip() + "\n")
    succeeded(repository.pants("lint", "check", "::"))


def succeeded(finished: Finished) -> Finished:
    assert finished.exit_code == 0, finished.stdout + finished.stderr
    return finished
