"""A module as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from terrapants.hcl.file_facts import FileFacts
from terrapants.hcl.module_interface import ModuleInterface, merged
from terrapants.hcl.named_files import NamedFile
from terrapants.hcl.paths import is_override, resolve_local
from terrapants.hcl.position import Position
from terrapants.hcl.terraform_tests import Run
from terrapants.terraform.module_kind import ModuleKind


@dataclass(frozen=True)
class ModuleFile:
    """A configuration file of a module."""

    path: str
    facts: FileFacts

    @property
    def interface(self) -> ModuleInterface:
        return self.facts.interface or ModuleInterface()


@dataclass(frozen=True)
class ModuleTest:
    """A test file, and the directory of the module under test."""

    path: str
    facts: FileFacts
    module_directory: str

    @property
    def runs(self) -> tuple[Run, ...]:
        return self.facts.tests.runs if self.facts.tests is not None else ()

    def loaded(self, run: Run) -> str | None:
        """The directory of the module that a run loads, or None if it is not in the repository."""
        if run.module_source is None:
            return self.module_directory
        return resolve_local(self.module_directory, run.module_source)


@dataclass(frozen=True)
class LintedModule:
    """A module, whose files could all be read.

    :param directory: relative to the build root.
    :param files: its configuration, in the order of the paths.
    :param tests: the test files that test it or whose runs load it.
    :param module_directories: of the local modules that it or its tests name, the directories that
        have Terraform configuration.
    """

    directory: str
    kind: ModuleKind
    files: tuple[ModuleFile, ...]
    tests: tuple[ModuleTest, ...] = ()
    module_directories: frozenset[str] = frozenset()
    missing_files: tuple[NamedFile, ...] = ()

    @cached_property
    def interface(self) -> ModuleInterface:
        """What all files declare."""
        return merged(file.interface for file in self.files)

    @cached_property
    def declared(self) -> ModuleInterface:
        """What is declared outside override files, which only change other declarations."""
        return merged(file.interface for file in self.files if not is_override(file.path))

    @cached_property
    def whole(self) -> Position:
        """Where findings about the module as a whole are shown: its main file, without a line."""
        paths = [file.path for file in self.files]
        main = [path for path in paths if _name(path) in ("main.tf", "main.tf.json")]
        return Position((main or paths)[0], 0, 0)

    @cached_property
    def file_names(self) -> frozenset[str]:
        return frozenset(_name(file.path) for file in self.files)

    def own_tests(self) -> tuple[ModuleTest, ...]:
        """The test files that test it, without those that only load it."""
        return tuple(each for each in self.tests if each.module_directory == self.directory)

    def local_directories(self) -> frozenset[str]:
        """The directories of the local modules that it and its own tests name."""
        sources = [call.source for call in self.interface.module_calls]
        sources += [run.module_source for test in self.own_tests() for run in test.runs]
        found = (resolve_local(self.directory, source) for source in sources if source)
        return frozenset(directory for directory in found if directory is not None)


def is_json(path: str) -> bool:
    return path.endswith(".json")


def _name(path: str) -> str:
    return path.rpartition("/")[2]
