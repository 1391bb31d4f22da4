"""What is measured beside tflint and terraform-docs, on the same modules."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from benchmarks.scaling.graph_measurements import PLUGINS
from benchmarks.scaling.measuring import Measurements
from benchmarks.scaling.pants_repository import (
    BenchmarkError,
    Caches,
    PantsRepository,
    run,
    stopped_at_the_end,
)
from benchmarks.scaling.peer_files import MODULES, peer_files
from benchmarks.scaling.repository_files import BUILTIN_ONLY, pants_configuration

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
    scratch: Path, caches: Caches, modules: int, seed: int, peers: Mapping[str, str]
) -> Measurements:
    repository = PantsRepository(scratch / "peers", caches, BUILTIN_ONLY)
    configuration = pants_configuration(PLUGINS)
    configuration["pants.toml"] += _RULES
    repository.write(peer_files(modules, seed))
    repository.write([*configuration.items(), (_TFLINT, _TFLINT_CONFIGURATION)])
    repository.commit()
    measured = Measurements(f"{modules} modules with READMEs")
    with stopped_at_the_end(repository):
        documented = scratch / "documented"

        def terraform_docs() -> float:
            shutil.rmtree(documented, ignore_errors=True)
            shutil.copytree(repository.root / MODULES, documented / MODULES)
            options = ("--recursive", "--recursive-include-main=false", "--output-file=README.md")
            command = (peers["terraform-docs"], "markdown", "table", *options, ".")
            return run(*command, directory=documented).seconds

        def tflint() -> float:
            command = (peers["tflint"], "--recursive", f"--config={repository.root / _TFLINT}")
            # 2: something was found.
            return run(*command, directory=repository.root, exit_codes=(0, 2)).seconds

        def fix() -> float:
            repository.stop_daemon()
            repository.git("checkout", "--quiet", "--", MODULES)
            caches.empty()
            return repository.pants(*FIX).seconds

        def list_all() -> float:
            repository.stop_daemon()
            return repository.pants("list", "::").seconds

        def lint() -> float:
            repository.stop_daemon()
            caches.empty()
            return repository.pants(*LINT).seconds

        def lint_after_edit() -> float:
            with (repository.root / MODULES / "service-000" / "main.tf").open("a") as file:
                file.write("# One more line.\n")
            return repository.pants(*LINT).seconds

        measured.time("terraform_docs", terraform_docs)
        measured.time("tflint", tflint)
        measured.time("fix_empty", fix)
        _compare_readmes(repository.root, documented)
        measured.time("list", list_all)
        less_list = median(measured.values["fix_empty"]) - median(measured.values["list"])
        measured.values["fix_less_list"] = [less_list]
        measured.time("lint_empty", lint)
        measured.time("lint_edited", lint_after_edit)
    return measured


def _compare_readmes(ours: Path, theirs: Path) -> None:
    """Both tools must have done the same work."""
    for path in sorted(theirs.glob(f"{MODULES}/*/README.md")):
        relative = path.relative_to(theirs)
        if (ours / relative).read_text() != path.read_text():
            raise BenchmarkError(f"{relative} is not what terraform-docs writes")
