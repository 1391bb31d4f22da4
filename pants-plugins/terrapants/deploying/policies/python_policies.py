"""Policies in Python.

A file of policies has functions whose names begin with `check_`; the rest of the name is the ID of
the policy, with `-` for `_`. A function with a parameter `resource` is called for every resource of
a plan, one with a parameter `plan` once for each plan; either may take both. It yields, or returns
a list of, what `resource.error(…)`, `resource.warning(…)`, `plan.error(…)` and `plan.warning(…)`
return:

    def check_buckets_are_private(resource):
        if resource.type == "aws_s3_bucket" and resource.get("acl") == "public-read":
            yield resource.error("This bucket is public.")

A value that is not known before the plan is applied ends the function with a warning, or with an
error where the file says `UNKNOWN = "fail"`. `resource.is_known(path)` asks beforehand.

The objects `plan` and `resource` are `PolicyPlan` and `PolicyResource` below. What is documented
here stays as it is.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional, Union

from terrapants.deploying.planned_values import PlannedResource
from terrapants.deploying.policies.evaluation import PlanOfDeployment, policy_finding
from terrapants.deploying.policies.planned_value import UnknownValue, planned_value
from terrapants.deploying.policies.policy import PolicyFileError, PolicyResult, WhenUnknown, matches
from terrapants.findings.finding import Finding, Severity
from terrapants.findings.suggestion import did_you_mean

_PREFIX = "check_"
_PARAMETERS = ("plan", "resource")


@dataclass(frozen=True)
class Violation:
    """What a policy says of a resource, or of the plan as a whole."""

    severity: Severity
    message: str
    resource: Optional[PlannedResource] = None


class PolicyResource:
    """A resource instance of a plan.

    `address`, `module` (the address of its module, empty for the root module), `type`, `name`,
    `provider` (its source address), `region` (None if it is not known), `action` (`create`,
    `update`, `replace`, `delete`, `read`, `forget`, `import`, `move`, `defer` or `none`), and the
    attributes as plain data: `before` and `after`, each None if there is no object. In them,
    secrets are `(sensitive)`, and what is not known is missing.
    """

    def __init__(self, resource: PlannedResource) -> None:
        self._resource = resource
        self.address = resource.address
        self.module = resource.module
        self.type = resource.type
        self.name = resource.name
        self.provider = resource.provider
        self.region = resource.region
        self.action = resource.action
        self.before = resource.before
        self.after = resource.after

    def get(self, path: str, default: Any = None) -> Any:
        """The value that an attribute will have, or the default where it has none.

        :param path: as Terraform writes it: `ingress[0].cidr_blocks`, `tags["a.b"]`.
        :raises UnknownValue: it is not known before the plan is applied, or it is sensitive.
        """
        try:
            value = planned_value(self._resource, path)
        except UnknownValue as error:
            raise UnknownValue(f"{self.address}: {path} is {error}") from None
        return default if value is None else value

    def is_known(self, path: str) -> bool:
        """Whether `get` returns a value."""
        try:
            planned_value(self._resource, path)
        except UnknownValue:
            return False
        return True

    def error(self, message: str) -> Violation:
        return Violation(Severity.ERROR, message, self._resource)

    def warning(self, message: str) -> Violation:
        return Violation(Severity.WARNING, message, self._resource)


class PolicyPlan:
    """A plan: `deployment` is the address of its target, `environment` may be empty."""

    def __init__(self, plan: PlanOfDeployment) -> None:
        self.deployment = plan.deployment
        self.environment = plan.environment
        self._resources = [
            PolicyResource(each) for each in plan.values.resources if each.mode == "managed"
        ]

    def resources(self, of_type: str = "*") -> list[PolicyResource]:
        """The resource instances, also those with nothing to do.

        :param of_type: may have `*` in it.
        """
        return [each for each in self._resources if matches(each.type, (of_type,))]

    def error(self, message: str) -> Violation:
        return Violation(Severity.ERROR, message)

    def warning(self, message: str) -> Violation:
        return Violation(Severity.WARNING, message)


@dataclass(frozen=True)
class PythonPolicy:
    """A function of a file of policies."""

    id: str
    path: str
    line: int
    parameters: tuple[str, ...]
    function: Callable[..., Any]
    unknown: WhenUnknown = WhenUnknown.WARN
    # Which environments and types it is for is up to the function.
    environments: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


def read_python_policies(files: Mapping[str, str]) -> tuple[PythonPolicy, ...]:
    """The policies in Python files. This runs the files.

    :param files: texts by path, relative to the build root.
    :raises PolicyFileError: a file cannot be run, or has no policies.
    """
    policies: dict[str, PythonPolicy] = {}
    for path, text in files.items():
        for policy in _policies_of(path, text):
            other = policies.setdefault(policy.id, policy)
            if other is not policy:
                raise PolicyFileError(
                    f"{policy.path}:{policy.line}: The ID {policy.id} is already that of the policy"
                    f" in {other.path}:{other.line}. Every policy needs its own."
                )
    return tuple(policies.values())


def _policies_of(path: str, text: str) -> Iterator[PythonPolicy]:
    namespace: dict[str, Any] = {"__name__": "policies", "__file__": path}
    try:
        code = compile(text, path, "exec")
    except (SyntaxError, ValueError) as error:
        # A null byte is a ValueError before CPython 3.11.4, which knows no line.
        line, said = getattr(error, "lineno", None) or 1, getattr(error, "msg", None) or error
        raise PolicyFileError(f"{path}:{line}: {said}.") from None
    try:
        exec(code, namespace)  # noqa: S102
    except (Exception, SystemExit) as error:
        raise PolicyFileError(f"{path}:{_line(error, path) or 1}: {_said(error)}") from None
    unknown = namespace.get("UNKNOWN", WhenUnknown.WARN.value)
    words = [each.value for each in WhenUnknown]
    if unknown not in words:
        raise PolicyFileError(
            f"{path}: UNKNOWN is {unknown!r}; use one of {', '.join(words)}."
            f"{did_you_mean(str(unknown), words)}"
        )
    functions = [
        (name, value)
        for name, value in namespace.items()
        if name.startswith(_PREFIX) and inspect.isfunction(value)
    ]
    if not functions:
        raise PolicyFileError(
            f"{path}: There are no policies here: no function has a name that begins with "
            f"{_PREFIX}."
        )
    for name, function in functions:
        line = function.__code__.co_firstlineno
        parameters = tuple(inspect.signature(function).parameters)
        wrong = [each for each in parameters if each not in _PARAMETERS]
        if wrong or not parameters:
            found = f"not {wrong[0]}" if wrong else "but it has none"
            raise PolicyFileError(
                f"{path}:{line}: {name} may have the parameters `plan` and `resource`, {found}."
                f"{did_you_mean(wrong[0], _PARAMETERS) if wrong else ''}"
            )
        yield PythonPolicy(
            name[len(_PREFIX) :].replace("_", "-"),
            path,
            line,
            parameters,
            function,
            WhenUnknown(unknown),
        )


def apply_python_policies(
    policies: Iterable[PythonPolicy], plan: PlanOfDeployment
) -> tuple[PolicyResult, ...]:
    """What each policy says of the plan.

    :raises PolicyFileError: a policy fails, or says something that is not understood.
    """
    shown = PolicyPlan(plan)
    return tuple(_result(policy, plan, shown) for policy in policies)


def _result(policy: PythonPolicy, plan: PlanOfDeployment, shown: PolicyPlan) -> PolicyResult:
    resources = shown.resources()
    findings: list[Finding] = []
    calls: Sequence[Optional[PolicyResource]] = resources
    if "resource" not in policy.parameters:
        calls = (None,)
    for resource in calls:
        arguments: dict[str, Union[PolicyPlan, PolicyResource, None]] = {
            "plan": shown,
            "resource": resource,
        }
        wanted = {name: arguments[name] for name in policy.parameters}
        for violation in _violations(policy, wanted, resource):
            findings.append(
                policy_finding(
                    plan,
                    violation.resource,
                    policy.id,
                    violation.severity,
                    f"{violation.resource.address}: {violation.message}"
                    if violation.resource
                    else violation.message,
                    policy.path,
                    policy.line,
                )
            )
    return PolicyResult(policy.id, True, len(resources), tuple(findings))


def _violations(
    policy: PythonPolicy, arguments: Mapping[str, Any], resource: Optional[PolicyResource]
) -> Iterator[Violation]:
    where = f"{policy.path}:{policy.line}"
    try:
        for each in policy.function(**arguments) or ():
            if not isinstance(each, Violation):
                raise PolicyFileError(
                    f"{where}: {policy.function.__name__} has to yield what resource.error(…) or "
                    f"plan.error(…) returns, but it yields {type(each).__name__}."
                )
            yield each
    except UnknownValue as error:
        if policy.unknown is not WhenUnknown.PASS:
            severity = Severity.WARNING if policy.unknown is WhenUnknown.WARN else Severity.ERROR
            rest = "" if resource is not None else ", so that the rest of the plan is not checked"
            message = f"This could not be checked, because {error}{rest}."
            yield Violation(severity, message, resource._resource if resource else None)
    except PolicyFileError:
        raise
    except (Exception, SystemExit) as error:
        raise PolicyFileError(
            f"{policy.path}:{_line(error, policy.path) or policy.line}: "
            f"{policy.function.__name__} failed: {_said(error)}"
        ) from None


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}."


def _line(error: BaseException, path: str) -> int:
    """The line of the file that the error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == path), 0)
