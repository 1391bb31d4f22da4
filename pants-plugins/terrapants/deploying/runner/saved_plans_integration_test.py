"""Plans that are saved, and applied later."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from terrapants.deploying.runner.job import APPLY
from terrapants.deploying.runner.testutil import A_KEY, Repository
from terrapants.testutil.locked_environment import python_with_requirements_of

A, B = "net:dev", "data:dev"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path, command=(python_with_requirements_of("terrapants.deploying"), "-I"))


def test_a_saved_plan_is_applied_unasked_and_once(repository: Repository) -> None:
    repository.add(A)
    saved = repository.plan(saves=True)
    path = Path(saved.plans[A]["saved"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    applied = repository.apply(confirmed="")
    assert applied.code == 0, applied.said
    assert repository.records[0]["saved"] is True
    assert not path.exists()


def saved_plan(repository: Repository) -> Path:
    repository.add(A)
    return Path(repository.plan(saves=True).plans[A]["saved"])


def refusal(repository: Repository, **fields: Any) -> str:
    refused = repository.apply(confirmed="", **fields)
    assert refused.code == 1
    assert "Plan again" in refused.said
    return refused.said


def test_a_saved_plan_is_refused_once_a_file_has_changed(repository: Repository) -> None:
    path = saved_plan(repository)
    repository.files["net/dev.tfvars"] = 'name = "two"\n'
    repository.files["net/more.tf"] = ""
    said = refusal(repository)
    assert "new: net/more.tf; changed: net/dev.tfvars" in said
    assert f"or delete {path} to apply without it." in said
    # Where policies are applied, that would be refused as well.
    assert "delete" not in refusal(repository, only_saved=True)
    assert not repository.state(A).exists()


def test_a_saved_plan_is_refused_once_a_variable_has_changed(repository: Repository) -> None:
    repository.variables[A] = {"TF_VAR_unused": "1"}
    saved_plan(repository)
    repository.variables[A] = {"TF_VAR_unused": "2"}
    assert "changed: TF_VAR_unused" in refusal(repository)


def test_a_saved_plan_is_refused_once_the_state_has_changed(repository: Repository) -> None:
    path = saved_plan(repository)
    content = path.read_bytes()
    repository.apply()
    path.write_bytes(content)
    assert "the state was number 0 and is number" in refusal(repository)


def test_advice_about_a_plan_that_destroys_names_the_command_that_applies_it(
    repository: Repository,
) -> None:
    repository.add(A)
    repository.apply()
    repository.plan(saves=True, destroys=True)
    other = repository.apply(confirmed="")
    assert other.code == 1
    assert (
        "is not applied, because it destroys the deployment: apply it with `pants tf-apply "
        f"--destroy {A}`, or plan again with `pants tf-plan --save {A}`."
    ) in other.said
    repository.files["net/dev.tfvars"] = 'name = "two"\n'
    stale = repository.apply(destroys=True, confirmed="destroy dev")
    assert f"Plan again with `pants tf-plan --save --destroy {A}`" in stale.said
    repository.plan(saves=True)
    other = repository.apply(destroys=True, confirmed="destroy dev")
    assert f"does not destroy the deployment: apply it with `pants tf-apply {A}`" in other.said
    assert f"plan again with `pants tf-plan --save --destroy {A}`." in other.said
    shutil.rmtree(repository.plans)
    unsaved = repository.apply(destroys=True, only_saved=True, confirmed="destroy dev")
    assert f"run `pants tf-plan --save --destroy {A}`" in unsaved.said


def test_a_saved_plan_of_another_deployment_is_refused(repository: Repository) -> None:
    path = saved_plan(repository)
    repository.add(B)
    other = Path(repository.plan(B, saves=True).plans[B]["saved"])
    other.write_bytes(path.read_bytes())
    refused = repository.run(APPLY, B)
    assert refused.code == 1
    assert f"it is the plan of {A}" in refused.said


def test_a_damaged_plan_and_one_of_another_key_are_refused(repository: Repository) -> None:
    path = saved_plan(repository)
    content = path.read_bytes()
    for damaged in (
        content[:-1],
        content.replace(b'"net:dev"', b'"web:dev"'),
        content[:40],
        b"",
        b"{}\n",
    ):
        path.write_bytes(damaged)
        assert "damaged" in refusal(repository)
    path.write_bytes(content)
    other = {"TERRAPANTS_DEPLOYMENT_KEY": "A" + A_KEY[1:]}
    assert "another key" in refusal(repository, env=other)
    without = {"TERRAPANTS_DEPLOYMENT_KEY": ""}
    assert "holds no key" in refusal(repository, env=without)


def test_saving_needs_a_key(repository: Repository) -> None:
    repository.add(A)
    refused = repository.plan(saves=True, env={"TERRAPANTS_DEPLOYMENT_KEY": "short"})
    assert refused.code == 1
    assert "THE_KEY holds no key for saved plans: 32 bytes in Base64" in refused.said


def test_a_key_is_not_asked_for_where_nothing_is_saved(repository: Repository) -> None:
    repository.add(A)
    repository.variables[A] = {"TF_VAR_unused": "1"}
    applied = repository.apply(env={"TERRAPANTS_DEPLOYMENT_KEY": "no key"})
    assert applied.code == 0, applied.said
