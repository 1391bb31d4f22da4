"""What policies and scans say of the plans of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pants.util.strutil import pluralize

from terrapants.deploying.planned_values import PlannedValues
from terrapants.deploying.policies.evaluation import PlanOfDeployment
from terrapants.deploying.policy_files import Policies
from terrapants.deploying.source_positions import SourcePositions
from terrapants.findings.finding import Finding, FindingRule, Severity, count, fails
from terrapants.findings.sarif import SarifTool, sarif_log
from terrapants.terraform.plan_scan import PlanScan

_NOT_SCANNED = "not-scanned"


@dataclass(frozen=True)
class PlanReview:
    """:param refused: the addresses of the deployments whose plans must not be applied.

    :param policies: the IDs of all policies.
    :param is_applied: whether there was a plan to apply them to.
    :param scans: of the plans, if there are any.
    :param elsewhere: the IDs of the policies that are for other environments than those planned.
    """

    findings: tuple[Finding, ...]
    refused: frozenset[str]
    policies: tuple[str, ...]
    is_applied: bool = True
    scans: tuple[PlanScan, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """To follow what is said of the plans."""
        return f"{self._of_policies}{self._of_scans}"

    @property
    def _of_policies(self) -> str:
        if not self.policies:
            return ""
        if not self.is_applied:
            return "; policies were not applied"
        ids = {*self.policies}
        found = count(each for each in self.findings if each.rule in ids)
        others = len(self.elsewhere)
        if others == len(ids):
            return "; policies: none is for these environments"
        apart = f"; {others} for other environments" if others else ""
        return f"; policies: {found or 'nothing found'}{apart}"

    @property
    def _of_scans(self) -> str:
        if not self.scans:
            return ""
        found = count(finding for scan in self.scans for finding in _findings(scan))
        passed = sum(scan.passed for scan in self.scans)
        suppressed = sum(scan.suppressed for scan in self.scans)
        if not (found or passed or suppressed):
            return "; checkov: nothing to check"
        numbers = f"{pluralize(passed, 'check')} passed, {suppressed} suppressed"
        return f"; checkov: {', '.join(filter(None, (found, numbers)))}"

    @property
    def sarif(self) -> str:
        known = {*self.policies}
        checks = sorted({each.rule for each in self.findings} - known)
        rules = (
            *(FindingRule(each, "A policy on plans.") for each in self.policies),
            *(FindingRule(each, "A check of checkov on plans.") for each in checks),
        )
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
    scans: Mapping[str, PlanScan],
    environments: Sequence[str] = (),
) -> PlanReview:
    """
    :param results: what the runner says of each deployment.
    :param positions: of what is declared, by the address of a deployment.
    :param scans: of plans, by the address of a deployment.
    :param environments: those of deployments that were not planned.
    :raises PolicyFileError: a policy in Python fails.
    """
    ids = (
        *(each.id for each in policies.in_yaml),
        *(each.id for each in policies.in_python),
    )
    planned = [each for each in results if each["values"] is not None] if ids else []
    found: list[tuple[Finding, ...]] = []
    unused: tuple[Finding, ...] = ()
    if planned:
        *found, unused = policies.applied_to(
            [
                PlanOfDeployment(
                    each["address"],
                    each["environment"],
                    PlannedValues.from_json(each["values"]),
                    positions[each["address"]].of,
                )
                for each in planned
            ],
            environments,
        )
    of_deployments = [
        *((each["address"], findings) for each, findings in zip(planned, found)),
        *((address, tuple(_of_scan(address, scan))) for address, scan in scans.items()),
    ]
    return PlanReview(
        (*(one for _, findings in of_deployments for one in findings), *unused),
        frozenset(address for address, findings in of_deployments if fails(findings)),
        ids,
        bool(planned),
        tuple(scans.values()),
        policies.for_others_than({each["environment"] for each in planned}),
    )


def _of_scan(address: str, scan: PlanScan) -> Iterator[Finding]:
    for each in _findings(scan):
        yield replace(each, detail="\n".join(filter(None, (f"Deployment {address}.", each.detail))))


def _findings(scan: PlanScan) -> tuple[Finding, ...]:
    if scan.problem:
        return (Finding(_NOT_SCANNED, Severity.ERROR, scan.problem),)
    return scan.findings


def _cell(text: str) -> str:
    """Text in a cell of a Markdown table, which can end neither it nor begin HTML."""
    return "".join(f"&#{ord(each)};" if each in "|<>&`*_[]@#:\n" else each for each in text)
