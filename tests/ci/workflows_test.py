"""What GitHub and GitLab are told to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ci.tools import ROOT, run

WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
ACTIONS = sorted(ROOT.glob(".github/actions/*/action.yml"))
SCRIPTS = [
    *sorted(ROOT.glob(".ci/*")),
    *(ROOT / "scripts" / name for name in ("affected", "browser", "ci-tool")),
]
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def steps(document: Any) -> Iterator[Any]:
    for job in document.get("jobs", {}).values():
        yield from job["steps"]
    yield from document.get("runs", {}).get("steps", ())


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def test_there_are_some() -> None:
    assert len(WORKFLOWS) >= 2
    assert len(ACTIONS) >= 2
    assert len(SCRIPTS) >= 6


def test_actionlint() -> None:
    result = run("actionlint", "-no-color", *map(str, WORKFLOWS))
    assert result.returncode == 0, result.stdout


def test_actionlint_finds_what_is_wrong(tmp_path: Path) -> None:
    workflow = tmp_path / "x.yml"
    workflow.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - rum: x\n"
    )
    assert run("actionlint", "-no-color", str(workflow)).returncode == 1


def test_zizmor() -> None:
    result = run("zizmor", "--offline", "--no-progress", "--min-severity=medium", ".github")
    assert result.returncode == 0, result.stdout


def test_shellcheck() -> None:
    result = run("shellcheck", "--color=never", "--shell=bash", *map(str, SCRIPTS))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=str)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    uses = [line.strip().removeprefix("- ") for line in path.read_text().splitlines()]
    uses = [line for line in uses if line.startswith("uses:") and "uses: ./" not in line]
    assert [line for line in uses if not PINNED.match(line)] == []


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=str)
def test_shell_steps_are_scripts_that_exist(path: Path) -> None:
    for step in steps(parsed(path)):
        if "run" in step:
            script = ROOT / step["run"].split()[0]
            assert script in SCRIPTS
            assert os.access(script, os.X_OK)
            assert "\n" not in step["run"].strip()


@pytest.mark.parametrize("path", WORKFLOWS, ids=str)
def test_a_job_has_the_permissions_that_it_names_and_no_others(path: Path) -> None:
    document = parsed(path)
    assert document["permissions"] == {}
    for name, job in document["jobs"].items():
        assert job["permissions"].pop("contents") == "read"
        allowed = {"security-events": "write"} if name == "sarif" else {}
        assert job["permissions"] == allowed
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_what_may_write_runs_no_code_of_the_change() -> None:
    job = parsed(ROOT / ".github/workflows/ci.yml")["jobs"]["sarif"]
    assert not any("run" in step for step in job["steps"])


def test_change_detection_sees_the_whole_history() -> None:
    jobs = parsed(ROOT / ".github/workflows/ci.yml")["jobs"]
    for name in ("plan", "goals"):
        assert jobs[name]["steps"][0]["with"]["fetch-depth"] == 0


def test_the_verdict_waits_for_every_other_job() -> None:
    jobs = parsed(ROOT / ".github/workflows/ci.yml")["jobs"]
    assert set(jobs["verdict"]["needs"]) == set(jobs) - {"verdict"}
    assert jobs["verdict"]["if"] == "always()"


def test_only_main_saves_caches() -> None:
    for path in WORKFLOWS:
        for step in steps(parsed(path)):
            if step.get("uses") == "./.github/actions/keep":
                assert "github.ref == 'refs/heads/main'" in step["if"]


def test_what_is_kept_is_what_is_restored() -> None:
    restored, kept = (
        {
            step["with"]["path"]: step["with"]["key"]
            for step in steps(parsed(path))
            if "actions/cache/" in step["uses"]
        }
        for path in (ROOT / f".github/actions/{name}/action.yml" for name in ("prepare", "keep"))
    )
    assert restored == kept
    assert len(kept) == 3


def test_gitlab_runs_scripts_that_exist() -> None:
    document = parsed(ROOT / ".gitlab-ci.yml")
    scripts = [
        ROOT / line for job in document.values() if "script" in job for line in job["script"]
    ]
    assert {script.name for script in scripts} == {"plan", "repository", "audit"}
    assert set(scripts) <= set(SCRIPTS)
    assert document["goals"]["trigger"]["include"] == [{"artifact": "affected.json", "job": "plan"}]
    assert document["variables"]["GIT_DEPTH"] == "0"
