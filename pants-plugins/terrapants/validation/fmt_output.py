"""Turns the errors and the changes of `terraform fmt` into findings."""

from __future__ import annotations

import re
import shlex

from pants.util.docutil import bin_name

from terrapants.findings.finding import Finding, FindingRule, Severity
from terrapants.findings.unified_diff import unified_diff

RULE = FindingRule(
    "terraform-fmt",
    "Terraform files must be formatted with `terraform fmt`.",
    Severity.ERROR,
)
# With more lines, comparing takes too long, and nobody reads the diff.
LARGEST_DIFF_LINES = 20_000

# `terraform fmt` has no JSON output. Its boxes have the form
#   Error: summary / on FILE line N, in CONTEXT: / N: source / detail
_SUMMARY = re.compile(r"^Error: (?P<summary>.*)")
_PLACE = re.compile(r"^  on (?P<path>.*) line (?P<line>\d+)(?:, in .*)?:$")
_SOURCE = re.compile(r"^ +\d+: ?(?P<source>.*)")


def read_fmt_errors(text: str) -> tuple[Finding, ...]:
    """The errors in the standard error of `terraform fmt -no-color`."""
    errors: list[list[str]] = []
    for line in text.splitlines():
        if _SUMMARY.match(line):
            errors.append([])
        if errors:
            errors[-1].append(line)
    return tuple(_error(lines) for lines in errors)


def _error(lines: list[str]) -> Finding:
    match = _SUMMARY.match(lines[0])
    summary = [match["summary"] if match else lines[0]]
    rest = iter(lines[1:])
    for line in rest:
        if not line.strip():
            break
        summary.append(line)
    path, number, source = "", 0, ""
    detail: list[str] = []
    for line in rest:
        place = _PLACE.match(line)
        if place and not path:
            path, number = place["path"], int(place["line"])
        elif path and not detail and (code := _SOURCE.match(line)):
            source = "\n".join(filter(None, (source, code["source"])))
        elif line.strip():
            detail.append(line)
    return Finding(
        RULE.id, Severity.ERROR, " ".join(summary), path, number, 0, source, (), " ".join(detail)
    )


def difference(path: str, before: str, after: str) -> tuple[Finding, str]:
    """The finding for a file that is not formatted, and the unified diff that formats it."""
    old, new = _lines(before), _lines(after)
    changed = [number for number, pair in enumerate(zip(old, new), 1) if pair[0] != pair[1]]
    first = changed[0] if changed else min(len(old), len(new)) + 1
    finding = Finding(
        RULE.id,
        Severity.ERROR,
        f"not formatted; run `{bin_name()} fmt {shlex.quote(path)}`",
        path,
        first,
    )
    if max(len(old), len(new)) > LARGEST_DIFF_LINES:
        return finding, f"({len(changed)} lines differ; too many lines to show a diff)\n"
    return finding, unified_diff(path, before.encode(), after.encode())


def _lines(text: str) -> list[str]:
    """With their newlines. Not `splitlines`, which splits at U+2028 and others as well."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
