"""The level of each rule, in the repository and for a target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pants.util.frozendict import FrozenDict

from terrapants.findings.finding import Finding, Severity

OFF = "off"
LEVELS = (OFF, Severity.WARNING.value, Severity.ERROR.value)


@dataclass(frozen=True)
class RuleSettings:
    """Levels by rule ID: `off`, `warning` or `error`. Other rules have their default level."""

    levels: FrozenDict[str, str] = field(default_factory=FrozenDict)

    def amended(self, levels: Mapping[str, str]) -> RuleSettings:
        """These settings, with others that take precedence."""
        return RuleSettings(FrozenDict({**self.levels, **levels}))

    def is_off(self, rule: str) -> bool:
        return self.levels.get(rule) == OFF

    def applied(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings at the levels set, without those that are off."""
        for finding in findings:
            level = self.levels.get(finding.rule)
            if level is None:
                yield finding
            elif level != OFF:
                yield replace(finding, severity=Severity(level))


def level_problem(rule: str, level: str) -> str:
    """What is wrong with a level, or "" if nothing is."""
    if level in LEVELS:
        return ""
    return f'the level of "{rule}" is "{level}": it must be {", ".join(LEVELS[:-1])} or error'
