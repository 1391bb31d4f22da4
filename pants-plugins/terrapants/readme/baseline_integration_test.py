"""Findings about READMEs in the baseline."""

from __future__ import annotations

from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings.baseline_file import LintBaseline
from terrapants.readme.testutil import (
    broken_rules,
    check,
    module,
    readme_rule_runner,
    write,
)
from terrapants.testutil.writing_goal import run_writing_goal

LATIN = "# Modul für Schlüssel\n".encode("latin-1")


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner()


def baseline(runner: RuleRunner) -> str:
    run_writing_goal(
        runner,
        LintBaseline,
        global_args=("--pants-bin-name=./pants", "--module-index-path="),
        args=["::"],
    )
    return Path(runner.build_root, "lint-baseline.json").read_text()


def test_what_is_accepted_does_not_fail(runner: RuleRunner) -> None:
    write(runner, module(README_md="No heading.\n"))
    code, text = check(runner)
    assert code == 1
    assert "title" in broken_rules(text)
    assert '"title"' in baseline(runner)
    code, text = check(runner)
    assert code == 0
    assert text.endswith("accepted findings (lint-baseline.json).")


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"a/README.md": LATIN}, "readme-file"),
        ({"a/.terraform-docs.yml": "formatter: [\n"}, "readme-settings"),
    ],
)
def test_a_readme_that_cannot_be_read_is_never_accepted(
    runner: RuleRunner, files: dict[str, str | bytes], rule: str
) -> None:
    write(runner, module())
    write(runner, files)
    found = broken_rules(check(runner)[1])
    assert rule in found
    assert rule not in baseline(runner)
    code, text = check(runner)
    assert code == 1
    assert broken_rules(text) == [rule]
