"""What a run of Pants left behind: JUnit and SARIF files below `dist/`, as plain data."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

# `a/main.tf:6:1: error: …` of Terraform, `a/a_test.py:6: AssertionError` of pytest.
_POSITION = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+)(?::(?P<column>\d+))?(?=:|$)", re.M)
JUNIT = ("dist/test/reports", "dist/tf-test/reports")
SARIF = ("dist/lint", "dist/check")


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place.

    :param title: what failed: a run block, a test, a rule.
    :param level: `error`, `warning` or `note`, as in SARIF.
    :param path: relative to the root of the repository; empty where it is not known.
    :param line: 1-based, 0 where it is not known; so is the column.
    """

    title: str
    message: str
    level: str = "error"
    path: str = ""
    line: int = 0
    column: int = 0


@dataclass
class Results:
    """:param unreadable: the report files that could not be read, with the reason."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    files: int = 0
    problems: list[Problem] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    @property
    def tests(self) -> int:
        return self.passed + self.failed + self.skipped


def collect(root: Path) -> Results:
    """:param root: of the repository."""
    results = Results()
    for path in _files(root, JUNIT, "xml"):
        try:
            _add_suites(results, ElementTree.parse(path).getroot(), root)  # noqa: S314
        except (ElementTree.ParseError, OSError, ValueError) as error:
            results.unreadable.append(f"{path.relative_to(root)}: {error}")
        results.files += 1
    for path in _files(root, SARIF, "sarif"):
        try:
            results.problems += _findings(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            results.unreadable.append(f"{path.relative_to(root)}: {error!r}")
        results.files += 1
    return results


def _files(root: Path, directories: tuple[str, ...], suffix: str) -> Iterator[Path]:
    for directory in directories:
        yield from sorted((root / directory).rglob(f"*.{suffix}"))


def _add_suites(results: Results, document: ElementTree.Element, root: Path) -> None:
    for case in document.iter("testcase"):
        results.seconds += float(case.get("time") or 0)
        bad = case.find("failure")
        if bad is None:
            bad = case.find("error")
        if bad is not None:
            results.failed += 1
            results.problems.append(_failure(case, bad, root))
        elif case.find("skipped") is not None:
            results.skipped += 1
        else:
            results.passed += 1


def _failure(case: ElementTree.Element, bad: ElementTree.Element, root: Path) -> Problem:
    text = bad.text or ""
    path, line, column = case.get("file", ""), int(case.get("line") or 0), 0
    # Terraform's position comes first; pytest's last one is where the assertion is.
    positions = [each for each in _POSITION.finditer(text) if (root / each["path"]).is_file()]
    if positions:
        found = positions[0 if path else -1]
        path, line, column = found["path"], int(found["line"]), int(found["column"] or 0)
    message = bad.get("message") or text.strip() or "It failed, and its report does not say why."
    title = f"{case.get('classname', '')}: {case.get('name', '')}".lstrip(": ")
    if path and case.get("classname") == case.get("file"):
        title = f'run "{case.get("name", "")}"'
    return Problem(title, message, "error", path, line, column)


def _findings(log: Any) -> Iterator[Problem]:
    for run in log["runs"]:
        tool = run["tool"]["driver"]["name"]
        for result in run.get("results", ()):
            if result.get("suppressions"):
                continue
            locations = result.get("locations") or [{}]
            place = locations[0].get("physicalLocation", {})
            region = place.get("region", {})
            yield Problem(
                title=result.get("ruleId") or tool,
                message=result["message"]["text"],
                level=result.get("level", "warning"),
                path=unquote(place.get("artifactLocation", {}).get("uri", "")),
                line=region.get("startLine", 0),
                column=region.get("startColumn", 0),
            )
