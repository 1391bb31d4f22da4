"""Findings that a team has accepted for now: a file of them, and what it leaves to report.

A finding is known by its tool, its file, its rule and its message, and not by its line, which moves
with every edit above it. Where a file has the same one twice, the number counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from terrapants.findings.finding import Finding

_COMMAND = re.compile(r"`\S*pants ")
# By tool, path, rule and message, how many.
Counts = Mapping[tuple[str, str, str, str], int]


class InvalidBaseline(ValueError):
    """A baseline that cannot be read; `str()` says why."""


@dataclass(frozen=True)
class Sorted:
    """Findings beside a baseline.

    :param new: those that are not accepted.
    :param accepted: how many are.
    """

    new: tuple[Finding, ...]
    accepted: int


def sort_out(
    accepted: Counts,
    tool: str,
    findings: Iterable[Finding],
    known_as: Mapping[Finding, Finding],
) -> Sorted:
    """Which findings are new, in the order given.

    :param known_as: what stands for a finding in the baseline, where that is not itself.
    """
    left = Counter(dict(accepted))
    new = []
    number = 0
    for finding in findings:
        key = _key(tool, known_as.get(finding, finding))
        if left[key] > 0:
            left[key] -= 1
            number += 1
        else:
            new.append(finding)
    return Sorted(tuple(new), number)


def counted(tool: str, findings: Iterable[Finding]) -> Counts:
    """What accepts all of these. A finding without a file, such as one about an option, is never
    accepted."""
    return Counter(_key(tool, finding) for finding in findings if finding.path)


def kept(accepted: Counts, found: Counts) -> Counts:
    """What is accepted and still found."""
    return Counter(dict(accepted)) & Counter(dict(found))


def _key(tool: str, finding: Finding) -> tuple[str, str, str, str]:
    # How Pants is started differs between machines.
    message = _COMMAND.sub("`pants ", " ".join(finding.message.split()))
    return tool, finding.path, finding.rule, message


def write(accepted: Counts) -> str:
    """As JSON: tool, path, rule, and the messages, each as often as it is accepted. It has one
    message a line, so that a diff shows what was added and what is gone."""
    document: dict[str, dict[str, dict[str, list[str]]]] = {}
    for key in sorted(key for key, number in accepted.items() if number > 0):
        tool, path, rule, message = key
        rules = document.setdefault(tool, {}).setdefault(path, {})
        rules.setdefault(rule, []).extend([message] * accepted[key])
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def read(text: str) -> Counts:
    """:raises InvalidBaseline: it is not what `write` writes."""
    try:
        return Counter(_messages(json.loads(text)))
    except json.JSONDecodeError as error:
        raise InvalidBaseline(f"line {error.lineno} is not JSON ({error.msg})") from None
    except RecursionError:
        raise InvalidBaseline("it is nested too deeply") from None


def _messages(document: object) -> Iterator[tuple[str, str, str, str]]:
    for tool, paths in _items(document):
        for path, rules in _items(paths):
            for rule, messages in _items(rules):
                if not isinstance(messages, list):
                    raise InvalidBaseline(f"the findings of {rule} in {path} are not a list")
                for message in messages:
                    yield tool, path, rule, str(message)


def _items(document: object) -> Iterable[tuple[str, object]]:
    if not isinstance(document, dict):
        raise InvalidBaseline("it is not made of objects of tools, paths and rules")
    return document.items()
