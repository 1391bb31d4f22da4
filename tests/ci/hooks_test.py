"""The hooks of pre-commit, in a small repository that has their tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ci.tools import ROOT, find

CONFIGURATION = ROOT / ".pre-commit-config.yaml"
# In place of an installation: the tools of this test's own environment.
CI_TOOL = """#!/usr/bin/env bash
PATH="{path}:$PATH" exec "$@"
"""
PANTS = """#!/usr/bin/env bash
printf '%s\\n' "$* ${GIT_INDEX_FILE:-no index}" >>calls
[[ $* != *"$FAILING" ]]
"""


class Repository:
    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "scripts").mkdir()
        shutil.copytree(ROOT / ".ci", root / ".ci")
        shutil.copy(CONFIGURATION, root)
        tools = CI_TOOL.replace("{path}", str(Path(find("pre-commit")).parent))
        for path, text in (("scripts/ci-tool", tools), ("pants", PANTS)):
            (root / path).write_text(text)
            (root / path).chmod(0o755)
        (root / ".gitignore").write_text("calls\ncache/\n")
        (root / "README.md").write_text("# All\n")
        self.git("init", "--quiet", "--initial-branch=main")
        baseline = subprocess.run(
            [find("detect-secrets"), "scan"], cwd=root, capture_output=True, text=True, check=True
        )
        (root / ".secrets.baseline").write_text(baseline.stdout)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "state")

    def git(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        identity = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
        return subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.root,
            env=self.environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def environment(self, **variables: str) -> dict[str, str]:
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        defaults = {"PATH": path, "HOME": str(self.root), "FAILING": "nothing"}
        return {**defaults, "PRE_COMMIT_HOME": str(self.root / "cache"), **variables}

    def check(self, **variables: str) -> subprocess.CompletedProcess[str]:
        self.git("add", "--all")
        return subprocess.run(
            [find("pre-commit"), "run", "--all-files", "--color=never"],
            cwd=self.root,
            env=self.environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_all_hooks_are_local_and_none_installs_anything() -> None:
    repositories = yaml.safe_load(CONFIGURATION.read_text())["repos"]
    assert [each["repo"] for each in repositories] == ["local"]
    for hook in repositories[0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].split()[0] in ("scripts/ci-tool", ".ci/changed")


def test_a_clean_repository_passes(repository: Repository) -> None:
    result = repository.check()
    assert result.returncode == 0, result.stdout
    assert (repository.root / "calls").read_text().splitlines() == [
        "--changed-since=HEAD fmt no index",
        "--changed-since=HEAD lint check no index",
    ]


@pytest.mark.parametrize(
    ("path", "text", "hook"),
    [
        ("a.txt", "text", "end-of-file-fixer"),
        ("a.txt", "text \n", "trailing-whitespace"),
        ("a.yml", "a: [\n", "check-yaml"),
        ("a.toml", "a = \n", "check-toml"),
        ("a.txt", "-----BEGIN RSA PRIVATE " + "KEY-----\n", "detect-private-key"),
        ("a.tf", 'x = "AKIA' + 'IOSFODNN7EXAMPLQ"\n', "detect-secrets"),
        ("a.txt", "x\n" * 300_000, "check-added-large-files"),
        (".github/workflows/a.yml", "on: push\njobs: {}\n", "actionlint"),
        ("a/Dockerfile", "FROM debian\n", "hadolint"),
    ],
    ids=lambda value: value[:20],
)
def test_a_hook_finds_what_it_is_for(
    repository: Repository, path: str, text: str, hook: str
) -> None:
    file = repository.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    result = repository.check()
    assert result.returncode == 1
    assert f"- hook id: {hook}\n" in result.stdout


@pytest.mark.parametrize("goal", ["fmt", "lint check"])
def test_what_pants_finds_stops_the_commit(repository: Repository, goal: str) -> None:
    result = repository.check(FAILING=goal)
    assert result.returncode == 1
    assert "- hook id: pants\n" in result.stdout


def test_a_commit_runs_the_installed_hook(repository: Repository) -> None:
    subprocess.run(
        [find("pre-commit"), "install"],
        cwd=repository.root,
        env=repository.environment(),
        check=True,
    )
    (repository.root / "README.md").write_text("# All\n\nMore\n")
    repository.git("add", "--all")
    assert repository.git("commit", "--message=x", FAILING="lint check").returncode == 1
    result = repository.git("commit", "--message=x")
    assert result.returncode == 0, result.stdout
    assert "no index" in (repository.root / "calls").read_text()
