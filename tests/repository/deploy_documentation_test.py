"""The example of docs/using/deploy.md that needs no cloud does what the page says."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.deploying.tf_apply_goal import TfApply
from terrapants.deploying.tf_plan_goal import TfPlan
from terrapants.testutil.deployments import deployment_rule_runner, run

_PAGE = Path("docs/using/deploy.md").read_text()
_SECTION = re.search(r"(?s)\n## Try it without a cloud\n(.*?)\n## ", _PAGE)
SECTION = _SECTION[1] if _SECTION else ""
GOALS = {"tf-plan": TfPlan, "tf-apply": TfApply}


def block(language: str) -> str:
    (found,) = re.findall(rf"(?s)```{language}\n(.*?)```", SECTION)
    return str(found)


def steps() -> list[tuple[str, str]]:
    """The commands, each with what it prints."""
    found = []
    for step in re.split(r"(?m)^\$ \./pants ", block("console"))[1:]:
        command, _, output = step.partition("\n")
        found.append((command, output))
    return found


def printed(text: str) -> list[str]:
    """Without what differs from run to run, empty lines, and Pants' own log."""
    text = re.sub(r"\d+\.\d s\b|after \d+s|\[id=\S+\]", "…", text.replace("./pants", "pants"))
    log = re.compile(r"\d\d:\d\d:\d\d\.\d\d \[")
    return [line for line in text.splitlines() if line.strip() and not log.match(line)]


@pytest.fixture
def rule_runner(tmp_path: Path) -> RuleRunner:
    made = deployment_rule_runner(tmp_path / "caches")
    subprocess.run(("bash", "-euc", block("sh")), cwd=made.build_root, check=True)
    made.scheduler.scheduler.invalidate_all_files()
    return made


def test_each_command_prints_what_the_page_shows(rule_runner: RuleRunner) -> None:
    assert len(steps()) == 4
    for command, output in steps():
        goal, *arguments = shlex.split(command)
        result = run(rule_runner, GOALS[goal], *arguments)
        # The goal's own lines come first here, and those of its process after them.
        assert sorted(printed(result.said)) == sorted(printed(output)), command
