"""`lint` and `check` of a broken module, and the SARIF files they write."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic_sarif.model import Run
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from end_to_end.checkout import Checkout

MODULE = "findings/a b"


@pytest.fixture(scope="module", autouse=True)
def broken(checkout: Checkout) -> None:
    checkout.write(f"{MODULE}/BUILD", "terraform_module()\npython_sources(name='python')\n")
    checkout.write(f"{MODULE}/main.tf", 'output  "x" {\n  value = var.nope\n}\n')
    checkout.write(f"{MODULE}/a.py", "import os\n")
    checkout.write(f"{MODULE}/README.md", "# A\n\n<!-- BEGIN_TF_DOCS -->\n<!-- END_TF_DOCS -->\n")


def run_of(report: Path) -> Run:
    """The one run of a report, which is what the schema allows and no more."""
    (run,) = Sarif.model_validate_json(report.read_text()).runs
    return run


def places(run: Run) -> list[tuple[str | None, str | None, int | None]]:
    """Of each result, its rule, and the path and line of its place."""
    found = []
    for result in run.results or []:
        (location,) = result.locations or []
        physical = location.physicalLocation
        assert physical is not None
        where = physical.root if hasattr(physical, "root") else physical
        file = where.artifactLocation
        assert file is not None
        assert file.uriBaseId == "SRCROOT"
        line = where.region.startLine if where.region else None
        found.append((result.ruleId, file.uri, line))
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
    readme = run_of(dist / "lint/module-readme/module-readme.sarif")
    uri = "findings/a%20b"
    assert places(formatted) == [("terraform-fmt", f"{uri}/main.tf", 1)]
    assert places(validated) == [("terraform-validate", f"{uri}/main.tf", 2)]
    assert places(readme) == [("generated-part", f"{uri}/README.md", None)]
    assert ("F401", f"{uri}/a.py", 1) in places(python)


def test_a_run_without_findings_is_written_too(checkout: Checkout) -> None:
    checkout.write(f"{MODULE}/main.tf", 'output "x" {\n  value = 1\n}\n')
    check = checkout.pants("--findings-sarif", "check", "--only=terraform-validate", f"{MODULE}::")

    assert check.exit_code == 0
    run = run_of(checkout.root / "dist/check/terraform-validate/terraform-validate.sarif")
    assert run.results == []
    assert run.automationDetails is not None
    assert run.automationDetails.id == "terraform-validate/"
