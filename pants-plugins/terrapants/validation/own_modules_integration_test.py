"""`check` and Terraform by hand come to the same verdicts on the modules of this repository."""

from __future__ import annotations

import shutil
from pathlib import Path

from terrapants.findings.finding import fails, render
from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_options
from terrapants.validation.by_hand_for_tests import accepted_by_hand
from terrapants.validation.check_for_tests import check_rule_runner
from terrapants.validation.validating import Validated, ValidateDirectory

OWN_MODULES = sorted(path.parent for path in Path("infra-packages").glob("**/.terraform.lock.hcl"))


def test_the_verdicts_on_the_modules_of_the_repository_are_the_same(tmp_path: Path) -> None:
    assert len(OWN_MODULES) >= 6
    rule_runner = check_rule_runner()
    # Without targets: theirs are of other backends too.
    without = shutil.ignore_patterns("BUILD", ".terraform")
    copy = Path(rule_runner.build_root, "infra-packages")
    shutil.copytree("infra-packages", copy, ignore=without)
    (tmp_path / "root").mkdir()
    shutil.copytree(copy, tmp_path / "root/infra-packages")
    rule_runner.set_options(terraform_options(mirrors=[provider_mirror()]))
    for number, module in enumerate(OWN_MODULES):
        findings = rule_runner.request(Validated, [ValidateDirectory(str(module))]).findings
        scratch = tmp_path / str(number)
        scratch.mkdir()
        assert not fails(findings), render(findings)
        assert accepted_by_hand(tmp_path / "root", str(module), scratch, mirror=provider_mirror())
