"""The source lines that findings point at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import DigestContents, GlobMatchErrorBehavior, PathGlobs
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, with_source_line
from terrapants.terraform.globs import literal_glob


@dataclass(frozen=True)
class FindingsInFiles:
    """Findings with paths relative to the build root."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class WithSourceLines:
    """The findings, each with the line it points at."""

    findings: tuple[Finding, ...]


@rule(desc="Read the lines of findings", level=LogLevel.DEBUG)
async def with_source_lines(request: FindingsInFiles) -> WithSourceLines:
    paths = sorted({finding.path for finding in request.findings if finding.line})
    contents = await Get(
        DigestContents, PathGlobs(map(literal_glob, paths), GlobMatchErrorBehavior.ignore)
    )
    texts = {file.path: file.content.decode("utf-8", "replace") for file in contents}
    return WithSourceLines(
        tuple(
            with_source_line(finding, texts.get(finding.path, "")) for finding in request.findings
        )
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
