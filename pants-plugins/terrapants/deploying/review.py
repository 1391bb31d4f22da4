"""Applies policies to the plans of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from terrapants.deploying.planned_values import PlannedValues
from terrapants.deploying.policies.evaluation import PlanOfDeployment
from terrapants.deploying.policy_files import Policies
from terrapants.deploying.source_positions import SourcePositions
from terrapants.findings.finding import Finding, FindingRule, Severity, count
from terrapants.findings.sarif import SarifTool, sarif_log


@dataclass(frozen=True)
class PlanReview:
    """:param refused: the addresses of the deployments whose plans must not be applied.

    :param policies: the IDs of all policies.
    :param is_applied: whether there was a plan to apply them to.
    """

    findings: tuple[Finding, ...]
    refused: frozenset[str]
    policies: tuple[str, ...]
    is_applied: bool = True

    @property
    def summary(self) -> str:
        """To follow what is said of the plans."""
        if not self.policies:
            return ""
        if not self.is_applied:
            return "; policies were not applied"
        return f"; policies: {count(self.findings) or 'nothing found'}"

    @property
    def sarif(self) -> str:
        rules = tuple(FindingRule(each, "A policy on plans.") for each in self.policies)
        return sarif_log(SarifTool("Policies on plans", "tf-plan", rules=rules), self.findings)

    @property
    def markdown(self) -> str:
        """A table of the findings, to stand above the plans."""
        if not self.findings:
            return ""
        rows = "".join(
            f"| {each.severity.value} | {_cell(each.rule)} | {_cell(each.message)} "
            f"| {_cell(each.position)} |\n"
            for each in self.findings
        )
        return (
            "### Policies\n\n| Level | Policy | Finding | Where |\n| --- | --- | --- | --- |\n"
            f"{rows}\n"
        )


def review_plans(
    policies: Policies,
    results: Sequence[Mapping[str, Any]],
    positions: Mapping[str, SourcePositions],
) -> PlanReview:
    """
    :param results: what the runner says of each deployment.
    :param positions: of what is declared, by the address of a deployment.
    :raises PolicyFileError: a policy in Python fails.
    """
    ids = (
        *(each.id for each in policies.in_yaml),
        *(each.id for each in policies.in_python),
    )
    planned = [each for each in results if each["values"] is not None]
    if not ids or not planned:
        return PlanReview((), frozenset(), ids, is_applied=False)
    *found, unused = policies.applied_to(
        [
            PlanOfDeployment(
                each["address"],
                each["environment"],
                PlannedValues.from_json(each["values"]),
                positions[each["address"]].of,
            )
            for each in planned
        ]
    )
    refused = frozenset(
        each["address"]
        for each, findings in zip(planned, found)
        if any(finding.severity is Severity.ERROR for finding in findings)
    )
    return PlanReview((*(one for each in found for one in each), *unused), refused, ids)


def _cell(text: str) -> str:
    """Text in a cell of a Markdown table, which can end neither it nor begin HTML."""
    return "".join(f"&#{ord(each)};" if each in "|<>&`*_[]@#:\n" else each for each in text)
