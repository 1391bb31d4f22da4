"""The Terraform binary, as Pants gets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner, engine_error

from terrapants.terraform.rules import rules, target_types
from terrapants.terraform.tool import TerraformBinary, UnusableTerraform
from terrapants.testutil.terraform_rule_runner import (
    terraform_on_path,
    terraform_options,
    terraform_rule_runner,
)


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    return terraform_rule_runner([*rules(), QueryRule(TerraformBinary, [])], target_types())


def script(directory: Path, text: str) -> str:
    """A program in place of Terraform."""
    path = directory / "terraform"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_terraform_of_this_machine(rule_runner: RuleRunner) -> None:
    rule_runner.set_options(terraform_options())
    assert rule_runner.request(TerraformBinary, []).version == terraform_on_path().version


def test_version_is_what_terraform_says(rule_runner: RuleRunner, tmp_path: Path) -> None:
    newer = script(tmp_path, """echo '{"terraform_version": "1.99.0"}'""")
    rule_runner.set_options(terraform_options(newer, "1.7.0"))
    assert rule_runner.request(TerraformBinary, []).version == "1.99.0"


@pytest.mark.parametrize(
    ("says", "message"),
    [
        (
            """echo '{"terraform_version": "1.5.7"}'""",
            "Found Terraform 1.5.7. Version 1.7.0 or newer is needed: ",
        ),
        (
            "exit 3",
            (
                "Terraform 1.8.0, of `[download-terraform].version`, does not answer "
                "`terraform version`. Version 1.7.0 or newer is needed: "
            ),
        ),
    ],
)
def test_unusable(rule_runner: RuleRunner, tmp_path: Path, says: str, message: str) -> None:
    rule_runner.set_options(terraform_options(script(tmp_path, says), "1.8.0"))
    with engine_error(UnusableTerraform, contains=message):
        rule_runner.request(TerraformBinary, [])


def test_missing(rule_runner: RuleRunner, tmp_path: Path) -> None:
    path = script(tmp_path, "exit 0")
    options = terraform_options(path, "1.7.0")
    Path(path).unlink()
    rule_runner.set_options(options)
    with engine_error(
        UnusableTerraform,
        contains="No Terraform: version 1.7.0, of `[download-terraform].version`, could not be "
        "downloaded: ",
    ):
        rule_runner.request(TerraformBinary, [])
