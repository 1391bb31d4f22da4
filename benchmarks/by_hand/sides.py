"""The two sides: Terraform by hand in a shell, and the suite."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.by_hand.terraforms import Terraform
from benchmarks.scaling.pants_repository import BenchmarkError, PantsRepository, run

_IN_EACH = """
set -eu
command=$1
shift
for module; do
  (cd -- "$module" && terraform init -input=false -no-color && terraform $command -no-color)
done
"""
_TWO_AT_A_TIME = """
set -eu
command=$1
shift
printf '%s\\n' "$@" | xargs -P 2 -I {} sh -c \
  'cd "$1" && terraform init -input=false -no-color && terraform $2 -no-color' - {} "$command"
"""
_PASSED = re.compile(r"(\d+) passed\b")
_TOTAL = re.compile(r"^(?P<files>\d+) test files?: .*: (?P<passed>\d+) passed\)", re.MULTILINE)
_CACHED = re.compile(r"\bcached$", re.MULTILINE)


@dataclass(frozen=True)
class ByHand:
    """Terraform in copies of modules, as a person or a script runs it.

    :param place: of the copies.
    :param mirrors: directories of providers, which the suite uses too.
    """

    place: Path
    mirrors: Sequence[str]
    terraform: Terraform

    def copy(self, root: Path, directories: Iterable[str]) -> None:
        """Makes new copies: what `init` writes is not there yet."""
        shutil.rmtree(self.place, ignore_errors=True)
        for directory in directories:
            shutil.copytree(root / directory, self.place / directory)

    def test(self, directories: Sequence[str], runs: int, *arguments: str) -> None:
        said = self._run(_IN_EACH, " ".join(("test", *arguments)), directories)
        _expect("runs that passed by hand", runs, sum(map(int, _PASSED.findall(said))))

    def test_two_at_a_time(self, directories: Sequence[str], runs: int) -> None:
        said = self._run(_TWO_AT_A_TIME, "test", directories)
        _expect("runs that passed by hand", runs, sum(map(int, _PASSED.findall(said))))

    def validate(self, directories: Sequence[str]) -> None:
        said = self._run(_IN_EACH, "validate", directories)
        _expect(
            "modules that are valid by hand",
            len(directories),
            said.count("The configuration is valid"),
        )

    def _run(self, script: str, command: str, directories: Sequence[str]) -> str:
        mirrors = "\n".join(f'  filesystem_mirror {{ path = "{path}" }}' for path in self.mirrors)
        configuration = self.place.with_suffix(".tfrc")
        configuration.write_text(
            f"provider_installation {{\n{mirrors}\n}}\n" if mirrors else "", encoding="utf-8"
        )
        search_path = f"{self.terraform.file.parent}:/usr/local/bin:/usr/bin:/bin"
        environment = {
            "PATH": search_path,
            "CHECKPOINT_DISABLE": "1",
            "TF_CLI_CONFIG_FILE": str(configuration),
        }
        command_line = ("bash", "-c", script, "-", command, *directories)
        return run(*command_line, directory=self.place, environment=environment).stdout


@dataclass(frozen=True)
class Suite:
    repository: PantsRepository

    def test(self, paths: Iterable[str], *, runs: int, executed: int) -> None:
        """:param runs: how many have to pass.
        :param executed: how many test files have to be run, because no verdict is in the cache.
        """
        said = self.pants("tf-test", *paths)
        total = _TOTAL.search(said)
        if total is None:
            raise BenchmarkError(f"`tf-test` printed no total:\n{said}")
        _expect("runs that passed in tf-test", runs, int(total["passed"]))
        cached = len(_CACHED.findall(said))
        _expect("test files that tf-test ran", executed, int(total["files"]) - cached)

    def check(self, directories: Iterable[str]) -> None:
        """Validates modules, and does not check their READMEs."""
        specs = (f"{directory}:" for directory in directories)
        self.pants("--check-only=terraform-validate", "check", *specs)

    def pants(self, *arguments: str) -> str:
        return self.repository.pants(*arguments).stdout


def _expect(what: str, wanted: int, found: int) -> None:
    if wanted != found:
        raise BenchmarkError(f"{what}: {found} in place of {wanted}")
