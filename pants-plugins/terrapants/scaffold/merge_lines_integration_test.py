"""Line merges, with a real git."""

from __future__ import annotations

import pytest
from pants.core.util_rules.system_binaries import MaybeGitBinary
from pants.engine.fs import FileContent
from pants.engine.internals.scheduler import ExecutionError
from pants.engine.rules import QueryRule, rule
from pants.testutil.rule_runner import RuleRunner

from terrapants.scaffold import merge_lines
from terrapants.scaffold.merge_plan import Decision, LineMerge, Outcome


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    return RuleRunner(rules=[*merge_lines.rules(), QueryRule(Decision, [LineMerge])])


def merge(rule_runner: RuleRunner, base: str, ours: str, theirs: str) -> Decision:
    request = LineMerge("x/a", base.encode(), ours.encode(), theirs.encode(), executable=True)
    return rule_runner.request(Decision, [request])


def merged(text: str) -> Decision:
    content = FileContent("x/a", text.encode(), is_executable=True)
    return Decision("x/a", Outcome.MERGED, content)


def test_distant_changes_are_merged(rule_runner: RuleRunner) -> None:
    lines = "a\nb\nc\nd\ne\n"
    assert merge(rule_runner, lines, f"0\n{lines}", f"{lines}f\n") == merged(f"0\n{lines}f\n")
    assert merge(rule_runner, lines, "a\nc\nd\ne\n", lines.replace("e", "E")) == merged(
        "a\nc\nd\nE\n"
    )


def test_the_same_change_is_not_a_conflict(rule_runner: RuleRunner) -> None:
    assert merge(rule_runner, "a\nb\nc\n", "a\nX\nc\nd\n", "a\nX\nc\n") == merged("a\nX\nc\nd\n")


def test_text_without_a_final_line_break_and_without_ascii(rule_runner: RuleRunner) -> None:
    assert merge(rule_runner, "a\nb\nc\nd", "ä\nb\nc\nd", "a\nb\nc\nd–") == merged("ä\nb\nc\nd–")


@pytest.mark.parametrize("conflicts", [1, 3, 200])
def test_conflicts_are_marked(rule_runner: RuleRunner, conflicts: int) -> None:
    apart = "same\n" * 5
    decision = merge(
        rule_runner,
        (f"base\n{apart}" * conflicts),
        (f"mine\n{apart}" * conflicts),
        (f"theirs\n{apart}" * conflicts),
    )
    marked = "<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> the template\n"
    assert decision.outcome == Outcome.CONFLICT
    assert decision.content == FileContent("x/a", (f"{marked}{apart}" * conflicts).encode(), True)


@rule
async def no_git() -> MaybeGitBinary:
    return MaybeGitBinary()


def test_without_git_the_error_says_what_to_install() -> None:
    runner = RuleRunner(rules=[merge_lines.merge_lines, no_git, QueryRule(Decision, [LineMerge])])
    with pytest.raises(ExecutionError, match=r"`--update` merges files with git, which was not fo"):
        merge(runner, "a\n", "b\n", "c\n")
