"""`check` and Terraform by hand come to the same verdicts on modules of this repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings.finding import fails, render
from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_options
from terrapants.validation.testutil import accepted_by_hand, check_rule_runner
from terrapants.validation.validating import Validated, ValidateDirectory


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """With a copy of the modules. Without their targets, which are of other backends too."""
    rule_runner = check_rule_runner()
    shutil.copytree(
        "infra-packages",
        Path(rule_runner.build_root, "infra-packages"),
        ignore=shutil.ignore_patterns("BUILD", ".terraform"),
    )
    return rule_runner


# One of each kind: all take a minute.
@pytest.mark.parametrize(
    "module", ["aws/kms-key", "aws/s3-bucket/examples/complete", "aws/vpc/tests/setup"]
)
def test_the_verdicts_are_the_same(rule_runner: RuleRunner, module: str, tmp_path: Path) -> None:
    directory = f"infra-packages/{module}"
    mirror = provider_mirror()
    rule_runner.set_options(terraform_options(mirrors=[mirror]))
    findings = rule_runner.request(Validated, [ValidateDirectory(directory)]).findings
    assert not fails(findings), render(findings)
    assert accepted_by_hand(Path(rule_runner.build_root), directory, tmp_path, mirror=mirror)
