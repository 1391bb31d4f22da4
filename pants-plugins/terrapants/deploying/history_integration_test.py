"""`tf-state`, with the history that `tf-apply` has left, in a repository of git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.deploying.runner.testutil import MODULE
from terrapants.deploying.tf_apply_goal import TfApply
from terrapants.deploying.tf_state_goal import TfState
from terrapants.testutil.deployments import deployment_rule_runner, run, write


@pytest.fixture
def rule_runner(tmp_path: Path) -> RuleRunner:
    return deployment_rule_runner(tmp_path / "caches")


def git(rule_runner: RuleRunner, *arguments: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    return subprocess.run(
        ("git", *identity, *arguments),
        cwd=rule_runner.build_root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def commit(rule_runner: RuleRunner) -> str:
    git(rule_runner, "add", "--all")
    git(rule_runner, "commit", "--quiet", "--allow-empty", "--message", "state")
    return git(rule_runner, "rev-parse", "HEAD")


def test_the_state_is_listed_with_its_history(
    rule_runner: RuleRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where Pants looks for a repository of git.
    monkeypatch.chdir(rule_runner.build_root)
    states = tmp_path / "states"
    write(rule_runner, states, "net")
    rule_runner.write_files({".gitignore": "/dist/\n/pants.*\n.p*\n"})
    git(rule_runner, "init", "--quiet")
    first = commit(rule_runner)
    before = run(rule_runner, TfState, "net::")
    assert before.code == 0
    assert "net:dev (dev): 0 resources, 1 not yet in the state" in before.said
    assert "  no state yet; no apply of it is in dist/tf-apply/applied.jsonl" in before.said

    # A file that is not in the repository, and in no deployment.
    rule_runner.write_files({"elsewhere.txt": ""})
    run(rule_runner, TfApply, "--confirm=yes", "net::")
    # A commit that changes nothing of the deployment is another commit.
    second = commit(rule_runner)
    rule_runner.write_files({"net/dev.tfvars": 'name = "other"\n'})
    run(rule_runner, TfApply, "--confirm=yes", "net::")
    # A file that is not in the repository yet, but in the module.
    commit(rule_runner)
    rule_runner.write_files({"net/more.tf": 'output "more" {\n  value = 1\n}\n'})
    run(rule_runner, TfApply, "--confirm=yes", "net::")
    records = [
        json.loads(line)
        for line in Path(rule_runner.build_root, "dist/tf-apply/applied.jsonl")
        .read_text()
        .splitlines()
    ]
    assert [each["dirty"] for each in records] == [False, True, True]
    assert [each["commit"] for each in records[:2]] == [first, second]

    rule_runner.write_files({"net/main.tf": MODULE.replace('"this"', '"other"')})
    after = run(rule_runner, TfState, "--report", "--history=2", "net::")
    assert "In the state, but not in the code" in after.said
    assert "terraform_data.this" in after.said
    assert "terraform_data.other (net/main.tf:9)" in after.said
    serial = records[2]["serial_after"]
    assert f"  serial {serial}; applies in dist/tf-apply/applied.jsonl (2 of 3):" in after.said
    assert f"      serial {records[1]['serial_after']}: applied 20" in after.said
    assert f"commit {second[:7]} with" in " ".join(after.said.split())
    assert first[:7] not in after.said
    report = Path(rule_runner.build_root, "dist/tf-state/states.json")
    (state,) = json.loads(report.read_text())["states"]
    assert state["serial"] == serial
    applies = state["history"]["applies"]
    assert [each["serial_after"] for each in applies] == [
        each["serial_after"] for each in reversed(records)
    ]
    assert state["history"]["remark"] == ""

    # As if another machine had applied something.
    path = states / "net.tfstate"
    path.write_text(json.dumps({**json.loads(path.read_text()), "serial": serial + 2}))
    elsewhere = run(rule_runner, TfState, "net::")
    assert (
        f"The state is at serial {serial + 2}; the last apply in the log left serial {serial}: it "
        "was changed elsewhere."
    ) in " ".join(elsewhere.said.split())


def test_the_log_is_where_the_option_says(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, tmp_path / "states", "net")
    options = (f"--terraform-deployments-log-dir={tmp_path}/shared",)
    applied = run(rule_runner, TfApply, "--confirm=yes", "net::", options=options)
    assert applied.code == 0, applied.said
    log = tmp_path / "shared/applied.jsonl"
    log.write_text(log.read_text() + '{"time": "cut o')
    listed = run(rule_runner, TfState, "net::", options=options)
    assert f"{log}:2: This line is not an apply" in listed.said
    assert "applied 20" in listed.said
    # Without a commit, none is named.
    assert "no commit" in " ".join(listed.said.split())
    empty = run(rule_runner, TfState, "net::", options=("--terraform-deployments-log-dir=",))
    assert empty.code == 1
    assert "`[terraform-deployments].log_dir` is '', but must be a directory" in empty.said
    negative = run(rule_runner, TfState, "--history=-1", "net::")
    assert "`[tf-state].history` is -1, but must be 0 or more." in negative.said
