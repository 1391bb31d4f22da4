"""The commit that a run is of, and what of the checkout is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pants.base.build_root import BuildRoot
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.vcs.git import GitWorktreeRequest, MaybeGitWorktree


@dataclass(frozen=True)
class Checkout:
    """Below the build root.

    :param commit: "" where there is no repository, or no commit in it.
    :param changed: whether files of the commit have changed.
    :param untracked: the files that are not in the repository and not ignored either.
    """

    commit: str = ""
    changed: bool = False
    untracked: frozenset[str] = frozenset()

    def is_dirty(self, files: Iterable[str]) -> bool:
        """Whether a commit does not tell what was used.

        :param files: those that were used, relative to the build root.
        """
        return self.changed or not self.untracked.isdisjoint(files)


@rule
async def checkout(build_root: BuildRoot) -> Checkout:
    # Runs anew in each run: the work tree is equal to no other.
    git = (await Get(MaybeGitWorktree, GitWorktreeRequest())).git_worktree
    root = build_root.pathlib_path
    if git is None or not root.resolve().is_relative_to(Path(git.worktree).resolve()):
        return Checkout()
    try:
        commit = str(git.commit_id)
    except Exception:
        # A repository without a commit.
        return Checkout()
    changed = set(git.changed_files(relative_to=root))
    every = set(git.changed_files(include_untracked=True, relative_to=root))
    return Checkout(commit, bool(changed), frozenset(every - changed))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
