"""What git says of a change: since which commit, and which files."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

# Tried in this order where no base is named.
DEFAULT_BASES = ("origin/HEAD", "origin/main", "main")


class GitFailed(Exception):
    """Git could not answer, for example because this is no repository."""


@dataclass(frozen=True)
class Comparison:
    """:param base: what was asked for, as a person writes it.

    :param merge_base: the commit that the change began at; none if it cannot be known.
    :param notes: sentences on what is special about this checkout.
    :param problem: why there is no merge base, and what to do.
    """

    base: str
    merge_base: Optional[str] = None
    notes: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Changes:
    """Paths relative to the root of the repository, sorted.

    A renamed file is deleted under its old name and present under its new one.
    """

    present: tuple[str, ...]
    deleted: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(sorted((*self.present, *self.deleted)))


class Git:
    """:param root: the root of a working tree."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def compare(self, base: str = "") -> Comparison:
        """Finds the commit that HEAD and the base have in common.

        :param base: a branch, tag or commit; without one, the first of `DEFAULT_BASES` that exists.
        :raises GitFailed: there is no commit here.
        """
        head = self._commit("HEAD")
        if head is None:
            raise GitFailed(
                f"{self.root} has no git commit to compare: run this in a clone of the repository."
            )
        notes = tuple(self._notes(head))
        candidates = (base,) if base else DEFAULT_BASES
        name = next((each for each in candidates if self._commit(each)), None)
        if name is None:
            wanted = " or ".join(candidates)
            remedy = f"run `git fetch origin {base.removeprefix('origin/') or 'main'}`"
            return Comparison(
                base or candidates[-1],
                notes=notes,
                problem=f"This clone has no commit named {wanted}; to compare with it, {remedy}.",
            )
        merge_base = self._output("merge-base", name, "HEAD")
        if merge_base is None:
            problem = f"HEAD and {name} have no commit in common."
            if self._is_shallow():
                problem = (
                    f"In this shallow clone, HEAD and {name} have no commit in common: run "
                    "`git fetch --unshallow`, or check out with the whole history."
                )
            return Comparison(name, notes=notes, problem=problem)
        return Comparison(name, merge_base.strip(), notes)

    def changes(self, merge_base: str) -> Changes:
        """What differs between a commit and the working tree, with untracked files."""
        present: list[str] = []
        deleted: list[str] = []
        fields = self._paths("diff", "--name-status", "--no-renames", "-z", merge_base)
        for status, path in zip(fields[::2], fields[1::2]):
            (deleted if status == "D" else present).append(path)
        present += self._paths("ls-files", "--others", "--exclude-standard", "-z")
        # Removed from the index, and still there.
        gone = set(deleted) - set(present)
        return Changes(tuple(sorted(set(present))), tuple(sorted(gone)))

    def directories_with(self, commit: str, suffixes: tuple[str, ...]) -> frozenset[str]:
        """The directories that had a file with one of these endings; the root is ``."""
        paths = self._paths("ls-tree", "-r", "-z", "--name-only", commit)
        return frozenset(path.rpartition("/")[0] for path in paths if path.endswith(suffixes))

    def _notes(self, head: str) -> list[str]:
        notes = []
        if self._is_shallow():
            notes.append("This is a shallow clone.")
        if self._output("symbolic-ref", "--quiet", "HEAD") is None:
            notes.append(f"HEAD is detached at {head[:10]}.")
        if self._commit("HEAD^2"):
            notes.append("HEAD is a merge commit.")
        return notes

    def _is_shallow(self) -> bool:
        return (self._output("rev-parse", "--is-shallow-repository") or "").strip() == "true"

    def _commit(self, name: str) -> Optional[str]:
        found = self._output(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        # Older releases of git print the option as well.
        return found.split()[-1] if found else None

    def _paths(self, *arguments: str) -> list[str]:
        output = self._output(*arguments)
        if output is None:
            raise GitFailed(f"`git {' '.join(arguments)}` failed in {self.root}.")
        return output.split("\0")[:-1]

    def _output(self, *arguments: str) -> Optional[str]:
        try:
            result = subprocess.run(
                ["git", *arguments],  # noqa: S607
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="surrogateescape",
                check=False,
            )
        except FileNotFoundError:
            raise GitFailed("git is not on PATH: install it.") from None
        return result.stdout if result.returncode == 0 else None
