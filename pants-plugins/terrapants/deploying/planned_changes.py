"""What a plan would do: the part of `terraform show -json` that people review, without secrets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any, Optional

from terrapants.deploying.addresses import SourcePosition
from terrapants.deploying.attribute_changes import AttributeChange
from terrapants.deploying.plan_counts import PlanCounts


class Action(Enum):
    """What happens to a resource or an output."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    READ = "read"
    FORGET = "forget"
    IMPORT = "import"
    MOVE = "move"
    DEFER = "defer"
    NONE = "none"


class Replacement(Enum):
    """What happens to the old object of a resource that is replaced, and when."""

    CREATE_BEFORE_DESTROY = "create before destroy"
    DESTROY_FIRST = "destroy first"
    FORGET = "forget the old object"


@dataclass(frozen=True)
class ResourceChange:
    """What happens to one resource instance.

    :param module: the address of its module; empty for the root module.
    :param mode: `managed` or `data`.
    :param provider: its source address.
    :param replacement: empty unless it is replaced.
    :param reason: why, in a few words; empty where Terraform says nothing.
    :param previous_address: where it is in the state until now, if it moves. It may change besides.
    :param import_id: the ID that it is imported by. It may change besides.
    :param deposed: the key of a deposed object; empty for the current one.
    :param path: where it is declared, or the module that it is in is called; empty where that is
        not known. See `with_positions`.
    """

    address: str
    module: str
    mode: str
    type: str
    name: str
    provider: str
    action: Action
    replacement: str = ""
    reason: str = ""
    previous_address: str = ""
    import_id: str = ""
    deposed: str = ""
    attributes: tuple[AttributeChange, ...] = ()
    path: str = ""
    line: int = 0

    @property
    def is_import(self) -> bool:
        return bool(self.import_id)

    @property
    def is_move(self) -> bool:
        return bool(self.previous_address)


@dataclass(frozen=True)
class OutputChange:
    """What happens to an output of the root module. The `path` of a change is within its value."""

    name: str
    action: Action
    attributes: tuple[AttributeChange, ...] = ()


@dataclass(frozen=True)
class FailedCheck:
    """A `check` block, or a condition of a resource or an output, that does not hold.

    :param status: `fail`, or `error` where it could not be evaluated.
    """

    address: str
    status: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedChanges:
    """What a plan would do.

    :param errored: planning failed; what is here is what was planned until then.
    :param applyable: applying it does something: it changes resources, the state or outputs. With
        `-detailed-exitcode`, `terraform plan` ends with 2.
    :param complete: applying this plan is expected to leave nothing to do.
    :param changes: everything but resources with nothing to do, in Terraform's order.
    :param drift: what was changed outside of Terraform, as the plan found it.
    :param outputs: those that change.
    :param failed_checks: conditions that do not hold; those of `check` blocks stop nothing.
    :param invoked_actions: the addresses of the `action` blocks that are invoked (Terraform 1.14).
    """

    terraform_version: str = ""
    errored: bool = False
    applyable: bool = False
    complete: bool = True
    changes: tuple[ResourceChange, ...] = ()
    drift: tuple[ResourceChange, ...] = ()
    outputs: tuple[OutputChange, ...] = ()
    failed_checks: tuple[FailedCheck, ...] = ()
    invoked_actions: tuple[str, ...] = ()

    @property
    def counts(self) -> PlanCounts:
        return count_changes(self)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`, which `from_json` reads."""
        plain: dict[str, Any] = asdict(self, dict_factory=_plain)
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> PlannedChanges:
        return cls(
            **{
                **plain,
                "changes": tuple(map(_resource_change, plain["changes"])),
                "drift": tuple(map(_resource_change, plain["drift"])),
                "outputs": tuple(
                    OutputChange(each["name"], Action(each["action"]), _attributes(each))
                    for each in plain["outputs"]
                ),
                "failed_checks": tuple(
                    FailedCheck(**{**each, "messages": tuple(each["messages"])})
                    for each in plain["failed_checks"]
                ),
                "invoked_actions": tuple(plain["invoked_actions"]),
            }
        )


def count_changes(planned: PlannedChanges) -> PlanCounts:
    def number(*actions: Action) -> int:
        return sum(each.action in actions for each in planned.changes)

    return PlanCounts(
        add=number(Action.CREATE),
        change=number(Action.UPDATE),
        replace=number(Action.REPLACE),
        destroy=number(Action.DELETE),
        imported=sum(each.is_import for each in planned.changes),
        moved=sum(each.is_move for each in planned.changes),
        forgotten=sum(
            each.action is Action.FORGET or each.replacement == Replacement.FORGET.value
            for each in planned.changes
        ),
        deferred=number(Action.DEFER),
        drifted=len(planned.drift),
        outputs=len(planned.outputs),
    )


def summary(planned: PlannedChanges) -> str:
    """One line on the plan: `no changes`, or how many there are of each kind."""
    counts = planned.counts.text if planned.counts != PlanCounts() else ""
    if planned.errored:
        return f"planning failed{f' after {counts}' if counts else ''}"
    text = counts or ("changes to the state only" if planned.applyable else "no changes")
    return text if planned.complete else f"{text}; not complete, so another plan has to follow"


def with_positions(
    planned: PlannedChanges, locate: Callable[[str], Optional[SourcePosition]]
) -> PlannedChanges:
    """The plan with the places where its resources are declared.

    :param locate: such as `SourcePositions.of`.
    """

    def located(change: ResourceChange) -> ResourceChange:
        position = locate(change.address)
        if position is None:
            return change
        return replace(change, path=position.path, line=position.line)

    return replace(
        planned,
        changes=tuple(map(located, planned.changes)),
        drift=tuple(map(located, planned.drift)),
    )


def _plain(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value.value if isinstance(value, Enum) else value for key, value in pairs}


def _resource_change(plain: Mapping[str, Any]) -> ResourceChange:
    return ResourceChange(
        **{**plain, "action": Action(plain["action"]), "attributes": _attributes(plain)}
    )


def _attributes(plain: Mapping[str, Any]) -> tuple[AttributeChange, ...]:
    return tuple(AttributeChange(**each) for each in plain["attributes"])


@dataclass(frozen=True)
class DeploymentPlan:
    """What came of planning a deployment.

    :param address: of the deployment's target.
    :param environment: empty where it has none.
    :param planned: None if there is no plan, and `error` says why.
    """

    address: str
    environment: str = ""
    planned: Optional[PlannedChanges] = None
    error: str = ""

    @property
    def has_failed(self) -> bool:
        return self.planned is None or self.planned.errored or bool(self.error)

    @property
    def has_changes(self) -> bool:
        return self.planned is not None and self.planned.applyable and not self.has_failed

    @property
    def summary(self) -> str:
        """One line."""
        if self.planned is None:
            return "planning failed"
        return summary(self.planned)


def totals(plans: Collection[DeploymentPlan], failed_words: str = "{} failed") -> str:
    """`3 deployments: 1 with changes, 1 without, 1 failed`."""
    failed = sum(plan.has_failed for plan in plans)
    changing = sum(plan.has_changes for plan in plans)
    words = [f"{changing} with changes", f"{len(plans) - changing - failed} without"]
    if failed:
        words.append(failed_words.format(failed))
    return f"{len(plans)} deployment{'' if len(plans) == 1 else 's'}: {', '.join(words)}"
