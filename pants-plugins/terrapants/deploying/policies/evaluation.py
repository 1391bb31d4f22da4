"""Applies policies to plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from terrapants.deploying.addresses import SourcePosition
from terrapants.deploying.hidden_values import SENSITIVE, part
from terrapants.deploying.planned_values import PlannedResource, PlannedValues
from terrapants.deploying.policies.planned_value import UnknownValue, planned_value
from terrapants.deploying.policies.policy import (
    AllowedRegions,
    AllowedTypes,
    DeniedTypes,
    ForbiddenActions,
    MaxResources,
    Policy,
    PolicyResult,
    RequiredAttributes,
    RequiredTags,
    WhenUnknown,
    matches,
)
from terrapants.deploying.value_text import printable
from terrapants.findings.finding import Finding, Severity

_TAG_ATTRIBUTES = ("tags_all", "tags", "labels")
_DONE = {
    "create": "is created",
    "update": "is updated",
    "replace": "is destroyed and created again",
    "delete": "is destroyed",
    "read": "is read",
    "forget": "leaves the state",
    "import": "is imported",
    "move": "moves",
    "defer": "is deferred",
}


@dataclass(frozen=True)
class PlanOfDeployment:
    """A plan that policies are applied to.

    :param deployment: the address of its target.
    :param locate: where the resource with an address is declared, such as `SourcePositions.of`.
    """

    deployment: str
    environment: str
    values: PlannedValues
    locate: Callable[[str], Optional[SourcePosition]]


@dataclass(frozen=True)
class _Verdict:
    """What is wrong with a resource, or what nobody can know yet."""

    text: str
    is_unknown: bool = False


def apply_policies(policies: Iterable[Policy], plan: PlanOfDeployment) -> tuple[PolicyResult, ...]:
    """What each policy says of the plan."""
    return tuple(_result(policy, plan) for policy in policies)


def _result(policy: Policy, plan: PlanOfDeployment) -> PolicyResult:
    if not policy.applies_to_environment(plan.environment):
        return PolicyResult(policy.id, False, 0)
    matched = [
        each
        for each in plan.values.resources
        if each.mode == "managed" and policy.applies_to_type(each.type)
    ]
    concerned = [each for each in matched if not policy.excepts(each.address)]
    findings: list[Finding] = []
    if isinstance(policy.demand, MaxResources):
        for verdict in _ceiling(policy.demand, concerned):
            findings += _findings(policy, plan, None, verdict)
    else:
        for resource in concerned:
            for verdict in _verdicts(policy, resource):
                findings += _findings(policy, plan, resource, verdict)
    return PolicyResult(policy.id, True, len(matched), tuple(findings))


def _verdicts(policy: Policy, resource: PlannedResource) -> Iterator[_Verdict]:
    demand = policy.demand
    if isinstance(demand, ForbiddenActions):
        yield from _actions(demand, resource)
        return
    # The others are about what there will be.
    if resource.action in ("delete", "forget"):
        return
    if isinstance(demand, AllowedTypes) and not matches(resource.type, demand.types):
        yield _Verdict(f"is of the type {resource.type}, which is not among those allowed")
    elif isinstance(demand, DeniedTypes) and matches(resource.type, demand.types):
        yield _Verdict(f"is of the type {resource.type}, which is not allowed")
    elif isinstance(demand, AllowedRegions):
        yield from _region(demand, resource)
    elif isinstance(demand, RequiredTags):
        yield from _tags(demand, resource)
    elif isinstance(demand, RequiredAttributes):
        for path, patterns in demand.attributes:
            yield from _attribute(resource, path, patterns)


def _actions(demand: ForbiddenActions, resource: PlannedResource) -> Iterator[_Verdict]:
    happening = [
        resource.action,
        *(["move"] if resource.is_moved else []),
        *(["import"] if resource.is_imported else []),
    ]
    for action in dict.fromkeys(happening):
        if action in demand.actions:
            yield _Verdict(_DONE.get(action, action))
    if resource.action == "defer" and "defer" not in demand.actions:
        yield _Verdict("is deferred: what happens to it is not known", is_unknown=True)


def _region(demand: AllowedRegions, resource: PlannedResource) -> Iterator[_Verdict]:
    if not resource.is_regional:
        return
    region = resource.region
    if region is None or SENSITIVE in region:
        yield _Verdict("is in a region that is not known", is_unknown=True)
    elif not matches(region, demand.regions):
        yield _Verdict(f"is in {region}; allowed is {either(demand.regions)}")


def _tags(demand: RequiredTags, resource: PlannedResource) -> Iterator[_Verdict]:
    after = resource.after or {}
    attributes = [name for name in _TAG_ATTRIBUTES if name in after or part(resource.unknown, name)]
    if not attributes:
        # It cannot have any.
        return
    for tag, patterns in demand.tags:
        values = [after[name][tag] for name in attributes if tag in (after.get(name) or {})]
        unknown = [part(resource.unknown, name) for name in attributes]
        if values and values[0] is not None:
            if not patterns:
                continue
            if SENSITIVE in str(values[0]):
                yield _Verdict(f"has a tag {tag} whose value is sensitive", is_unknown=True)
            elif not matches(_as_text(values[0]), patterns):
                yield _Verdict(
                    f"has the tag {tag} with the value {_as_text(values[0])}; allowed is "
                    f"{either(patterns)}"
                )
        elif any(each is True or part(each, tag) for each in unknown):
            only_value = all(each is not True for each in unknown)
            if only_value and not patterns:
                continue
            yield _Verdict(f"may or may not have the tag {tag}", is_unknown=True)
        else:
            yield _Verdict(f"has no tag {tag}")


def _attribute(resource: PlannedResource, path: str, patterns: Sequence[str]) -> Iterator[_Verdict]:
    try:
        value = planned_value(resource, path)
    except UnknownValue as error:
        yield _Verdict(f"has an attribute {path} that is {error}", is_unknown=True)
        return
    if value is None:
        yield _Verdict(f"has no {path}")
    elif patterns and not matches(_as_text(value), patterns):
        yield _Verdict(f"has {path} = {_as_text(value)}; allowed is {either(patterns)}")


def _ceiling(demand: MaxResources, resources: Sequence[PlannedResource]) -> Iterator[_Verdict]:
    remaining = [each for each in resources if each.action not in ("delete", "forget")]
    deferred = sum(each.action == "defer" for each in remaining)
    number = len(remaining) - deferred
    if number > demand.number:
        yield _Verdict(f"There would be {number} resources; at most {demand.number} are allowed.")
    elif deferred:
        yield _Verdict(
            f"There would be {number} resources, and more once what is deferred is known; at most "
            f"{demand.number} are allowed.",
            is_unknown=True,
        )


def _findings(
    policy: Policy, plan: PlanOfDeployment, resource: PlannedResource | None, verdict: _Verdict
) -> Iterator[Finding]:
    severity = policy.severity
    if verdict.is_unknown:
        if policy.unknown is WhenUnknown.PASS:
            return
        if policy.unknown is WhenUnknown.WARN:
            severity = Severity.WARNING
    text = f"{resource.address} {verdict.text}." if resource else verdict.text
    yield policy_finding(
        plan, resource, policy.id, severity, f"{text} {policy.message}", policy.path, policy.line
    )


def policy_finding(
    plan: PlanOfDeployment,
    resource: PlannedResource | None,
    policy: str,
    severity: Severity,
    message: str,
    path: str,
    line: int,
) -> Finding:
    """At the resource where there is one, and otherwise at the policy itself.

    :param path: of the policy.
    :param line: of the policy.
    """
    position = plan.locate(resource.address) if resource else None
    environment = f" ({plan.environment})" if plan.environment else ""
    detail = f"Deployment {plan.deployment}{environment}; policy in {path}:{line}."
    if resource and position is None:
        detail = f"{detail} The resource is no longer in the code."
    return Finding(
        rule=policy,
        severity=severity,
        message=printable(" ".join(message.split())),
        path=position.path if position else "" if resource else path,
        line=position.line if position else 0 if resource else line,
        detail=printable(detail),
    )


def either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _as_text(value: Any) -> str:
    """As in YAML: `true` rather than `True`."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
