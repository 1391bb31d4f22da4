from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from terrapants.deploying.runner.job import APPLY, DRIFT
from terrapants.deploying.runner.testutil import MODULE, Repository
from terrapants.testutil.locked_environment import python_with_requirements_of

A, B, C = "net:dev", "data:dev", "web:dev"
SECRET = "hunter2-is-not-a-secret"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path, command=(python_with_requirements_of("terrapants.deploying"), "-I"))


def addresses(changes: object) -> list[str]:
    assert isinstance(changes, dict)
    return [each["address"] for each in changes["changes"]]


def test_apply_does_what_plan_said_and_then_nothing_is_left(repository: Repository) -> None:
    repository.add(A)
    planned = repository.plan()
    assert planned.code == 2
    assert addresses(planned.plans[A]["changes"]) == ["terraform_data.this"]

    applied = repository.apply()
    assert applied.code == 0, applied.said
    assert f"{A}: terraform_data.this: Creation complete" in applied.said
    assert repository.plan().code == 0

    repository.files["net/dev.tfvars"] = 'name = "two"\n'
    changed = repository.plan()
    assert changed.code == 2
    (change,) = changed.plans[A]["changes"]["changes"]
    assert change["action"] == "update"
    first = change["attributes"][0]
    assert (first["path"], first["before"], first["after"]) == ("input", '"one"', '"two"')
    # Nothing to do is nothing to confirm.
    assert repository.apply(confirmed="yes").code == 0
    assert repository.apply(confirmed="").code == 0


def test_what_was_applied_is_recorded(repository: Repository) -> None:
    repository.add(A)
    repository.deployments[A] = replace(repository.deployments[A], is_dirty=True)
    repository.apply(commit="abc")
    (record,) = repository.records
    state = json.loads(repository.state(A).read_text())
    assert (record["serial_before"], record["serial_after"]) == (0, state["serial"])
    assert record["lineage"] == state["lineage"]
    assert record["dirty"] is True
    assert record["deployment"] == A
    assert record["who"] == "tester"
    assert record["commit"] == "abc"
    assert record["result"] == "applied"
    assert record["changes"].startswith("1 to add")
    assert re.fullmatch("[0-9a-f]{64}", record["plan"])


def test_nothing_is_applied_that_could_not_be_logged(repository: Repository) -> None:
    repository.add(A)
    (repository.directory / "a-file").write_text("")
    refused = repository.apply(log=str(repository.directory / "a-file/applied.jsonl"))
    assert refused.code == 1
    assert "Nothing was applied. The log " in refused.said
    assert "(`[terraform-deployments].log_dir`) cannot be written: " in refused.said
    assert not repository.state(A).exists()


def test_nothing_is_applied_without_a_confirmation(repository: Repository) -> None:
    repository.add(A)
    for confirmed, reason in (("", "no terminal to ask at"), ("no", "`yes` is what confirms")):
        refused = repository.apply(confirmed=confirmed)
        assert refused.code == 1
        assert reason in refused.said
        assert not repository.state(A).exists()


def reads(other: str, state: Path) -> str:
    return MODULE + (
        f"""
data "terraform_remote_state" "{other}" {{
  backend = "local"
  config = {{
    path = "{state}"
  }}
}}

resource "terraform_data" "read" {{
  input = data.terraform_remote_state.{other}.outputs.name
}}
"""
    )


def chain(repository: Repository) -> None:
    """Three deployments, of which each reads the outputs of the one before."""
    repository.add(A)
    repository.add(B, reads("net", repository.state(A)), after=(A,))
    repository.add(C, reads("data", repository.state(B)), after=(B,))


def test_a_state_that_is_not_there_yet_is_explained(repository: Repository) -> None:
    chain(repository)
    repository.add("alone:dev", reads("net", repository.state(A)))
    planned = repository.plan()
    assert planned.code == 1
    problems = {address: plan["problem"] for address, plan in planned.plans.items()}
    assert problems[B].endswith(
        "data:dev reads a state that is not there: apply what comes before it first, with "
        "`pants tf-apply net:dev`."
    )
    assert problems["alone:dev"].endswith(
        "alone:dev reads a state that is not there. Apply the deployment that writes it, and name "
        "that one in the `after` field of alone:dev."
    )


def test_deployments_are_applied_in_order_and_destroyed_in_reverse(repository: Repository) -> None:
    chain(repository)
    applied = repository.apply()
    assert applied.code == 0, applied.said
    assert [record["deployment"] for record in repository.records] == [A, B, C]
    assert repository.plan().code == 0

    refused = repository.apply(destroys=True, confirmed="yes")
    assert refused.code == 1
    assert "`destroy dev` is what confirms this" in refused.said
    destroyed = repository.apply(destroys=True, confirmed="destroy dev")
    assert destroyed.code == 0, destroyed.said
    assert [record["deployment"] for record in repository.records[3:]] == [C, B, A]
    assert json.loads(repository.state(A).read_text())["resources"] == []


def test_nothing_is_destroyed_that_others_come_after(repository: Repository) -> None:
    chain(repository)
    repository.apply()
    destroy = {"destroys": True, "confirmed": "destroy dev", "dependents": (B,)}
    planned = repository.plan(A, destroys=True, dependents=(B,))
    assert planned.code == 2
    assert "`tf-apply --destroy` would not destroy this." in planned.said
    refused = repository.apply(A, **destroy)
    assert refused.code == 1
    assert (
        f"Nothing was destroyed.\n{B} comes after {A} and has 2 resources in its state.\n"
        f"Destroy everything together, with `pants tf-apply --destroy {A} {B}`, or add "
        "`--leave-dependents`"
    ) in refused.said
    assert json.loads(repository.state(A).read_text())["resources"] != []

    unknown = repository.apply(A, **{**destroy, "dependents": ()}, unknown_dependents={B: "Why."})
    assert unknown.code == 1
    assert f"Whether {B} is still deployed cannot be found out: Why." in unknown.said
    broken = repository.files["data/main.tf"]
    repository.files["data/main.tf"] = "terraform {"
    unread = repository.apply(A, **destroy)
    assert f"Whether {B}, which comes after {A}, is still deployed cannot be found" in unread.said

    repository.files["data/main.tf"] = broken
    apart = repository.apply(B, C, destroys=True, confirmed="destroy dev")
    assert apart.code == 0, apart.said
    # What has nothing in its state needs nothing any more.
    destroyed = repository.apply(A, **destroy)
    assert destroyed.code == 0, destroyed.said
    assert json.loads(repository.state(A).read_text())["resources"] == []


def test_a_workspace_that_was_never_begun_keeps_nothing(repository: Repository) -> None:
    repository.add(A)
    repository.apply()
    repository.add(B, after=(A,), workspace="blue")
    repository.files["data/dev.tfbackend"] = f'workspace_dir = "{repository.directory}/blue"\n'
    destroyed = repository.apply(
        A, destroys=True, confirmed="destroy dev", dependents=(B,), log=str(repository.plans / "x")
    )
    assert destroyed.code == 0, destroyed.said


def test_what_depends_on_a_failed_deployment_is_left_out(repository: Repository) -> None:
    chain(repository)
    repository.files["net/main.tf"] = MODULE + (
        'resource "terraform_data" "fails" {\n  provisioner "local-exec" {\n'
        '    command = "exit 3"\n  }\n}\n'
    )
    failed = repository.apply()
    assert failed.code == 1
    assert f"{B}: left out, because what it depends on has failed." in failed.said
    assert f"{C}: left out" in failed.said
    assert [record["result"] for record in repository.records] == ["failed"]


def test_one_failure_does_not_hide_the_plans_of_others(repository: Repository) -> None:
    repository.add(A)
    repository.add(B, MODULE + 'variable "missing" {\n  type = string\n}\n')
    planned = repository.plan(at_once=2)
    assert planned.code == 1
    assert planned.plans[A]["changes"] is not None
    problem = planned.plans[B]["problem"]
    assert problem.startswith("data/main.tf:16:1: error: No value for required variable")
    assert problem.endswith("or pass `TF_VAR_…` in its `extra_env_vars`.")


def test_a_module_whose_state_would_be_lost_is_refused(repository: Repository) -> None:
    without = MODULE.replace('  backend "local" {}\n', "")
    repository.add(A, without)
    repository.deployments[A] = repository.deployments[A].__class__(
        **{**vars(repository.deployments[A]), "backend_file": ""}
    )
    assert "net has no `backend` block" in repository.plan().plans[A]["problem"]
    repository.files["net/main.tf"] = MODULE
    assert "which would be lost" in repository.plan().plans[A]["problem"]


def test_a_workspace_that_does_not_exist_is_refused(repository: Repository) -> None:
    repository.add(A, workspace="blue")
    assert "Give its backend an absolute `workspace_dir`" in repository.plan().plans[A]["problem"]
    repository.files["net/dev.tfbackend"] = f'workspace_dir = "{repository.directory}/blue"\n'
    refused = repository.plan().plans[A]["problem"]
    assert "has the workspace 'blue', but its backend has only default" in refused
    assert repository.apply(creates_workspaces=True).code == 0
    assert repository.plan().code == 0


def test_a_state_of_a_newer_terraform_is_refused(repository: Repository) -> None:
    repository.add(A)
    repository.apply()
    state = json.loads(repository.state(A).read_text())
    state["terraform_version"] = "99.0.0"
    state["version"] = 99
    repository.state(A).write_text(json.dumps(state))
    assert "99" in repository.plan().plans[A]["problem"]


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lock_of(repository: Repository) -> Path:
    state = repository.state(A)
    return state.with_name(f".{state.name}.lock.info")


def start_a_slow_apply(repository: Repository) -> subprocess.Popen[str]:
    """An apply that has the lock and whose second resource is being created, for 20 seconds."""
    started = repository.directory / "started"
    slow = f"""
resource "terraform_data" "slow" {{
  depends_on = [terraform_data.this]
  provisioner "local-exec" {{
    command = "touch '{started}' && exec sleep 20"
  }}
}}
"""
    repository.add(A, MODULE + slow)
    process = repository.start(repository.job(APPLY, confirmed="yes"))
    wait_for(lambda: lock_of(repository).exists() and started.exists(), process)
    return process


def test_of_two_applies_at_once_one_is_told_who_holds_the_lock(repository: Repository) -> None:
    first = start_a_slow_apply(repository)
    second = repository.apply()
    assert second.code == 1
    assert re.search(r"\S+@\S+ has held the lock since 20\d\d-", second.said)
    first.send_signal(signal.SIGINT)
    first.communicate()


def test_an_interrupted_apply_keeps_its_state(repository: Repository) -> None:
    process = start_a_slow_apply(repository)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate()
    assert process.returncode == 130
    assert "the next plan goes on from there" in said
    assert repository.records[0]["result"] == "interrupted"
    # It was read after the interrupt.
    assert repository.records[0]["serial_after"] > 0
    state = json.loads(repository.state(A).read_text())
    assert "this" in {each["name"] for each in state["resources"]}
    # The lock is free, and what was done is not done again.
    planned = repository.plan()
    assert planned.code == 2
    assert addresses(planned.plans[A]["changes"]) == ["terraform_data.slow"]


def test_secrets_are_nowhere(repository: Repository) -> None:
    main = MODULE + (
        'variable "password" {\n  type = string\n}\n'
        'resource "terraform_data" "secret" {\n  input = "user:${var.password}"\n}\n'
    )
    repository.add(A, main)
    repository.variables[A] = {"TF_VAR_password": SECRET}
    saved = repository.plan(saves=True)
    applied = repository.apply()
    assert applied.code == 0
    said = f"{saved.said}{json.dumps(saved.plans)}{applied.said}"
    assert SECRET not in said
    assert "terraform_data.secret" in said
    assert SECRET in repository.state(A).read_text()
    for path in repository.directory.rglob("*"):
        if path.is_file() and path != repository.state(A):
            assert SECRET.encode() not in path.read_bytes(), path


def test_an_error_tells_no_sensitive_value(repository: Repository) -> None:
    main = MODULE + (
        'variable "password" {\n  type = string\n  sensitive = true\n}\n'
        'resource "terraform_data" "fails" {\n  provisioner "local-exec" {\n'
        '    command = "echo $PW; exit 3"\n'
        "    environment = { PW = nonsensitive(var.password) }\n  }\n}\n"
    )
    repository.add(A, main)
    repository.files["net/dev.tfvars"] += f'password = "{SECRET}"\n'
    failed = repository.apply()
    assert failed.code == 1
    assert "local-exec provisioner error" in failed.said
    assert SECRET not in failed.said


def test_a_deployment_reaches_no_cloud_unless_its_target_says_so(repository: Repository) -> None:
    main = MODULE.replace('backend "local" {}', 'backend "s3" {}')
    repository.add(A, main)
    repository.files["net/dev.tfbackend"] = 'bucket = "states"\nkey = "a"\nregion = "us-east-1"\n'
    repository.variables[A] = {
        "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL",
        "AWS_SECRET_ACCESS_KEY": "realrealrealrealrealrealrealrealrealreal",
    }
    problem = repository.plan().plans[A]["problem"]
    assert "would use a real account, which its target does not allow" in problem
    assert "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY did not reach Terraform" in problem


def test_no_change_is_no_drift(repository: Repository) -> None:
    repository.add(A)
    repository.apply()
    assert repository.run(DRIFT).code == 0


def test_no_process_is_left(repository: Repository) -> None:
    repository.add(A)
    repository.plan()
    mine = str(repository.directory)
    for file in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            assert not os.readlink(file).startswith(mine)
