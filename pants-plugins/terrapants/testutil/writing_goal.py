"""Goals that write files which a test reads afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.goal import Goal
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner


def run_writing_goal(
    runner: RuleRunner,
    goal: type[Goal],
    *,
    global_args: Iterable[str] = (),
    args: Iterable[str] = (),
    env_inherit: set[str] | None = None,
) -> GoalRuleResult:
    """As `RuleRunner.run_goal_rule`, and what the goal wrote is seen by what follows.

    Pants knows by itself that a file has changed which it wrote, but of the directory of a new file
    it hears from the operating system: on a busy machine, too late for the next line of a test.
    """
    result = runner.run_goal_rule(goal, global_args=global_args, args=args, env_inherit=env_inherit)
    runner.scheduler.invalidate_all_files()
    return result
