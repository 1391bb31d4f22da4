"""Policies that checked nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Optional, Protocol

from terrapants.deploying.policies.evaluation import either
from terrapants.deploying.policies.policy import PolicyResult, matches
from terrapants.findings.finding import Finding, Severity
from terrapants.findings.suggestion import did_you_mean


class AnyPolicy(Protocol):
    """A policy in YAML or in Python."""

    @property
    def id(self) -> str: ...

    @property
    def environments(self) -> tuple[str, ...]: ...

    @property
    def resources(self) -> tuple[str, ...]: ...

    @property
    def path(self) -> str: ...

    @property
    def line(self) -> int: ...


def policies_without_effect(
    policies: Iterable[AnyPolicy],
    results: Iterable[PolicyResult],
    environments: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """A note on each policy that looked at no resource in any of the plans; not on one that is for
    environments which were not planned this time.

    :param results: of all plans.
    :param environments: those of all deployments, also of those that were not planned.
    """
    applied: set[str] = set()
    matched: set[str] = set()
    for result in results:
        if result.applied:
            applied.add(result.policy)
        if result.matched:
            matched.add(result.policy)
    known = sorted(set(environments))
    return tuple(
        Finding(
            rule=policy.id,
            severity=Severity.NOTE,
            message=_no_effect(policy, known if policy.id not in applied else None),
            path=policy.path,
            line=policy.line,
        )
        for policy in policies
        if policy.id not in matched and (policy.id in applied or not is_for_any(policy, known))
    )


def is_for_any(policy: AnyPolicy, environments: Iterable[str]) -> bool:
    """Whether the policy is for one of the environments."""
    return not policy.environments or any(
        matches(each, policy.environments) for each in environments
    )


def _no_effect(policy: AnyPolicy, known: Optional[Sequence[str]]) -> str:
    """:param known: all environments, if the policy is for none of them."""
    if known is not None:
        hint = next(filter(None, (did_you_mean(e, known) for e in policy.environments)), "")
        return (
            f"This policy checked nothing: it is for {either(policy.environments)}, and no "
            f"deployment is.{hint}"
        )
    if policy.resources:
        return (
            "This policy checked nothing: no plan has a resource of the type "
            f"{either(policy.resources)}."
        )
    return "This policy checked nothing: the plans have no resources."
