"""`lint` and `check` of a broken module, and the SARIF files they write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic_sarif import model as sarif  # type: ignore[import-untyped]

from end_to_end.checkout import Checkout

MODULE = "findings/a b"


@pytest.fixture(scope="module", autouse=True)
def broken(checkout: Checkout) -> None:
    checkout.write(f"{MODULE}/BUILD", "terraform_module()\npython_sources(name='python')\n")
    checkout.write(f"{MODULE}/main.tf", 'output  "x" {\n  value = var.nope\n}\n')
    checkout.write(f"{MODULE}/a.py", "import os\n")


def run_of(report: Path) -> Any:
    """The one run of a report, which is what the schema allows and no more."""
    schema = sarif.StaticAnalysisResultsFormatSarifVersion210JsonSchema
    (run,) = schema.model_validate_json(report.read_text()).runs
    return run


def places(run: Any) -> list[tuple[str, str, int]]:
    """Of each result, its rule, and the path and line of its place."""
    found = []
    for result in run.results:
        (location,) = result.locations
        where = location.physicalLocation
        # The schema has a location in two forms.
        where = getattr(where, "root", where)
        assert where.artifactLocation.uriBaseId == "SRCROOT"
        found.append((result.ruleId, where.artifactLocation.uri, where.region.startLine))
    return found


def test_each_tool_says_and_writes_what_it_found(checkout: Checkout) -> None:
    lint = checkout.pants("--findings-sarif", "lint", f"{MODULE}::")
    check = checkout.pants("--findings-sarif", "check", "--only=terraform-validate", f"{MODULE}::")

    assert (lint.exit_code, check.exit_code) == (1, 1)
    assert f"{MODULE}/main.tf:1: error: not formatted; run `./pants fmt" in lint.stderr
    assert "Traceback" not in lint.stderr + check.stderr
    assert (
        f"{MODULE}/main.tf:2:11: error: Reference to undeclared input variable\n"
        "    value = var.nope\n"
    ) in check.stderr

    dist = checkout.root / "dist"
    formatted = run_of(dist / "lint/terraform-fmt/terraform-fmt.sarif")
    validated = run_of(dist / "check/terraform-validate/terraform-validate.sarif")
    python = run_of(dist / "lint/ruff check/ruff-check.sarif")
    uri = "findings/a%20b"
    assert places(formatted) == [("terraform-fmt", f"{uri}/main.tf", 1)]
    assert places(validated) == [("terraform-validate", f"{uri}/main.tf", 2)]
    assert ("F401", f"{uri}/a.py", 1) in places(python)


def test_a_run_without_findings_is_written_too(checkout: Checkout) -> None:
    checkout.write(f"{MODULE}/main.tf", 'output "x" {\n  value = 1\n}\n')
    check = checkout.pants("--findings-sarif", "check", "--only=terraform-validate", f"{MODULE}::")

    assert check.exit_code == 0
    run = run_of(checkout.root / "dist/check/terraform-validate/terraform-validate.sarif")
    assert run.results == []
    assert run.automationDetails.id == "terraform-validate/"
