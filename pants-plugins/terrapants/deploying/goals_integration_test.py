"""`tf-plan` and `tf-apply` as users call them, with the real Terraform."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from pants.engine.addresses import Address, Addresses
from pants.engine.rules import collect_rules, rule
from pants.engine.target import Dependencies, DependenciesRequest
from pants.engine.unions import UnionRule
from pants.testutil.rule_runner import RuleRunner

from terrapants.deploying.runner.testutil import A_KEY, MODULE
from terrapants.deploying.tf_apply_goal import TfApply
from terrapants.deploying.tf_plan_goal import TfPlan
from terrapants.deploying.tf_state_goal import TfState
from terrapants.findings.finding import Finding, Severity
from terrapants.terraform.plan_scan import PlanScan, PlanScanRequest
from terrapants.testutil.deployments import BUILD, deployment_rule_runner, run, write
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import emptied

SECRET = "hunter2-is-not-a-secret"


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="module")
def shared_rule_runner(caches: Path) -> RuleRunner:
    return deployment_rule_runner(caches)


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


def test_from_a_plan_to_no_changes(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    planned = run(rule_runner, TfPlan, "net::")
    assert planned.code == 2
    assert "net:dev (dev): 1 to add, 0 to change" in planned.said
    assert "+ terraform_data.this" in planned.said
    assert "1 deployment: 1 with changes, 0 without" in planned.said

    refused = run(rule_runner, TfApply, "net::")
    assert refused.code == 1
    assert "there is no terminal to ask at" in refused.said

    applied = run(rule_runner, TfApply, "--confirm=yes", "net::")
    assert applied.code == 0, applied.said
    planned = run(rule_runner, TfPlan, "net::")
    assert planned.code == 0
    assert "net:dev (dev): no changes" in planned.said
    drift = run(rule_runner, TfPlan, "--drift", "net::")
    assert drift.code == 0
    both = run(rule_runner, TfPlan, "--drift", "--save", "net::")
    assert both.code == 1
    assert "plans nothing that could be saved" in both.said
    again = run(rule_runner, TfApply, "net::")
    assert again.code == 0
    assert "net:dev (dev): no changes" in again.said


def test_a_saved_plan_is_applied_until_a_file_changes(
    rule_runner: RuleRunner, caches: Path, tmp_path: Path
) -> None:
    write(rule_runner, tmp_path / "states", "net")
    tool = tmp_path / "tool"
    tool.mkdir()
    options = pex_tool_options(tool)
    env = {"TERRAPANTS_PLAN_KEY": A_KEY}
    without = run(rule_runner, TfPlan, "--save", "net::", options=options)
    assert without.code == 1
    assert "The environment variable TERRAPANTS_PLAN_KEY holds no key" in without.said

    saved = run(rule_runner, TfPlan, "--save", "net::", options=options, env=env)
    assert saved.code == 2, saved.said
    assert "Saved: dist/tf-plan/saved/net.dev-" in saved.said
    # It ran where the next command finds it, compiled, instead of installing it in its sandbox.
    venvs = caches / "named/pex_root/venvs"
    assert list(venvs.glob("**/site-packages/cryptography/__pycache__/*.pyc"))
    assert "tf-apply net:dev`" in saved.said
    rule_runner.write_files({"net/dev.tfvars": 'name = "other"\n'})
    stale = run(rule_runner, TfApply, "net::", options=options, env=env)
    assert stale.code == 1
    assert "is not applied: changed: net/dev.tfvars. Plan again" in stale.said
    write(rule_runner, tmp_path / "states", "net")
    applied = run(rule_runner, TfApply, "net::", options=options, env=env)
    assert applied.code == 0, applied.said


POLICIES = """\
policies:
  - id: names-begin-with-x
    message: Begin with an x.
    resources: [terraform_data]
    required_attributes:
      input: ["x*"]
"""


def test_policies(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    rule_runner.write_files({"policies/names.yaml": POLICIES})
    tool = tmp_path / "tool"
    tool.mkdir()
    options = (*pex_tool_options(tool), "--terraform-deployments-policies=policies/*.yaml")
    env = {"TERRAPANTS_PLAN_KEY": A_KEY}
    refused = run(rule_runner, TfPlan, "--save", "--report", "net::", options=options, env=env)
    assert refused.code == 1
    assert "net/main.tf:9: error: terraform_data.this has input = net" in refused.said
    assert "Not saved because of what was found: net:dev" in refused.said
    saved = Path(rule_runner.build_root, "dist/tf-plan/saved")
    assert list(saved.iterdir()) == []
    assert "names-begin-with-x" in (saved.parent / "policies.sarif").read_text()
    unsaved = run(rule_runner, TfApply, "--confirm=yes", "net::", options=options, env=env)
    assert unsaved.code == 1
    assert (
        "no plan is saved. With policies, or scans by checkov, only a saved plan is applied"
        in unsaved.said
    )

    rule_runner.write_files({"net/dev.tfvars": 'name = "xy"\n'})
    planned = run(rule_runner, TfPlan, "--save", "net::", options=options, env=env)
    assert planned.code == 2, planned.said
    assert "policies: nothing found" in planned.said
    # A plan is bound to the policies that it was made under.
    rule_runner.write_files({"policies/names.yaml": f"{POLICIES}# changed\n"})
    stale = run(rule_runner, TfApply, "net::", options=options, env=env)
    assert "is not applied: changed: policies/names.yaml" in stale.said
    rule_runner.write_files({"policies/names.yaml": POLICIES})
    applied = run(rule_runner, TfApply, "net::", options=options, env=env)
    assert applied.code == 0, applied.said


@dataclass(frozen=True)
class RefusedInput(PlanScanRequest):
    pass


@rule
async def refuse_input(request: RefusedInput) -> PlanScan:
    """Finds the input `net`."""
    (block,) = request.blocks.values()
    place = block.way[-1]
    if '"net"' not in request.document:
        return PlanScan(passed=1)
    return PlanScan(
        (Finding("CKV_X", Severity.ERROR, f"{block.address} is bad", place.path, place.line),)
    )


def test_scans_of_plans(tmp_path: Path, caches: Path) -> None:
    rule_runner = deployment_rule_runner(
        caches, [*collect_rules(), UnionRule(PlanScanRequest, RefusedInput)]
    )
    write(rule_runner, tmp_path / "states", "net")
    tool = tmp_path / "tool"
    tool.mkdir()
    options = (*pex_tool_options(tool), "--terraform-deployments-checkov")
    env = {"TERRAPANTS_PLAN_KEY": A_KEY}
    refused = run(rule_runner, TfPlan, "--save", "--report", "net::", options=options, env=env)
    assert refused.code == 1
    assert "net/main.tf:9: error: terraform_data.this is bad [CKV_X]" in refused.said
    assert "Deployment net:dev." in refused.said
    assert "checkov: 1 error, 0 checks passed, 0 suppressed" in refused.said
    assert "Not saved because of what was found: net:dev" in refused.said
    reports = Path(rule_runner.build_root, "dist/tf-plan")
    assert "CKV_X" in (reports / "policies.sarif").read_text()
    assert "CKV&#95;X" in (reports / "plans.md").read_text()
    unsaved = run(rule_runner, TfApply, "--confirm=yes", "net::", options=options, env=env)
    assert "With policies, or scans by checkov, only a saved plan is applied" in unsaved.said

    rule_runner.write_files({"net/dev.tfvars": 'name = "xy"\n'})
    planned = run(rule_runner, TfPlan, "--save", "net::", options=options[:-1], env=env)
    assert planned.code == 2, planned.said
    unscanned = run(rule_runner, TfApply, "net::", options=options, env=env)
    assert "is not applied: new: [terraform-deployments].checkov" in unscanned.said
    planned = run(rule_runner, TfPlan, "--save", "net::", options=options, env=env)
    assert "checkov: 1 check passed, 0 suppressed" in planned.said
    applied = run(rule_runner, TfApply, "net::", options=options, env=env)
    assert applied.code == 0, applied.said


def test_scans_need_a_backend_that_makes_them(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    result = run(rule_runner, TfPlan, "net::", options=("--terraform-deployments-checkov",))
    assert result.code == 1
    assert "Add `terrapants.security` to `[GLOBAL].backend_packages`." in result.said


def test_policies_that_are_not_there_are_an_error(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    options = ("--terraform-deployments-policies=policies/*.yaml",)
    result = run(rule_runner, TfPlan, "net::", options=options)
    assert result.code == 1
    assert "has policies/*.yaml, which match no file." in result.said

    rule_runner.write_files({"policies/names.yaml": POLICIES, "net/dev.tfvars": ""})
    result = run(rule_runner, TfPlan, "net::", options=options)
    assert "1 deployment: 0 with changes, 0 without, 1 failed; policies were not" in result.said


def test_secrets_are_neither_shown_nor_kept(tmp_path: Path) -> None:
    caches = tmp_path / "caches"
    rule_runner = deployment_rule_runner(caches)
    main = MODULE + (
        'variable "password" {\n  type = string\n}\n'
        'resource "terraform_data" "secret" {\n  input = "user:${var.password}"\n}\n'
    )
    states = tmp_path / "states"
    write(rule_runner, states, "net", main, 'extra_env_vars=["TF_VAR_password"]')
    env = {"TF_VAR_password": SECRET}
    planned = run(rule_runner, TfPlan, "--report", "net::", env=env)
    applied = run(rule_runner, TfApply, "--confirm=yes", "net::", env=env)
    assert (planned.code, applied.code) == (2, 0), planned.said + applied.said
    assert SECRET not in planned.said + applied.said
    assert SECRET in (states / "net.tfstate").read_text()
    searched = 0
    for directory in (caches, Path(rule_runner.build_root)):
        for path in directory.rglob("*"):
            if path.is_file() and not path.is_symlink():
                assert SECRET.encode() not in path.read_bytes(), path
                searched += 1
    # The store is among them.
    assert searched > 10


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "0 deployments. Nothing was named. `@pants tf-plan ::` takes all deployments."),
        (("empty::",), "has no `terraform_deployment` target, only targets of these types"),
        (("net",), ""),
        (("*::",), "0 deployments."),
    ],
)
def test_a_selection_without_deployments_is_an_error(
    rule_runner: RuleRunner, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write(rule_runner, tmp_path / "states", "net")
    rule_runner.write_files({"empty/BUILD": "terraform_module()\n", "empty/main.tf": ""})
    result = run(rule_runner, TfPlan, *arguments)
    if said:
        assert result.code == 1
        assert said.replace("@pants", "pants") in result.said.replace("./pants", "pants")
    else:
        assert result.code == 2


def test_a_filter_that_leaves_nothing_is_an_error(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    result = run(rule_runner, TfPlan, "net::", options=("--tag=no-such",))
    assert result.code == 1
    assert "1 deployment" in result.said


def test_a_deployment_that_cannot_be_planned_is_named_and_others_are_planned(
    rule_runner: RuleRunner, tmp_path: Path
) -> None:
    states = tmp_path / "states"
    write(rule_runner, states, "net")
    write(rule_runner, states, "gone")
    rule_runner.write_files(
        {
            "gone/BUILD": 'terraform_deployment(name="dev", root_module="gone/module")\n',
            "two/BUILD": BUILD.format(fields="")
            + 'terraform_backend(name="other", source="other.tfbackend")\n',
            "two/main.tf": MODULE,
            "two/dev.tfvars": 'name = "two"\n',
            "two/dev.tfbackend": "",
            "two/other.tfbackend": "",
        }
    )
    result = run(rule_runner, TfPlan, "net::", "two::")
    assert result.code == 1
    assert "two:dev (dev): planning failed" in result.said
    assert "it has more than one `terraform_backend`, two:backend and two:other." in result.said
    assert "net:dev (dev): 1 to add" in result.said
    assert "2 deployments: 1 with changes, 0 without, 1 failed" in result.said


def test_a_mistake_in_a_policy_concerns_plans_alone(
    rule_runner: RuleRunner, tmp_path: Path
) -> None:
    write(rule_runner, tmp_path / "states", "net")
    rule_runner.write_files({"policies/names.yaml": POLICIES.replace("message", "mesage")})
    options = ("--terraform-deployments-policies=policies/*.yaml",)
    planned = run(rule_runner, TfPlan, "net::", options=options)
    assert planned.code == 1
    assert "policies/names.yaml:3: A policy has no `mesage`. Did you mean" in planned.said
    assert run(rule_runner, TfState, "net::", options=options).code == 0


def test_a_cycle_is_named(rule_runner: RuleRunner, tmp_path: Path) -> None:
    states = tmp_path / "states"
    write(rule_runner, states, "a", fields='after=["b:dev"]')
    write(rule_runner, states, "b", fields='after=["a:dev"]')
    result = run(rule_runner, TfPlan, "a::", "b::")
    assert result.code == 1
    assert "to be applied after each other: a:dev -> b:dev -> a:dev." in result.said


def test_an_emulator_elsewhere_is_refused(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    option = "--terraform-deployments-emulator-url=http://example.com"
    result = run(rule_runner, TfPlan, "net::", options=(option,))
    assert result.code == 1
    assert "is http://example.com, which is not on this machine" in result.said


def test_what_a_deployment_depends_on(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    write(rule_runner, tmp_path / "states", "data", fields='after=["net:dev"]')
    rule_runner.write_files({"data/terraform.tfvars": ""})
    target = rule_runner.get_target(Address("data", target_name="dev"))
    found = rule_runner.request(Addresses, [DependenciesRequest(target[Dependencies])])
    assert {each.spec for each in found} == {
        "data:backend",
        "data:module",
        "data:terraform-inputs",
        "data:vars",
    }
