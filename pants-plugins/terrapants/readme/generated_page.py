"""A page with a generated part, as it is and as it should be: a README, or the index of modules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pants.base.build_environment import get_buildroot
from pants.engine.fs import DigestContents, PathGlobs, Paths
from pants.engine.internals.session import RunId
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, FindingRule
from terrapants.findings.unified_diff import unified_diff
from terrapants.readme.findings import new_finding
from terrapants.terraform.globs import literal_glob

# Findings, each with the diff that fixes it, or "" where there is none.
Differences = tuple[tuple[Finding, str], ...]


@dataclass(frozen=True)
class PageRequest:
    """The path of a page, relative to the build root, and the setting that names it."""

    path: str
    setting: str


@dataclass(frozen=True)
class Page:
    """A page as it is: `content` is None where it does not exist.

    `obstacle` says why it cannot be written; a symbolic link may have content all the same.
    """

    path: str
    content: bytes | None
    is_executable: bool = False
    obstacle: str | None = None


@dataclass(frozen=True)
class GeneratedPage:
    """A page as it is and as it should be.

    :param expected: its content with an up-to-date generated part; None where it has none, or where
        problems prevent it.
    :param problems: what has to be fixed before the page, or a part of it, can be written.
    """

    page: Page
    expected: bytes | None
    problems: tuple[Finding, ...] = ()

    @property
    def is_stale(self) -> bool:
        return self.expected is not None and self.expected != self.page.content

    def drift(self, rule: FindingRule, message: str) -> Differences:
        """Its problems, and the finding that it is not as it should be."""
        problems = tuple((problem, "") for problem in self.problems)
        if self.expected is None or self.expected == self.page.content:
            return problems
        diff = unified_diff(self.page.path, self.page.content, self.expected)
        return (*problems, (new_finding(rule, self.page.path, 0, message), diff))


@dataclass(frozen=True)
class SymbolicLinkRequest:
    """The path of what may be a symbolic link, relative to the build root."""

    path: str


@dataclass(frozen=True)
class SymbolicLink:
    """Where a symbolic link leads; `target` is None where there is no link."""

    target: str | None


@rule(desc="Look for a symbolic link", level=LogLevel.DEBUG)
async def symbolic_link(request: SymbolicLinkRequest, run_id: RunId) -> SymbolicLink:
    """This alone reads the disk itself: the engine follows links and does not say so, and `fix`
    would replace them by files. Because of `run_id` it does so in every run: the engine does not
    notice when a link becomes a file with the same content.
    """
    try:
        return SymbolicLink(str(Path(get_buildroot(), request.path).readlink()))
    except OSError:
        return SymbolicLink(None)


@rule(desc="Read a page with a generated part", level=LogLevel.DEBUG)
async def page(request: PageRequest) -> Page:
    parts = request.path.split("/")
    above = ["/".join(parts[:count]) for count in range(1, len(parts))]
    contents, paths, link = await MultiGet(
        Get(DigestContents, PathGlobs([literal_glob(request.path)])),
        Get(Paths, PathGlobs(map(literal_glob, (*above, request.path)))),
        Get(SymbolicLink, SymbolicLinkRequest(request.path)),
    )
    obstacle = None
    if link.target is not None:
        obstacle = (
            f"found a symbolic link to {link.target}, expected a file. Replace the link, or let "
            f"`{request.setting}` name the file itself"
        )
    elif request.path in paths.dirs:
        obstacle = "found a directory, expected a file"
    for file_above in sorted({*above} & {*paths.files}):
        obstacle = f"found the file {file_above}, expected a directory"
    for file in contents:
        return Page(request.path, file.content, file.is_executable, obstacle)
    return Page(request.path, None, obstacle=obstacle)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
