"""What checkov says of a module, read once from its JSON output."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(Enum):
    PASSED = "passed"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, order=True)
class CheckResult:
    """What one check says of one block.

    :param path: relative to the build root.
    :param line: of the block's first line, from 1.
    :param resource: the block's address, as in `module.logs.aws_s3_bucket.this`; empty where there
        is no block.
    :param reason: why it is suppressed.
    :param guideline: an address with an explanation, where checkov knows one.
    """

    path: str
    line: int
    check_id: str
    resource: str
    name: str
    reason: str = ""
    guideline: str = ""


@dataclass(frozen=True)
class ScanReport:
    """All that checkov says of a module, in the order of paths and lines.

    :param unreadable: the paths of the files that checkov could not read, relative to the build
        root.
    """

    passed: tuple[CheckResult, ...] = ()
    failed: tuple[CheckResult, ...] = ()
    suppressed: tuple[CheckResult, ...] = ()
    unreadable: tuple[str, ...] = ()
    version: str = ""


_KEYS = {
    Outcome.PASSED: "passed_checks",
    Outcome.FAILED: "failed_checks",
    Outcome.SUPPRESSED: "skipped_checks",
}


class UnreadableReport(Exception):
    """The output is not the JSON that checkov writes."""


def read_report(output: str, files: Iterable[str]) -> ScanReport:
    """Reads what `checkov --output json` prints: an object for each framework that found something
    to check (a list of them where there are several), or counts alone where none did.

    :param files: the paths of the sandbox, relative to its root: checkov names some by their
        absolute paths.
    :raises UnreadableReport: it is something else.
    """
    try:
        parsed = json.loads(output)
        reports = parsed if isinstance(parsed, list) else [parsed]
        known = sorted(files, key=len, reverse=True)
        results: dict[Outcome, set[CheckResult]] = {outcome: set() for outcome in Outcome}
        unreadable: set[str] = set()
        version = ""
        for report in reports:
            version = (report.get("summary") or report)["checkov_version"]
            found = report.get("results", {})
            # Where a secret is found, checkov has a hash of it for a resource.
            has_resources = report.get("check_type") != "secrets"
            for outcome, key in _KEYS.items():
                results[outcome].update(_result(each, has_resources) for each in found.get(key, ()))
            unreadable.update(_relative(path, known) for path in found.get("parsing_errors", ()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableReport(str(error)) from error
    return ScanReport(
        tuple(sorted(results[Outcome.PASSED])),
        tuple(sorted(results[Outcome.FAILED])),
        tuple(sorted(results[Outcome.SUPPRESSED])),
        tuple(sorted(unreadable)),
        str(version),
    )


def _result(record: dict[str, Any], has_resource: bool) -> CheckResult:
    return CheckResult(
        path=record["repo_file_path"].lstrip("/"),
        line=max(1, int(record["file_line_range"][0])),
        check_id=record["check_id"],
        resource=record["resource"] if has_resource else "",
        name=record["check_name"],
        reason=record["check_result"].get("suppress_comment") or "",
        guideline=record.get("guideline") or "",
    )


def _relative(path: str, known: Iterable[str]) -> str:
    """A file of the sandbox by its path relative to the sandbox' root."""
    return next((file for file in known if f"/{path}".endswith(f"/{file}")), path)
