"""`check` and `terraform init && terraform validate` by hand come to the same verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings.finding import fails, render
from terrapants.testutil.terraform_rule_runner import provider_mirror, terraform_options
from terrapants.validation.by_hand_for_tests import accepted_by_hand
from terrapants.validation.check_for_tests import check_rule_runner
from terrapants.validation.fixtures_for_tests import FIXTURES
from terrapants.validation.validating import Validated, ValidateDirectory


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to a directory of its own."""
    return check_rule_runner()


@pytest.mark.parametrize("name", FIXTURES)
def test_the_verdicts_are_the_same(rule_runner: RuleRunner, name: str, tmp_path: Path) -> None:
    fixture = FIXTURES[name]
    module = "/".join(filter(None, (name, fixture.module)))
    rule_runner.write_files({f"{name}/{path}": content for path, content in fixture.files.items()})
    for path, target in fixture.links.items():
        Path(rule_runner.build_root, name, path).symlink_to(target)
    rule_runner.write_files({f"{module}/BUILD": "terraform_module()\n"})
    mirror = provider_mirror() if fixture.aws else ""
    rule_runner.set_options(terraform_options(mirrors=[mirror] if mirror else []))

    findings = rule_runner.request(Validated, [ValidateDirectory(module)]).findings

    by_hand = accepted_by_hand(
        Path(rule_runner.build_root, name),
        fixture.module,
        tmp_path,
        mirror=mirror,
        tests=fixture.tests,
    )
    text = render(findings)
    assert (not fails(findings), by_hand) == (fixture.valid, fixture.valid), text
    assert fixture.says.replace("@", module, 1) in f"{text}\n"
    assert fixture.says or not findings, text
