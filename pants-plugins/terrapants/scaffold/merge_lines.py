"""Merges the lines of a file with `git merge-file`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.core.util_rules import system_binaries
from pants.core.util_rules.system_binaries import MaybeGitBinary
from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.scaffold.merge_plan import Decision, LineMerge, Outcome

# The exit code of `git merge-file` is the number of conflicts, up to this one; more is an error.
_MOST_CONFLICTS = 127


@rule(desc="Merge a file", level=LogLevel.DEBUG)
async def merge_lines(request: LineMerge, git: MaybeGitBinary) -> Decision:
    """:raises UserError: if there is no git, or if it cannot merge the file."""
    if git.git_binary is None:
        raise UserError(
            "`--update` merges files with git, which was not found where Pants looks for system "
            "binaries: install git."
        )
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
                git.git_binary.path,
                # Overrides the configuration of this machine.
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
        message = result.stderr.decode("utf-8", "replace").strip()
        raise UserError(f"git cannot merge {request.path}: {message}")
    outcome = Outcome.CONFLICT if result.exit_code else Outcome.MERGED
    merged = FileContent(request.path, result.stdout, request.executable)
    return Decision(request.path, outcome, merged)


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *system_binaries.rules())
