"""Findings about fields in BUILD files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import DigestContents, FileContent, PathGlobs
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, FindingRule, with_source_line
from terrapants.hcl.position import LineIndex, Position
from terrapants.terraform.globs import literal_glob
from terrapants.validation.module_rules.run import new_finding


@dataclass(frozen=True)
class BuildFileProblem:
    """A problem with a target.

    :param directory: the target's, relative to the build root.
    :param mention: the text in the BUILD file that the problem is about.
    """

    directory: str
    mention: str
    rule: FindingRule
    message: str


@dataclass(frozen=True)
class BuildFileFinding:
    finding: Finding


@rule(desc="Locate a problem in BUILD files", level=LogLevel.DEBUG)
async def build_file_finding(problem: BuildFileProblem) -> BuildFileFinding:
    """Pants does not say where a field is set, which may be in `__defaults__` further up."""
    directories = [problem.directory, *_parents(problem.directory)]
    contents = await Get(
        DigestContents,
        PathGlobs(
            os.path.join(literal_glob(directory), name)
            for directory in directories
            for name in ("BUILD", "BUILD.*")
        ),
    )
    nearest = sorted(contents, key=lambda file: directories.index(os.path.dirname(file.path)))
    return BuildFileFinding(_located(problem, nearest))


def _located(problem: BuildFileProblem, files: Iterable[FileContent]) -> Finding:
    """The finding at the first mention, or without a line if there is none."""
    for file in files:
        text = file.content.decode("utf-8", "replace")
        offset = text.find(problem.mention)
        if offset >= 0:
            position = LineIndex(text, file.path).locate(offset)
            return with_source_line(new_finding(problem.rule, position, problem.message), text)
    path = os.path.join(problem.directory, "BUILD")
    return new_finding(problem.rule, Position(path, 0, 0), problem.message)


def _parents(directory: str) -> Iterable[str]:
    while directory:
        directory = os.path.dirname(directory)
        yield directory


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
