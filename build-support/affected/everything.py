"""Which changes concern everything: what no target stands for, and what every result depends on."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from history import Changes
from pants_targets import Target

# How code is built and checked. `*` also matches slashes.
_CONFIGURATION = (
    "pants",
    "pants*.toml",
    "pyproject.toml",
    "lint-baseline.json",
    "3rdparty/*",
    "build-support/affected/*",
    "build-support/launcher/*",
    "pants-plugins/*",
    ".ci/*",
    ".github/workflows/*",
    ".github/actions/*",
    ".gitlab-ci.yml",
    "build-support/ci_report/*",
)
# Of these, what no run of a goal reads.
_NOT_CONFIGURATION = ("*_test.py", "*/testutil.py", "*/testutil/*", "*.md")
# What nothing is built from.
_DOCUMENTATION = (
    "*.md",
    "docs/*",
    "LICENSE",
    "CODEOWNERS",
    ".github/CODEOWNERS",
    ".github/ISSUE_TEMPLATE/*",
    ".gitlab/issue_templates/*",
)
TERRAFORM = (".tf", ".tf.json")


def is_documentation(path: str) -> bool:
    return _matches(path, _DOCUMENTATION)


def configuration(changes: Changes) -> tuple[str, ...]:
    """The changed files on which every result depends."""
    return tuple(
        path
        for path in changes.all
        if _matches(path, _CONFIGURATION) and not _matches(path, _NOT_CONFIGURATION)
    )


def without_target(
    root: Path, changes: Changes, selected: Iterable[Target], modules: frozenset[str]
) -> tuple[str, ...]:
    """The changed files of which Pants cannot know what depends on them.

    Of a deleted file it knows as long as the BUILD file that gave it a target is there. Of a module
    that is gone altogether, the suite knows who calls it; of a Python package, nobody does.

    :param selected: the targets that Pants selected.
    :param modules: the directories that had Terraform files before the change.
    """
    sources: set[str] = set()
    directories: set[str] = set()
    for target in selected:
        sources.update(target.sources)
        directories.add(target.address.split(":")[0].lstrip("/"))
        directories.add(target.directory)
    present = (
        path
        for path in changes.present
        if path not in sources and not (_is_build(path) and _parent(path) in directories)
    )
    deleted = (
        path
        for path in changes.deleted
        if not any(parent in modules for parent in _parents(path))
        and (_is_build(path) or not any(_has_build(root / parent) for parent in _parents(path)))
    )
    return tuple(path for path in (*present, *deleted) if not is_documentation(path))


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _is_build(path: str) -> bool:
    return PurePosixPath(path).name.split(".")[0] == "BUILD"


def _has_build(directory: Path) -> bool:
    return directory.is_dir() and any(_is_build(each.name) for each in directory.iterdir())


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _parents(path: str) -> Iterable[str]:
    """The directories around a file, without the root: its BUILD file has targets for anything."""
    while "/" in path:
        path = _parent(path)
        yield path
