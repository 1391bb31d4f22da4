"""SARIF that another tool wrote, as one log of the repository."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from terrapants.findings.sarif import ROOT, ROOT_DESCRIPTION, SARIF_VERSION, SCHEMA


def adopted_sarif(logs: Sequence[str], category: str, paths: Iterable[str]) -> str:
    """One log, with one run, of what a tool said of parts of the repository.

    :param logs: each with one run; their paths may be absolute, in a sandbox.
    :param category: the tool's option scope.
    :param paths: of the files the tool was given, relative to the build root.
    :raises ValueError: a log is not SARIF.
    """
    places = {quote(path): path for path in paths}
    merged: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    results: list[Any] = []
    for log in logs:
        read = json.loads(log)
        runs = read.get("runs") if isinstance(read, dict) else None
        if not isinstance(runs, list):
            raise ValueError("not a SARIF log: it has no runs")
        for part in runs:
            merged = merged or part
            rules.update({rule["id"]: rule for rule in part["tool"]["driver"].get("rules", ())})
            results.extend(part.get("results", ()))
    driver = {**merged.get("tool", {}).get("driver", {"name": category})}
    driver["rules"] = [rules[rule_id] for rule_id in sorted(rules)]
    indexes = {rule_id: index for index, rule_id in enumerate(sorted(rules))}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{category}/"},
        "originalUriBaseIds": {ROOT: ROOT_DESCRIPTION},
        "results": [_relative(_indexed(result, indexes), places) for result in results],
    }
    if "columnKind" in merged:
        run["columnKind"] = merged["columnKind"]
    adopted = {"$schema": SCHEMA, "version": SARIF_VERSION, "runs": [run]}
    return json.dumps(adopted, indent=2, ensure_ascii=False) + "\n"


def _indexed(result: Mapping[str, Any], indexes: Mapping[str, int]) -> dict[str, Any]:
    indexed = {name: value for name, value in result.items() if name != "ruleIndex"}
    if result.get("ruleId") in indexes:
        indexed["ruleIndex"] = indexes[result["ruleId"]]
    return indexed


def _relative(node: Any, places: Mapping[str, str]) -> Any:
    """The node, with each `artifactLocation` relative to the repository's root."""
    if isinstance(node, list):
        return [_relative(item, places) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _location(value, places)
        if name == "artifactLocation" and isinstance(value, dict) and "uri" in value
        else _relative(value, places)
        for name, value in node.items()
    }


def _location(location: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    uri = location["uri"]
    parts = uri.split("/")
    # The longest path that it ends with: what stands before it is the sandbox.
    for start in range(len(parts)):
        path = places.get("/".join(parts[start:]))
        if path is not None:
            return {"uri": quote(path), "uriBaseId": ROOT}
    return dict(location)
