"""Merges the lines of a file with `git merge-file`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.core.util_rules import system_binaries
from pants.core.util_rules.system_binaries import (
    BinaryPathRequest,
    BinaryPaths,
    BinaryPathTest,
)
from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.scaffold.merging import Decision, Outcome, TextMerge

_PLACES = ("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")
# `git merge-file` answers with the number of conflicts, and with more for an error.
_MOST_CONFLICTS = 127


@dataclass(frozen=True)
class MergeFileGit:
    path: str


@rule(desc="Find git", level=LogLevel.DEBUG)
async def find_git() -> MergeFileGit:
    request = BinaryPathRequest(
        binary_name="git", search_path=_PLACES, test=BinaryPathTest(args=["--version"])
    )
    found = await Get(BinaryPaths, BinaryPathRequest, request)
    if found.first_path is None:
        raise UserError(f"No git in {', '.join(_PLACES)}: `--update` merges with it.")
    return MergeFileGit(found.first_path.path)


@rule(desc="Merge a file", level=LogLevel.DEBUG)
async def merge_text(request: TextMerge, git: MergeFileGit) -> Decision:
    """:raises UserError: if git cannot merge the file."""
    inputs = await Get(
        Digest,
        CreateDigest(
            (
                FileContent("ours", request.ours),
                FileContent("base", request.base),
                FileContent("theirs", request.theirs),
            )
        ),
    )
    labels = ("yours", "as generated", "the template")
    result = await Get(
        FallibleProcessResult,
        Process(
            argv=(
                git.path,
                # Whatever a configuration of this machine says.
                *("-c", "merge.conflictStyle=merge"),
                "merge-file",
                "--stdout",
                *(f"-L{label}" for label in labels),
                *("ours", "base", "theirs"),
            ),
            input_digest=inputs,
            env={"GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"},
            description=f"Merge {request.path}",
            level=LogLevel.DEBUG,
        ),
    )
    if not 0 <= result.exit_code <= _MOST_CONFLICTS:
        said = result.stderr.decode("utf-8", "replace").strip()
        raise UserError(f"git cannot merge {request.path}: {said}")
    outcome = Outcome.CONFLICT if result.exit_code else Outcome.MERGED
    merged = FileContent(request.path, result.stdout, request.executable)
    return Decision(request.path, outcome, merged)


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *system_binaries.rules())
