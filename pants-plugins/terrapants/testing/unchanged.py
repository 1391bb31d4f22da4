"""Run blocks whose names say that nothing changes: with an emulator, that is verified.

Terraform has no assertion on it. After a run that applies, a plan without changes shows that the
provider reads back what was configured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from terrapants.hcl.position import Position
from terrapants.hcl.terraform_tests import Run, TerraformTests
from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.output import RunResult, RunStatus

_SUFFIX = "without_changes"


def unchanged_runs(tests: TerraformTests) -> dict[str, Run]:
    """The runs whose names end so."""
    return {run.name: run for run in tests.runs if run.name.endswith(_SUFFIX)}


def verified(run: RunResult, unchanged: Mapping[str, Position]) -> RunResult:
    """The run, failed if it says that nothing changes and its plan has changes.

    :param unchanged: where the runs stand that say so, by their names.
    """
    position = unchanged.get(run.name)
    if position is None or run.status is not RunStatus.PASS or not run.changes:
        return run
    found = Diagnostic(
        "error",
        "The plan has changes",
        "\n".join(run.changes),
        position.path,
        position.line,
        position.column,
    )
    return replace(run, status=RunStatus.FAIL, diagnostics=(*run.diagnostics, found))
