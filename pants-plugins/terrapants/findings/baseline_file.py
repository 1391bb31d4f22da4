"""The checked-in file of accepted findings, and the goal `lint-baseline`, which writes it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from pants.engine.console import Console
from pants.engine.environment import EnvironmentName
from pants.engine.fs import (
    CreateDigest,
    Digest,
    DigestContents,
    FileContent,
    PathGlobs,
    Paths,
    Workspace,
)
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, goal_rule, rule
from pants.engine.target import Target, Targets
from pants.engine.unions import UnionMembership, UnionRule, union
from pants.option.option_types import BoolOption
from pants.util.docutil import bin_name
from pants.util.frozendict import FrozenDict
from pants.util.strutil import pluralize, softwrap

from terrapants.findings.baseline import (
    Counts,
    InvalidBaseline,
    Sorted,
    counted,
    kept,
    read,
    sort_out,
    write,
)
from terrapants.findings.finding import Finding, Severity
from terrapants.findings.report import FindingsSubsystem


@dataclass(frozen=True)
class Baseline:
    """:param path: relative to the build root.
    :param problem: a sentence, where the file cannot be read.
    :param missing: a sentence, where the command line names a file that does not exist.
    """

    path: str
    accepted: FrozenDict[tuple[str, str, str, str], int]
    problem: str = ""
    missing: str = ""

    def sort_out(
        self,
        tool: str,
        findings: Iterable[Finding],
        known_as: Mapping[Finding, Finding] = FrozenDict(),
    ) -> Sorted:
        """As the function of this name. A baseline that cannot be read is an error, and accepts
        nothing."""
        found = sort_out(self.accepted, tool, findings, known_as)
        if not (self.problem or self.missing):
            return found
        error = Finding("", Severity.ERROR, self.problem or self.missing)
        return Sorted((error, *found.new), 0)

    def remark(self, found: Sorted) -> str:
        """A line that says what is not shown, if anything is not."""
        number = pluralize(found.accepted, "accepted finding")
        return f"{number} ({self.path}).\n" if found.accepted else ""


@rule
async def read_baseline(subsystem: FindingsSubsystem) -> Baseline:
    path = os.path.normpath(subsystem.baseline) if subsystem.baseline else ""
    outside = os.path.isabs(path) or path.split("/")[0] in ("..", ".", "~")
    if not path or outside or any(character in path for character in "*?[]{}!"):
        return Baseline(
            path,
            FrozenDict(),
            f"`[findings].baseline` is `{subsystem.baseline}`, expected the path of a file in the "
            "repository, such as `lint-baseline.json`",
        )
    above = [str(each) for each in PurePath(path).parents][:-1]
    there = await Get(Paths, PathGlobs([path, *above]))
    in_the_way = [
        *(f"{each} is a directory" for each in there.dirs if each == path),
        *(f"{each} is a file" for each in there.files if each != path),
    ]
    if in_the_way:
        problem = f"`[findings].baseline` is `{subsystem.baseline}`, but {in_the_way[0]}"
        return Baseline(path, FrozenDict(), problem)
    for file in await Get(DigestContents, PathGlobs([path])):
        try:
            return Baseline(path, FrozenDict(read(file.content.decode("utf-8", "replace"))))
        except InvalidBaseline as error:
            command = f"{bin_name()} lint-baseline ::"
            problem = (
                f"{path} is no baseline: {error}; restore it, or delete it and run `{command}`"
            )
            return Baseline(path, FrozenDict(), problem)
    missing = ""
    if subsystem.options.is_flagged("baseline"):
        command = f"{bin_name()} lint-baseline --findings-baseline={path} ::"
        missing = (
            f"`--findings-baseline` names {path}, which does not exist; name the file that is "
            f"checked in, or write this one with `{command}`"
        )
    return Baseline(path, FrozenDict(), missing=missing)


@union(in_scope_types=[EnvironmentName])
@dataclass(frozen=True)
class AcceptableFindingsRequest:
    """Asks a tool for its findings in these targets: those that a baseline may accept."""

    targets: tuple[Target, ...]


@dataclass(frozen=True)
class AcceptableFindings:
    """:param tool: as in `Baseline.sort_out`.
    :param module_of: the directory of the module that a path is in, if there is one.
    :param directories: of the modules that were looked at.
    """

    tool: str
    findings: tuple[Finding, ...]
    directories: frozenset[str]
    module_of: Callable[[str], str | None]

    def was_seen(self, path: str) -> bool:
        """Whether what is found in the file is among the findings; nothing is found in one that is
        gone."""
        return self.module_of(path) in {None, *self.directories}


class LintBaselineSubsystem(GoalSubsystem):
    name = "lint-baseline"
    help = softwrap(
        """
        Accept what the rules for Terraform modules and their READMEs and the security scan find
        today, so that `lint` and `check` fail only for what is new. The file of
        `[findings].baseline` is meant to be checked in.
        """
    )

    shrink = BoolOption(
        default=False,
        help="Accept nothing new: only remove from the file what is no longer found.",
    )


class LintBaseline(Goal):
    subsystem_cls = LintBaselineSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def write_baseline(
    console: Console,
    workspace: Workspace,
    goal: LintBaselineSubsystem,
    baseline: Baseline,
    targets: Targets,
    unions: UnionMembership,
) -> LintBaseline:
    if baseline.problem:
        console.print_stderr(console.red(f"{baseline.problem}."))
        return LintBaseline(exit_code=1)
    looked = await MultiGet(
        Get(AcceptableFindings, AcceptableFindingsRequest, each(tuple(targets)))
        for each in unions.get(AcceptableFindingsRequest)
    )
    if not any(each.directories for each in looked):
        console.print_stderr(
            "0 modules: nothing that was asked for has rules with a baseline. If modules have no "
            f"BUILD file yet, run `{bin_name()} tailor ::`; for the whole repository, run "
            f"`{bin_name()} lint-baseline ::`."
        )
        return LintBaseline(exit_code=1)
    accepted = _updated(baseline.accepted, looked, goal.shrink)
    digest = await Get(Digest, CreateDigest([FileContent(baseline.path, write(accepted).encode())]))
    workspace.write_digest(digest)
    added = sum(_difference(accepted, baseline.accepted).values())
    removed = sum(_difference(baseline.accepted, accepted).values())
    console.print_stdout(
        f"{baseline.path}: {pluralize(sum(accepted.values()), 'accepted finding')} "
        f"({added} added, {removed} removed)."
    )
    return LintBaseline(exit_code=0)


def _updated(
    accepted: Counts, looked: Iterable[AcceptableFindings], shrink: bool
) -> dict[tuple[str, str, str, str], int]:
    updated = dict(accepted)
    for each in looked:
        before = {
            key: number
            for key, number in accepted.items()
            if key[0] == each.tool and each.was_seen(key[1])
        }
        found = counted(each.tool, each.findings)
        for key in before:
            del updated[key]
        updated.update(kept(before, found) if shrink else found)
    return updated


def _difference(
    left: Mapping[tuple[str, str, str, str], int], right: Counts
) -> Counter[tuple[str, str, str, str]]:
    return Counter(dict(left)) - Counter(dict(right))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
