"""Plans as text for a console."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from terrapants.deploying.plan_lines import fitted, plan_entries
from terrapants.deploying.planned_changes import DeploymentPlan
from terrapants.deploying.value_text import printable

# How many changes of one deployment are shown. Nobody reads more of them on a console.
MOST_CHANGES = 200


def render_plans(plans: Iterable[DeploymentPlan], most_changes: int = MOST_CHANGES) -> str:
    """The plans, in the order given, one below the other."""
    return "\n".join(line for plan in plans for line in _lines(plan, most_changes))


def headline(plan: DeploymentPlan) -> str:
    """One line: the deployment, its environment, and how many changes there are of each kind."""
    environment = f" ({printable(plan.environment)})" if plan.environment else ""
    return f"{printable(plan.address)}{environment}: {plan.summary}"


def _lines(plan: DeploymentPlan, most_changes: int) -> Iterator[str]:
    yield from fitted(headline(plan))
    for line in plan.error.splitlines():
        yield f"  {printable(line.rstrip())}".rstrip()
    if plan.planned is None:
        return
    entries = list(plan_entries(plan.planned))
    for entry in entries[:most_changes]:
        yield from entry
    left = len(entries) - most_changes
    if left > 0:
        yield f"  … and {left} more, which a report (--report) lists."
