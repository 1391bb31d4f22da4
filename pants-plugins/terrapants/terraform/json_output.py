"""What Terraform's JSON output says ("Machine-Readable UI" in Terraform's documentation)."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from terrapants.findings.finding import Finding, Severity

_WANTS_POOL = b'{"type":"terrapants_pool","wanted":true}\n'
_STARTED_ANEW = '\n{"type":"terrapants_pool","problem":'


@dataclass(frozen=True)
class Diagnostic:
    """An error or warning of Terraform.

    `path` is relative to the build root. `path`, `line` (1-based) and `column` (1-based) are absent
    where Terraform names no position. `values` are statements such as `var.name is "x"`.
    """

    severity: str
    summary: str
    detail: str
    path: str = ""
    line: int = 0
    column: int = 0
    context: str = ""
    code: str = ""
    values: tuple[str, ...] = ()

    @property
    def position(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.path else ""


def json_lines(output: str) -> Iterator[Mapping[str, Any]]:
    """The JSON objects among the lines of an output; other lines are passed over."""
    # Not `splitlines`: JSON may hold U+0085 and U+2028 as they are.
    for line in output.split("\n"):
        if line.startswith("{"):
            try:
                parsed = json.loads(line)
            except ValueError:
                continue
            if isinstance(parsed, dict):
                yield parsed


def last_attempt(output: str) -> str:
    """What Terraform wrote in the run that counts.

    `init_and_run.sh` starts anew, without the provider pool, where the pool failed underneath a
    process; it says so in a line of its own.
    """
    return output[output.rfind(_STARTED_ANEW) + 1 :]


def pool_problems(output: str) -> tuple[str, ...]:
    """Why the process did without the provider pool, in sentences."""
    return tuple(
        message["problem"]
        for message in json_lines(output)
        if message.get("type") == "terrapants_pool" and message.get("problem")
    )


def wants_pool(output: bytes) -> bool:
    """Whether the process ended at once, because the provider pool is to be prepared for it."""
    return output == _WANTS_POOL


def diagnostic(message: Mapping[str, Any], directory: str) -> Diagnostic:
    """The diagnostic of a message of type `diagnostic`.

    :param directory: where Terraform ran, relative to the build root.
    """
    content = message["diagnostic"]
    where = content.get("range") or {}
    start = where.get("start") or {}
    snippet = content.get("snippet") or {}
    filename = where.get("filename", "")
    if filename.startswith("<"):
        # `<empty>` or `<value for var.name>`: no file, and so no position in one.
        filename, start = "", {}
    return Diagnostic(
        severity=content["severity"],
        summary=content["summary"].strip(),
        detail=content.get("detail", "").strip(),
        path=posixpath.normpath(posixpath.join(directory, filename)) if filename else "",
        line=start.get("line", 0),
        column=start.get("column", 0),
        context=snippet.get("context") or "",
        code=(snippet.get("code") or "").strip("\n"),
        values=tuple(
            f"{value.get('traversal', '')} {value.get('statement', '')}".strip()
            for value in snippet.get("values") or ()
        ),
    )


def finding_of_diagnostic(diagnostic: Diagnostic, rule: str = "") -> Finding:
    """A diagnostic of Terraform as a finding."""
    return Finding(
        rule,
        Severity.WARNING if diagnostic.severity == "warning" else Severity.ERROR,
        diagnostic.summary,
        diagnostic.path,
        diagnostic.line,
        diagnostic.column,
        diagnostic.code,
        diagnostic.values,
        diagnostic.detail,
    )


def timestamp(message: Mapping[str, Any]) -> float:
    """The `@timestamp` of a message in seconds since the epoch, 0 where there is none."""
    text = str(message.get("@timestamp", ""))
    form = "%Y-%m-%dT%H:%M:%S.%f" if "." in text else "%Y-%m-%dT%H:%M:%S"
    try:
        return datetime.strptime(text, f"{form}%z").timestamp()
    except ValueError:
        return 0.0
