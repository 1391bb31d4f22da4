"""What checkov found in a module, read from its JSON output."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class CheckResult:
    """The result of one check of one block.

    :param path: relative to the build root.
    :param line: of the block's first line, from 1.
    :param resource: the block's address, such as `module.logs.aws_s3_bucket.this`; empty if there
        is no block.
    :param reason: why it is suppressed.
    :param guideline: an address with an explanation, if checkov knows one.
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
    """All results of a module's scan, in the order of paths and lines.

    :param unreadable: the paths of the files that checkov could not read, relative to the build
        root.
    """

    passed: tuple[CheckResult, ...] = ()
    failed: tuple[CheckResult, ...] = ()
    suppressed: tuple[CheckResult, ...] = ()
    unreadable: tuple[str, ...] = ()
    version: str = ""


class UnreadableReport(Exception):
    """The output is not the JSON that checkov writes."""


def read_report(output: bytes, files: Iterable[str]) -> ScanReport:
    """Reads checkov's JSON: an object for each framework that found something to check (a list of
    them if there are several), or only counts if none did.

    :param files: the paths of the sandbox, relative to its root: checkov names some by their
        absolute paths.
    :raises UnreadableReport: it is something else.
    """
    passed: set[CheckResult] = set()
    failed: set[CheckResult] = set()
    suppressed: set[CheckResult] = set()
    unreadable: set[str] = set()
    version = ""
    known = sorted(files, key=len, reverse=True)
    try:
        parsed = json.loads(output)
        for report in parsed if isinstance(parsed, list) else [parsed]:
            summary = report.get("summary", report)
            version = summary["checkov_version"]
            found = report.get("results", {})
            # The resource of a secret is a hash of it, which is of no use to a reader.
            has_resources = report.get("check_type") != "secrets"
            for results, key in (
                (passed, "passed_checks"),
                (failed, "failed_checks"),
                (suppressed, "skipped_checks"),
            ):
                results.update(_result(each, has_resources) for each in found.get(key, ()))
            # With `quiet: true` in a configuration file only their number is left.
            if summary["parsing_errors"]:
                unreadable.update(_relative(path, known) for path in found["parsing_errors"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableReport(str(error)) from error
    return ScanReport(
        tuple(sorted(passed)),
        tuple(sorted(failed)),
        tuple(sorted(suppressed)),
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
