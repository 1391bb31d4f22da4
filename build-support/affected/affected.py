"""Says which modules and packages a change affects, and what CI has to run: `scripts/affected`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import gitlab
from everything import TERRAFORM, configuration, without_target
from history import Changes, Comparison, Git, GitFailed
from jobs import Sharding, jobs
from pants_targets import EVERYTHING, PantsFailed, selection, targets
from report import Report, listed


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "scripts/affected",
        description="Say which modules and packages a change affects, with everything that depends "
        "on what changed. What cannot be known is taken as affected.",
    )
    parser.add_argument(
        "--since",
        metavar="BASE",
        default="",
        help="the branch, tag or commit to compare with, at its merge base with HEAD (default: "
        "the remote's default branch, else main)",
    )
    parser.add_argument("--all", action="store_true", help="compare nothing: all is affected")
    parser.add_argument(
        "--format",
        choices=("text", "json", "matrix", "gitlab"),
        default="text",
        help="text for people, json with everything that is known, the matrix of a GitHub Actions "
        "job, or the jobs of a GitLab child pipeline (default: %(default)s)",
    )
    sharding = Sharding()
    parser.add_argument(
        "--files-per-job",
        type=_positive,
        default=sharding.files,
        metavar="N",
        help="how many test files one job takes (default: %(default)s)",
    )
    parser.add_argument(
        "--jobs-per-goal",
        type=_positive,
        default=sharding.most,
        metavar="N",
        help="how many jobs a goal has at most (default: %(default)s)",
    )
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, found {text!r}")
    return number


def report(root: Path, since: str, everything: bool, sharding: Sharding) -> Report:
    """:raises GitFailed: this is no clone.

    :raises PantsFailed: Pants ended with an error.
    """
    nothing = Changes((), ())
    if everything:
        comparison, changes = Comparison(since), nothing
        reasons: tuple[str, ...] = ("--all was given.",)
    else:
        git = Git(root)
        comparison = git.compare(since)
        changes, reasons = nothing, (comparison.problem,)
        if comparison.merge_base is not None:
            changes = git.changes(comparison.merge_base)
            decisive = configuration(changes)
            reasons = (f"every result depends on {listed(decisive)}.",) if decisive else ()
    if not reasons and comparison.merge_base is not None:
        arguments = selection(comparison.merge_base)
        selected = targets(root, arguments) if changes.all else ()
        modules = (
            git.directories_with(comparison.merge_base, TERRAFORM)
            if changes.deleted
            else frozenset()
        )
        unknown = without_target(root, changes, selected, modules)
        if unknown:
            reasons = (f"no target says what depends on {listed(unknown)}.",)
    if reasons:
        arguments = EVERYTHING
        selected = targets(root, arguments)
    made = jobs(selected, arguments, sharding)
    return Report(root, comparison, changes, reasons, selected, made)


def main(arguments: Sequence[str], root: Path) -> int:
    options = parsed(arguments)
    sharding = Sharding(options.files_per_job, options.jobs_per_goal)
    try:
        found = report(root, options.since, options.all, sharding)
    except (GitFailed, PantsFailed) as failed:
        print(f"scripts/affected: {failed}", file=sys.stderr)  # noqa: T201
        return 2
    if options.format == "text":
        sys.stdout.write(found.text())
        return 0
    # A log of CI shows what was decided, and why.
    sys.stderr.write(found.text())
    if options.format == "json":
        sys.stdout.write(found.as_json())
    elif options.format == "matrix":
        sys.stdout.write(found.matrix() + "\n")
    else:
        sys.stdout.write(gitlab.pipeline(found.jobs))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).parents[2]))
