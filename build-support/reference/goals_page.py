"""The page of the goals: the suite's own, and what it adds to those of Pants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pants.core.goals.check import CheckRequest
from pants.core.goals.fix import AbstractFixRequest
from pants.core.goals.fmt import AbstractFmtRequest
from pants.core.goals.lint import AbstractLintRequest
from pants.engine.goal import GoalSubsystem
from pants.util.strutil import strval

from markdown import code, prose, table
from options_page import options
from suite import Suite, is_ours

INTRODUCTION = """\
After the name of a goal, its options may be written without that name:
`./pants tf-test --force ::` is `./pants --tf-test-force tf-test ::`.
"""
PARTS = """\
What the suite adds to them. The option `--only` selects parts by these names, as in
`./pants lint --only=terraform-rules ::`. The suite also adds Terraform tests to `test`, and
Terraform modules and tests to `tailor`.
"""
# In the order in which Pants asks: what formats is a part of `fix` and `lint` too.
_GOALS: Mapping[str, type] = {
    "fmt": AbstractFmtRequest,
    "fix": AbstractFixRequest,
    "lint": AbstractLintRequest,
    "check": CheckRequest,
}


def page(suite: Suite) -> str:
    goals = [each for each in suite.subsystems() if issubclass(each, GoalSubsystem)]
    return "\n\n".join(
        (
            "# Goals",
            INTRODUCTION.strip(),
            *(_goal(each) for each in goals),
            "## Goals of Pants",
            PARTS.strip(),
            table(("goal", "parts"), _parts(suite)),
        )
    )


def _goal(goal: type[GoalSubsystem]) -> str:
    return "\n\n".join((f"## `{goal.name}`", prose(strval(goal.help)), *options(goal)))


def _parts(suite: Suite) -> Iterator[tuple[str, str]]:
    for goal, request in _GOALS.items():
        ids = sorted(
            {
                str(getattr(member, "tool_id", None) or member.tool_name)  # type: ignore[attr-defined]
                for member in suite.unions.get(request)
                if is_ours(member)
            }
        )
        yield code(goal), ", ".join(map(code, ids))
