"""The form of a module rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Callable

from terrapants.findings.finding import FindingRule, Severity
from terrapants.hcl.position import Position
from terrapants.validation.module_rules.linted_module import LintedModule


@dataclass(frozen=True)
class Remark:
    """A place that breaks a rule, and how; line 0 stands for the whole file."""

    position: Position
    message: str


@dataclass(frozen=True)
class ModuleRule:
    """:param check: yields a remark for each place that breaks the rule, in any order."""

    id: str
    severity: Severity
    reason: str
    check: Callable[[LintedModule], Iterable[Remark]]

    @property
    def finding_rule(self) -> FindingRule:
        return finding_rule(self.id, self.severity, self.reason)


def finding_rule(id: str, severity: Severity, reason: str) -> FindingRule:  # noqa: A002
    """A rule, with what switches it off."""
    how = (
        f"A comment `# terrapants:ignore {id}` suppresses it in one place, and "
        f'`{{"{id}": "off"}}` in `[terraform-rules].levels` switches it off.'
    )
    return FindingRule(id, reason, severity, how)
