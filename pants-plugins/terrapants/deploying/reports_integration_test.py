"""The reports of `tf-plan`, and what policies see where not everything is planned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.deploying.tf_plan_goal import TfPlan
from terrapants.testutil.deployments import deployment_rule_runner, run, write
from terrapants.testutil.terraform_rule_runner import emptied

POLICY = """\
  - id: {id}
    message: Begin with an x.
    environments: [{environment}]
    resources: [terraform_data]
    required_attributes:
      input: ["x*"]
"""
OPTIONS = ("--terraform-deployments-policies=policies/*.yaml",)


@pytest.fixture(scope="module")
def shared_rule_runner(tmp_path_factory: pytest.TempPathFactory) -> RuleRunner:
    return deployment_rule_runner(tmp_path_factory.mktemp("caches"))


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


def sarif(rule_runner: RuleRunner) -> Path:
    return Path(rule_runner.build_root, "dist/tf-plan/policies.sarif")


def test_reports_without_policies(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    # Of an earlier run: whoever uploads it would upload something old.
    sarif(rule_runner).parent.mkdir(parents=True)
    sarif(rule_runner).write_text("{}")
    planned = run(rule_runner, TfPlan, "--report", "net::")
    assert (
        "Reports: plans.json and plans.md in dist/tf-plan; no policies.sarif: no file is named in "
        "`[terraform-deployments].policies`"
    ) in planned.said
    assert not sarif(rule_runner).exists()
    directory = sarif(rule_runner).parent
    (deployment,) = json.loads((directory / "plans.json").read_text())["deployments"]
    assert deployment["address"] == "net:dev"
    assert deployment["result"] == "changes"
    assert "1 to add" in (directory / "plans.md").read_text()


def test_policies_for_environments_that_are_not_planned(
    rule_runner: RuleRunner, tmp_path: Path
) -> None:
    write(rule_runner, tmp_path / "states", "net")
    rule_runner.write_files(
        {
            "live/BUILD": 'terraform_deployment(root_module="net:module", environment="prod")\n',
            "policies/a.yaml": "policies:\n" + POLICY.format(id="of-prod", environment="prod"),
        }
    )
    none = run(rule_runner, TfPlan, "--report", "net::", options=OPTIONS)
    assert none.code == 2
    assert "checked nothing" not in none.said
    assert "; policies: none is for these environments" in none.said
    assert "dist/tf-plan; no policies.sarif: no policy is for dev" in none.said
    assert not sarif(rule_runner).exists()

    rule_runner.write_files(
        {
            "policies/b.yaml": "policies:\n"
            + POLICY.format(id="misspelt", environment="prd")
            + POLICY.format(id="of-dev", environment="dev")
        }
    )
    some = run(rule_runner, TfPlan, "--report", "net::", options=OPTIONS)
    assert some.code == 1
    assert (
        "This policy checked nothing: it is for prd, and no deployment is. Did you mean prod? "
        "[misspelt]"
    ) in some.said
    assert "[of-prod]" not in some.said
    assert "; 2 for other environments" in some.said
    assert "Reports: plans.json, plans.md and policies.sarif in dist/tf-plan" in some.said
    assert "of-dev" in sarif(rule_runner).read_text()

    write(rule_runner, tmp_path / "states", "broken", main="terraform {")
    failed = run(rule_runner, TfPlan, "--report", "net::", "broken::", options=OPTIONS)
    assert "no policies.sarif: a plan failed, and code scanning would close" in failed.said
    assert not sarif(rule_runner).exists()
