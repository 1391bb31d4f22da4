"""What deployments say of each other: fields that name no deployment, and what comes after."""

from __future__ import annotations

from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.deploying.runner.testutil import A_KEY
from terrapants.deploying.tf_apply_goal import TfApply
from terrapants.deploying.tf_plan_goal import TfPlan
from terrapants.testutil.deployments import deployment_rule_runner, run, write
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import emptied


@pytest.fixture(scope="module")
def shared_rule_runner(tmp_path_factory: pytest.TempPathFactory) -> RuleRunner:
    return deployment_rule_runner(tmp_path_factory.mktemp("caches"))


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            ":module",
            (
                "its `after` field has :module, which is a `terraform_module`, but a "
                "`terraform_deployment` is expected."
            ),
        ),
        (
            "dta:dev",
            ("its `after` field has dta:dev, but there is no such target. Did you mean data:dev?"),
        ),
        (
            "data:dve",
            ("its `after` field has data:dve, but there is no such target. Did you mean data:dev?"),
        ),
        (":de", "its `after` field has :de, but there is no such target. Did you mean net:dev?"),
        ("a:b:c", "its `after` field has a:b:c, which is no address"),
    ],
)
def test_what_comes_before_a_deployment_is_a_deployment(
    rule_runner: RuleRunner, tmp_path: Path, value: str, said: str
) -> None:
    write(rule_runner, tmp_path / "states", "net", fields=f'after=["{value}"]')
    write(rule_runner, tmp_path / "states", "data")
    result = run(rule_runner, TfPlan, "net::")
    assert result.code == 1
    assert "net:dev (dev): planning failed" in result.said
    assert said in " ".join(result.said.split())
    # Only whoever deploys it has to correct it.
    assert run(rule_runner, TfPlan, "data::").code == 2
    assert run(rule_runner, TfApply, "--destroy", "data::").code == 0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            "net:vars",
            (
                "its `root_module` field has net:vars, which is a `terraform_var_files`, but a "
                "`terraform_module` is expected. Did you mean net:module?"
            ),
        ),
        (
            "net/modul",
            "its `root_module` field has net/modul, but there is no such target.",
        ),
        (
            "net:modul",
            (
                "its `root_module` field has net:modul, but there is no such target. Did you mean "
                "net:module?"
            ),
        ),
    ],
)
def test_the_root_module_is_a_module(
    rule_runner: RuleRunner, tmp_path: Path, value: str, said: str
) -> None:
    write(rule_runner, tmp_path / "states", "net")
    rule_runner.write_files(
        {"gone/BUILD": f'terraform_deployment(name="dev", root_module="{value}")\n'}
    )
    result = run(rule_runner, TfPlan, "gone:dev")
    assert result.code == 1
    words = " ".join(result.said.split())
    assert said in words
    gone = "delete gone:dev after everything that it deployed was destroyed."
    assert (gone in words) == ("there is no such target" in said)


def test_a_deployment_stays_while_others_come_after_it(
    rule_runner: RuleRunner, tmp_path: Path
) -> None:
    states = tmp_path / "states"
    write(rule_runner, states, "net")
    write(rule_runner, states, "data", fields='after=["net:dev"]')
    run(rule_runner, TfApply, "--confirm=yes", "::")
    destroy = ("--destroy", "--confirm=destroy dev")
    refused = run(rule_runner, TfApply, *destroy, "net::")
    assert refused.code == 1
    said = " ".join(refused.said.split())
    assert "Nothing was destroyed. data:dev comes after net:dev and has 1 resource in its" in said
    assert "tf-apply --destroy net:dev data:dev`, or add `--leave-dependents`" in said
    planned = run(rule_runner, TfPlan, "--destroy", "net::")
    assert "data:dev comes after net:dev" in planned.said

    alone = run(rule_runner, TfApply, "--leave-dependents", "net::")
    assert alone.code == 1
    assert "`--leave-dependents` has a meaning only with `--destroy`." in alone.said
    left = run(rule_runner, TfApply, *destroy, "--leave-dependents", "net::")
    assert left.code == 0, left.said
    run(rule_runner, TfApply, "--confirm=yes", "net::")
    both = run(rule_runner, TfApply, *destroy, "::")
    assert both.code == 0, both.said
    assert both.said.index("data:dev: destroyed in") < both.said.index("net:dev: destroyed in")


def test_a_plan_that_destroys_is_applied_as_it_says(
    rule_runner: RuleRunner, tmp_path: Path
) -> None:
    write(rule_runner, tmp_path / "states", "net")
    run(rule_runner, TfApply, "--confirm=yes", "net::")
    tool = tmp_path / "tool"
    tool.mkdir()
    options = pex_tool_options(tool)
    env = {"TERRAPANTS_PLAN_KEY": A_KEY}
    saved = run(rule_runner, TfPlan, "--save", "--destroy", "net::", options=options, env=env)
    assert "tf-apply --destroy net:dev`" in saved.said
    wrong = run(rule_runner, TfApply, "net::", options=options, env=env)
    assert wrong.code == 1
    assert "because it destroys the deployment: apply it with" in wrong.said
    arguments = ("--destroy", "--confirm=destroy dev", "net:dev")
    destroyed = run(rule_runner, TfApply, *arguments, options=options, env=env)
    assert destroyed.code == 0, destroyed.said
    assert "net:dev: destroyed in" in destroyed.said
