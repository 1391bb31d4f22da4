"""What is measured beside tflint and terraform-docs, on the same modules."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from benchmarks.scaling.graph_measurements import PLUGINS
from benchmarks.scaling.measuring import Cost, Measurements, cpu_of
from benchmarks.scaling.pants_repository import (
    BenchmarkError,
    Caches,
    PantsRepository,
    run,
    stopped_at_the_end,
)
from benchmarks.scaling.peer_files import MODULES, peer_files
from benchmarks.scaling.repository_files import pants_configuration

FIX = ("--fix-only=module-readme", "fix", "::")
LINT = ("--lint-only=terraform-rules", "--lint-only=module-readme", "lint", "::")
# Public modules have no tests, and that is not what the tools are compared by.
_RULES = """
[terraform-rules.levels]
terraform-module-tests = "off"
"""
_TFLINT = ".tflint.hcl"
_TFLINT_CONFIGURATION = """\
plugin "terraform" {
  enabled = true
  preset  = "all"
}
"""


def find_peers(directory: Path | None) -> dict[str, str]:
    """The paths of tflint and terraform-docs.

    :param directory: where they are, if they are not on `PATH`.
    """
    found = {}
    for name in ("tflint", "terraform-docs"):
        path = shutil.which(name, path=None if directory is None else str(directory))
        if path is None:
            raise BenchmarkError(
                f"{name} was not found. Install it with Go's own client "
                "(docs/developing/scale.md), and put it on PATH or name its directory with --peers."
            )
        found[name] = path
    return found


def measure_peers(
    scratch: Path,
    caches: Caches,
    modules: int,
    seed: int,
    peers: Mapping[str, str],
    measured: Measurements,
) -> None:
    repository = PantsRepository(scratch / "peers", caches)
    configuration = pants_configuration(PLUGINS)
    configuration["pants.toml"] += _RULES
    repository.write(peer_files(modules, seed))
    repository.write([*configuration.items(), (_TFLINT, _TFLINT_CONFIGURATION)])
    repository.commit()
    with stopped_at_the_end(repository):
        documented = scratch / "documented"

        def terraform_docs() -> Cost:
            shutil.rmtree(documented, ignore_errors=True)
            shutil.copytree(repository.root / MODULES, documented / MODULES)
            options = ("--recursive", "--recursive-include-main=false", "--output-file=README.md")
            command = (peers["terraform-docs"], "markdown", "table", *options, ".")
            return run(*command, directory=documented).cost

        def tflint() -> Cost:
            command = (peers["tflint"], "--recursive", f"--config={repository.root / _TFLINT}")
            # 2: something was found.
            return run(*command, directory=repository.root, exit_codes=(0, 2)).cost

        def fix() -> Cost:
            repository.stop_daemon()
            repository.git("checkout", "--quiet", "--", MODULES)
            caches.empty()
            return repository.pants(*FIX).cost

        def list_all() -> Cost:
            repository.stop_daemon()
            return repository.pants("list", "::").cost

        def lint() -> Cost:
            repository.stop_daemon()
            caches.empty()
            return repository.pants(*LINT).cost

        def lint_after_edit() -> Cost:
            with (repository.root / MODULES / "service-000" / "main.tf").open("a") as file:
                file.write("# One more line.\n")
            return repository.pants(*LINT).cost

        measured.time(terraform_docs=terraform_docs, fix_empty=fix, list=list_all)
        _compare_readmes(repository.root, documented)
        for fix_id, list_id, less in (
            ("fix_empty", "list", "fix_less_list"),
            (cpu_of("fix_empty"), cpu_of("list"), cpu_of("fix_less_list")),
        ):
            measured.values[less] = [
                median(measured.values[fix_id]) - median(measured.values[list_id])
            ]
        # `lint` passes, since the READMEs are those that `fix` wrote.
        measured.time(tflint=tflint, lint_empty=lint, lint_edited=lint_after_edit)


def _compare_readmes(ours: Path, theirs: Path) -> None:
    """Both tools must have done the same work."""
    for path in sorted(theirs.glob(f"{MODULES}/*/README.md")):
        relative = path.relative_to(theirs)
        if (ours / relative).read_text() != path.read_text():
            raise BenchmarkError(f"{relative} is not what terraform-docs writes")
