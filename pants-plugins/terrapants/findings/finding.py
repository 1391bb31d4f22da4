"""A finding: what a check or a linter says about a place in the repository."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

# In characters.
LONGEST_SOURCE = 300


class Severity(Enum):
    """In SARIF's words, which are also what a user reads."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class FindingRule:
    """What findings of one kind have in common.

    :param id: stable, in kebab-case; users write it in suppressions.
    :param reason: one line on what the rule asks for, and why.
    :param how_to_switch_off: a sentence; empty where it cannot be switched off by itself.
    """

    id: str
    reason: str
    severity: Severity = Severity.ERROR
    how_to_switch_off: str = ""


@dataclass(frozen=True)
class Finding:
    """One finding.

    :param rule: the id of its rule; empty where the tool has no rules.
    :param message: one line.
    :param path: relative to the build root; empty where there is no file to name.
    :param line: 1-based, 0 where the finding is about the whole file.
    :param column: 1-based, 0 where it is not known.
    :param source: the source line, or lines.
    :param values: statements on what is in the source, such as `var.name is "x"`.
    :param detail: what more there is to say, and what to do; it may have several lines.
    """

    rule: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    source: str = ""
    values: tuple[str, ...] = ()
    detail: str = ""

    @property
    def position(self) -> str:
        """`path:line:column`, as far as it is known."""
        if not self.path:
            return ""
        known = (self.line, self.column) if self.line else ()
        return ":".join((self.path, *(str(number) for number in known if number)))


def with_source_line(finding: Finding, text: str) -> Finding:
    """The finding with the source line it points at.

    :param text: the content of its file.
    """
    lines = text.split("\n")
    if not 0 < finding.line <= len(lines):
        return finding
    line = lines[finding.line - 1].rstrip("\r")
    if len(line) > LONGEST_SOURCE:
        # Generated files may be one line: what follows the position is what it is about.
        start = max(finding.column - 1, 0)
        line = f"{line[start : start + LONGEST_SOURCE]} …"
    return replace(finding, source=line)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without repetitions, by file and position."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda found: (
                found.path,
                found.line,
                found.column,
                found.severity.value,
                found.rule,
                found.message,
                found.detail,
            ),
        )
    )


def fails(findings: Iterable[Finding]) -> bool:
    """Whether an error is among the findings: warnings and notes fail nothing."""
    return any(found.severity is Severity.ERROR for found in findings)


def rendered(finding: Finding) -> Iterator[str]:
    """Its lines for a terminal: `path:line:column: severity: message [rule]`, then the source
    line, the values in it, and the detail."""
    where = f"{finding.position}: " if finding.path else ""
    rule = f" [{finding.rule}]" if finding.rule else ""
    yield f"{where}{finding.severity.value}: {' '.join(finding.message.split())}{rule}"
    for line in textwrap.dedent(finding.source).splitlines():
        yield f"    {line.rstrip()}"
    for value in finding.values:
        yield f"      {value}"
    for line in finding.detail.splitlines():
        if line.strip():
            yield f"  {line.rstrip()}"


def render(findings: Iterable[Finding]) -> str:
    """The findings, in the order given, one below the other."""
    return "\n".join(line for finding in findings for line in rendered(finding))


def count(findings: Iterable[Finding]) -> str:
    """`2 errors, 1 warning`; empty where nothing was found."""
    found = list(findings)
    numbers = ((kind, sum(each.severity is kind for each in found)) for kind in Severity)
    return ", ".join(
        f"{number} {kind.value}{'' if number == 1 else 's'}" for kind, number in numbers if number
    )
