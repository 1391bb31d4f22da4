"""What workflows call, in a small repository with a Pants that does what a test says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ci.tools import ROOT

PANTS = """#!/usr/bin/env bash
printf '%s\\n' "$PANTS_CONFIG_FILES|$*" >>calls
if [[ $* == *peek* ]]; then cat answer.json; exit; fi
[[ $1 != tf-plan ]] || { mkdir -p dist/tf-plan; echo "the plans" >dist/tf-plan/plans.md; }
mkdir -p dist/tf-test/reports
printf '%s' "$REPORT" >dist/tf-test/reports/a.xml
exit "${CODE:-0}"
"""
REPORT = (
    '<testsuites><testsuite name="m/a.tftest.hcl"><testcase name="r" classname="m/a.tftest.hcl" '
    'file="m/a.tftest.hcl" line="3"><failure message="no">m/a.tftest.hcl:3:5: error</failure>'
    "</testcase></testsuite></testsuites>"
)
TARGETS = [
    {"address": "m:m", "target_type": "terraform_module", "sources": ["m/main.tf"]},
    {"address": "m/a", "target_type": "terraform_test", "sources": ["m/a.tftest.hcl"]},
]


class Repository:
    def __init__(self, root: Path) -> None:
        self.root = root
        for name in (".ci", "build-support/affected", "build-support/ci_report", "scripts"):
            shutil.copytree(ROOT / name, root / name)
        (root / "pants").write_text(PANTS)
        (root / "pants").chmod(0o755)
        (root / ".gitignore").write_text("calls\ndist/\nsummary\noutput\n__pycache__/\n")
        (root / "m").mkdir()
        (root / "m/main.tf").write_text("")
        (root / "m/a.tftest.hcl").write_text("")
        (root / "answer.json").write_text(json.dumps(TARGETS))
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit()

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "state")

    def run(
        self, script: str, *arguments: str, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        # Of CI's own variables, only those of the test.
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        return subprocess.run(
            [script, *arguments],
            cwd=self.root,
            env={"PATH": path, "HOME": str(self.root), "REPORT": REPORT, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        return (self.root / "calls").read_text().splitlines()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def github(repository: Repository) -> dict[str, str]:
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(repository.root / "output"),
        "GITHUB_STEP_SUMMARY": str(repository.root / "summary"),
    }


def outputs(repository: Repository) -> dict[str, str]:
    lines = (repository.root / "output").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_a_pull_request_runs_what_it_affects(repository: Repository) -> None:
    repository.git("update-ref", "refs/remotes/origin/main", "main")
    (repository.root / "m/main.tf").write_text("# new\n")
    repository.commit()
    result = repository.run(".ci/plan", GITHUB_BASE_REF="main", **github(repository))
    assert result.returncode == 0, result.stderr
    found = outputs(repository)
    assert found["jobs"] == "true"
    jobs = json.loads(found["matrix"])["include"]
    assert [job["name"] for job in jobs] == ["lint", "check", "tf-test"]
    assert jobs[0]["arguments"].startswith("--changed-since=")
    summary = (repository.root / "summary").read_text()
    assert "1 changed file since " in summary
    assert "Terraform modules (1):\n  m\n" in summary


def test_a_pull_request_of_documentation_has_no_jobs(repository: Repository) -> None:
    repository.git("update-ref", "refs/remotes/origin/main", "main")
    (repository.root / "answer.json").write_text("[]")
    repository.git("update-index", "--assume-unchanged", "answer.json")
    (repository.root / "README.md").write_text("# New\n")
    repository.commit()
    result = repository.run(".ci/plan", GITHUB_BASE_REF="main", **github(repository))
    assert outputs(repository) == {"matrix": '{"include": []}', "jobs": "false"}
    assert "There is nothing to run: only documentation" in result.stderr


def test_a_push_runs_everything(repository: Repository) -> None:
    assert repository.run(".ci/plan", **github(repository)).returncode == 0
    jobs = json.loads(outputs(repository)["matrix"])["include"]
    assert [job["arguments"] for job in jobs] == ["lint ::", "check ::", "tf-test ::"]


def test_a_target_that_was_not_fetched_runs_everything(repository: Repository) -> None:
    result = repository.run(".ci/plan", GITHUB_BASE_REF="main", **github(repository))
    assert "Everything is affected: This clone has no commit named origin/main" in result.stderr
    assert outputs(repository)["jobs"] == "true"


def test_where_pants_fails_the_plan_does(repository: Repository) -> None:
    (repository.root / "answer.json").unlink()
    result = repository.run(".ci/plan", **github(repository))
    assert result.returncode == 2
    assert "so what is affected is not known" in result.stderr
    assert not (repository.root / "output").exists()


def test_gitlab_gets_a_pipeline(repository: Repository) -> None:
    assert repository.run(".ci/plan", GITLAB_CI="true").returncode == 0
    pipeline = json.loads((repository.root / "affected.json").read_text())
    assert pipeline["tf-test"]["script"] == [".ci/goal tf-test ::"]


@pytest.mark.parametrize("code", [0, 1, 130])
def test_a_goal_ends_as_pants_does(repository: Repository, code: int) -> None:
    result = repository.run(".ci/goal", "tf-test", "--shard=0/2", "::", CODE=str(code))
    assert result.returncode == code
    assert repository.calls() == ["pants.ci.toml|tf-test --shard=0/2 ::"]
    assert "### `./pants tf-test --shard=0/2 ::`" in result.stdout
    assert "::error" not in result.stdout


def test_a_failing_run_is_an_annotation_and_a_row(repository: Repository) -> None:
    variables = {**github(repository), "ARGUMENTS": "tf-test ::", "CODE": "1"}
    result = repository.run(".ci/goal", **variables)
    assert result.returncode == 1
    assert '::error file=m/a.tftest.hcl,line=3,col=5,title=run "r"::no\n' in result.stdout
    assert '| m/a.tftest.hcl:3 | run "r" | no |' in (repository.root / "summary").read_text()


def test_reports_of_an_earlier_goal_do_not_count(repository: Repository) -> None:
    old = repository.root / "dist/lint/x/x.sarif"
    old.parent.mkdir(parents=True)
    old.write_text("not JSON")
    assert "could not be read" not in repository.run(".ci/goal", "tf-test", "::").stdout
    assert not old.exists()


def test_the_summary_has_the_plans_of_this_run(repository: Repository) -> None:
    for goal, count in (("tf-plan", 1), ("tf-test", 0)):
        (repository.root / "summary").write_text("")
        repository.run(".ci/goal", goal, "::", **github(repository))
        assert (repository.root / "summary").read_text().count("the plans") == count


def test_a_goal_without_a_name(repository: Repository) -> None:
    result = repository.run(".ci/goal")
    assert result.returncode == 2
    assert "name what Pants should run" in result.stderr


@pytest.mark.parametrize(
    ("goals", "code"), [("success", 0), ("skipped", 0), ("failure", 1), ("cancelled", 1)]
)
def test_the_verdict(repository: Repository, goals: str, code: int) -> None:
    needs = {"plan": {"result": "success"}, "goals": {"result": goals}}
    assert repository.run(".ci/verdict", NEEDS=json.dumps(needs)).returncode == code


def test_a_verdict_on_nothing_is_a_failure(repository: Repository) -> None:
    assert repository.run(".ci/verdict").returncode == 1


def test_the_repository_s_checks_all_run(repository: Repository) -> None:
    (repository.root / "scripts/ci-tool").write_text('#!/bin/sh\necho "$SKIP|$*" >>calls\n')
    result = repository.run(".ci/repository", CODE="1")
    assert result.returncode == 1
    assert "3 of these commands failed." in result.stderr
    assert [call.partition("|")[2] for call in repository.calls()][:3] == [
        "tailor --check ::",
        "generate-module --check ::",
        "package docs:site",
    ]
    assert repository.calls()[3] == "pants|pre-commit run --all-files"
