"""Findings as SARIF 2.1.0 ("Static Analysis Results Interchange Format", an OASIS standard).

A log has one run, of one tool, with a category of its own: services such as GitHub code scanning
refuse an upload in which two runs have the same tool and category, and close the alerts of a run
that an upload of the same category no longer has.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from terrapants.findings.finding import Finding, FindingRule

SARIF_VERSION = "2.1.0"
# The schema's name; nothing is fetched from there.
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# Paths are relative to it; whoever reads the log says where it is.
ROOT = "SRCROOT"
ROOT_DESCRIPTION = {"description": {"text": "The root of the repository."}}
FINGERPRINT = "terrapantsFinding/v1"


@dataclass(frozen=True)
class SarifTool:
    """:param name: as users know it, such as `terraform validate`.

    :param id: its option scope, which is the category of its results.
    :param version: of the tool, where it has one.
    :param goal: a part of the category, for a tool that two goals run: both may be uploaded.
    """

    name: str
    id: str
    version: str = ""
    rules: tuple[FindingRule, ...] = ()
    goal: str = ""

    @property
    def category(self) -> str:
        return "/".join(filter(None, (self.id, self.goal)))


def sarif_log(tool: SarifTool, findings: Iterable[Finding]) -> str:
    """The findings as the text of a SARIF log.

    A finding whose rule is not among the tool's is written with its rule's id alone.
    """
    indexes = {rule.id: index for index, rule in enumerate(tool.rules)}
    occurrences: Counter[str] = Counter()
    results = []
    for finding in findings:
        key = _key(finding)
        results.append(_result(finding, indexes, _fingerprint(key, occurrences[key])))
        occurrences[key] += 1
    driver: dict[str, Any] = {"name": tool.name, "rules": [_rule(rule) for rule in tool.rules]}
    if tool.version:
        driver["version"] = tool.version
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{tool.category}/"},
        "originalUriBaseIds": {ROOT: ROOT_DESCRIPTION},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": SARIF_VERSION, "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: FindingRule) -> dict[str, Any]:
    help_ = f"{rule.reason} {rule.how_to_switch_off}".rstrip()
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.reason},
        "help": {"text": help_, "markdown": help_},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding, indexes: Mapping[str, int], fingerprint: str) -> dict[str, Any]:
    text = finding.message
    if finding.values or finding.detail:
        text = "\n".join((finding.message, *finding.values, finding.detail)).rstrip("\n")
    result: dict[str, Any] = {
        "level": finding.severity.value,
        "message": {"text": text},
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.rule:
        result["ruleId"] = finding.rule
    if finding.rule in indexes:
        result["ruleIndex"] = indexes[finding.rule]
    if finding.path:
        result["locations"] = [{"physicalLocation": _location(finding)}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {
        "artifactLocation": {"uri": quote(finding.path, errors="replace"), "uriBaseId": ROOT}
    }
    if finding.line:
        region: dict[str, Any] = {"startLine": finding.line}
        if finding.column:
            region["startColumn"] = finding.column
        if finding.source:
            region["snippet"] = {"text": finding.source}
        location["region"] = region
    return location


def _key(finding: Finding) -> str:
    """What makes it the same finding when lines above it come and go."""
    return "\0".join((finding.rule, finding.path, finding.message, finding.source.strip()))


def _fingerprint(key: str, occurrence: int) -> str:
    return hashlib.sha256(f"{key}\0{occurrence}".encode("utf-8", "replace")).hexdigest()[:32]
