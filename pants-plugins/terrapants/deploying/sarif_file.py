"""The SARIF report of policies, for code scanning.

Code scanning closes the alerts that the newest report does not have. So there is no report where it
would lack findings only because nobody looked for them.
"""

from __future__ import annotations

from pathlib import Path

from terrapants.deploying.review import PlanReview

NAME = "policies.sarif"


def why_not(review: PlanReview, failed: int, environments: str) -> str:
    """Why there is no report, to follow a semicolon; "" where there is one.

    :param failed: how many plans failed.
    :param environments: those of the plans, for people; "" for none.
    """
    if not review.policies and not review.scans:
        return "no file is named in `[terraform-deployments].policies`"
    if failed:
        plans = "a plan" if failed == 1 else f"{failed} plans"
        return f"{plans} failed, and code scanning would close the alerts about what was not seen"
    unscanned = sum(bool(each.problem) for each in review.scans)
    if unscanned:
        plans = "a plan" if unscanned == 1 else f"{unscanned} plans"
        return f"{plans} could not be scanned, and code scanning would close the alerts about that"
    if not review.scans and len(review.elsewhere) == len(review.policies):
        return f"no policy is for {environments or 'deployments without an environment'}"
    return ""


def write(directory: Path, review: PlanReview, reason: str) -> None:
    """Write the report; or, with a reason not to, remove that of an earlier run.

    :raises OSError: the file system refuses it.
    """
    path = directory / NAME
    if reason:
        path.unlink(missing_ok=True)
    else:
        path.write_text(review.sarif)
