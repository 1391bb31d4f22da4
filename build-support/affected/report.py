"""What is affected, for people and for CI."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from everything import TERRAFORM
from history import Changes, Comparison
from jobs import Job
from pants_targets import Target

_LISTED = 10
# Targets of Python code, and what is made of it.
_PYTHON = ("python_source", "python_test", "python_distribution", "pex_", "docker_image")


@dataclass(frozen=True)
class Report:
    """:param reasons: why everything is affected; none where only some of it is.

    :param changes: none where they cannot be known, or do not matter.
    """

    root: Path
    comparison: Comparison
    changes: Changes
    reasons: tuple[str, ...]
    selected: tuple[Target, ...]
    jobs: tuple[Job, ...]

    @property
    def modules(self) -> tuple[str, ...]:
        """The directories of Terraform modules."""
        return self._units()[0]

    @property
    def packages(self) -> tuple[str, ...]:
        """The directories of Python packages: those with a `pyproject.toml`, or of the sources."""
        return self._units()[1]

    def _units(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        modules, packages = set(), set()
        for target in self.selected:
            around = tuple(_upwards(target.directory))
            if target.type.startswith("terraform_"):
                modules.update([each for each in around if self._is_module(each)][:1])
            elif target.type.startswith(_PYTHON):
                projects = [each for each in around[:-1] if self._is_project(each)]
                packages.add([*projects, around[0]][0])
        return tuple(sorted(modules)), tuple(sorted(packages))

    def _is_module(self, directory: str) -> bool:
        here = self.root / directory
        return here.is_dir() and any(each.name.endswith(TERRAFORM) for each in here.iterdir())

    def _is_project(self, directory: str) -> bool:
        return (self.root / directory / "pyproject.toml").is_file()

    def text(self) -> str:
        lines = [*self.comparison.notes, self._compared()]
        lines += [f"Everything is affected: {reason}" for reason in self.reasons]
        for title, directories in (
            ("Terraform modules", self.modules),
            ("Python packages", self.packages),
        ):
            if directories:
                lines += [f"{title} ({len(directories)}):", *(f"  {each}" for each in directories)]
        if self.jobs:
            lines += ["To run:", *(f"  {job.command}" for job in self.jobs)]
        else:
            lines.append(f"There is nothing to run: {self._why_nothing()}")
        return "\n".join(lines) + "\n"

    def matrix(self) -> str:
        """The matrix of a GitHub Actions job, on one line."""
        return json.dumps({"include": [job.as_json() for job in self.jobs]})

    def as_json(self) -> str:
        document = {
            "base": self.comparison.base,
            "merge_base": self.comparison.merge_base,
            "notes": self.comparison.notes,
            "everything": bool(self.reasons),
            "reasons": self.reasons,
            "changed": self.changes.present,
            "deleted": self.changes.deleted,
            "modules": self.modules,
            "packages": self.packages,
            "targets": [target.address for target in self.selected],
            "matrix": {"include": [job.as_json() for job in self.jobs]},
        }
        return json.dumps(document, indent=2) + "\n"

    def _compared(self) -> str:
        if self.comparison.merge_base is None:
            return "Nothing was compared."
        files = _counted(len(self.changes.present), "changed file")
        if self.changes.deleted:
            files += f" and {_counted(len(self.changes.deleted), 'deleted file')}"
        return f"{files} since {self.comparison.merge_base[:10]} ({self.comparison.base})."

    def _why_nothing(self) -> str:
        if not self.changes.all:
            return f"nothing changed since {self.comparison.base}."
        return f"only documentation that has no target changed ({listed(self.changes.all)})."


def listed(names: Iterable[str]) -> str:
    """The first few of them, and how many more there are."""
    every = tuple(names)
    more = f" and {len(every) - _LISTED} more" if len(every) > _LISTED else ""
    return ", ".join(every[:_LISTED]) + more


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _upwards(directory: str) -> Iterable[str]:
    while directory:
        yield directory
        directory = directory.rpartition("/")[0]
    yield "."
