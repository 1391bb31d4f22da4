"""A policy: a rule that a team wrote for its plans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Union

from terrapants.deploying.addresses import without_keys
from terrapants.findings.finding import Finding, Severity
from terrapants.findings.user_error import UserError


class PolicyFileError(UserError):
    """A file of policies that cannot be used. The message begins with the file and the line."""


class WhenUnknown(Enum):
    """What follows if a value that a policy asks for is not known before the plan is applied."""

    FAIL = "fail"
    WARN = "warn"
    PASS = "pass"  # noqa: S105


@dataclass(frozen=True)
class ForbiddenActions:
    """What must not happen to the resources: actions as in `PlannedResource.action`."""

    actions: tuple[str, ...]


@dataclass(frozen=True)
class RequiredTags:
    """Tags (or labels) that the resources must have, each with the patterns of the values that are
    allowed; none if any value is."""

    tags: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class AllowedRegions:
    """Patterns of the regions that the resources may be in."""

    regions: tuple[str, ...]


@dataclass(frozen=True)
class AllowedTypes:
    """Patterns of the only types there may be."""

    types: tuple[str, ...]


@dataclass(frozen=True)
class DeniedTypes:
    """Patterns of types that there must not be."""

    types: tuple[str, ...]


@dataclass(frozen=True)
class MaxResources:
    """How many of the resources there may be once the plan is applied."""

    number: int


@dataclass(frozen=True)
class RequiredAttributes:
    """Attributes, by path, and the patterns of the values that they may have."""

    attributes: tuple[tuple[str, tuple[str, ...]], ...]


Demand = Union[
    ForbiddenActions,
    RequiredTags,
    AllowedRegions,
    AllowedTypes,
    DeniedTypes,
    MaxResources,
    RequiredAttributes,
]


@dataclass(frozen=True)
class PolicyException:
    """A resource that a policy does not apply to.

    :param address: may have `*` in it. Without keys, it stands for every instance.
    """

    address: str
    reason: str


@dataclass(frozen=True)
class Policy:
    """A policy that is written in YAML.

    :param environments: patterns; the policy applies to every environment if there are none.
    :param resources: patterns of the types that it applies to; all if there are none.
    :param path: its file, relative to the build root.
    :param line: where it begins.
    """

    id: str
    message: str
    demand: Demand
    severity: Severity = Severity.ERROR
    environments: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    exceptions: tuple[PolicyException, ...] = ()
    unknown: WhenUnknown = WhenUnknown.WARN
    path: str = ""
    line: int = 0

    def applies_to_environment(self, environment: str) -> bool:
        return not self.environments or matches(environment, self.environments)

    def applies_to_type(self, resource_type: str) -> bool:
        return not self.resources or matches(resource_type, self.resources)

    def excepts(self, address: str) -> bool:
        patterns = [each.address for each in self.exceptions]
        return matches(address, patterns) or matches(without_keys(address), patterns)


@dataclass(frozen=True)
class PolicyResult:
    """What a policy says of one plan.

    :param policy: its ID.
    :param applied: the plan's environment is one that the policy is for.
    :param matched: how many resources it looked at, those that it excepts included.
    """

    policy: str
    applied: bool
    matched: int
    findings: tuple[Finding, ...] = ()


def matches(text: str, patterns: Iterable[str]) -> bool:
    """Whether the text is like one of the patterns, in which `*` stands for anything. Brackets have
    no meaning, since addresses have them."""
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL)
        for pattern in patterns
    )
