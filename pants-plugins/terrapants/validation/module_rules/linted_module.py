"""A module as the rules see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from terrapants.hcl.document import Document
from terrapants.hcl.expressions import Expression, walk
from terrapants.hcl.module_interface import ModuleInterface, module_interface
from terrapants.hcl.paths import resolve_local
from terrapants.hcl.position import Position
from terrapants.hcl.test_file import Run, TestFile

_EXAMPLES = frozenset({"example", "examples"})
_TESTS = frozenset({"test", "tests"})


class ModuleKind(Enum):
    """What a module is for: not every rule makes sense for every kind.

    `REUSABLE` is called by other modules, `ROOT` is applied by itself, `EXAMPLE` shows how another
    is called, `TEST` is loaded by test files.
    """

    REUSABLE = "reusable"
    ROOT = "root"
    EXAMPLE = "example"
    TEST = "test"


@dataclass(frozen=True)
class ModuleTest:
    """A test file, and the directory of the module under test."""

    document: Document
    test: TestFile
    module_directory: str

    def loaded(self, run: Run) -> str | None:
        """The directory of the module that a run loads, or None if it is not in the repository."""
        if run.module_source is None:
            return self.module_directory
        return resolve_local(self.module_directory, run.module_source)


@dataclass(frozen=True)
class LintedModule:
    """A module, whose files could all be read.

    :param directory: relative to the build root.
    :param documents: its configuration, in the order of the paths.
    :param tests: the test files that test it or whose runs load it.
    :param module_directories: of the local modules that it or its tests name, the directories that
        have Terraform configuration.
    """

    directory: str
    kind: ModuleKind
    documents: tuple[Document, ...]
    tests: tuple[ModuleTest, ...] = ()
    module_directories: frozenset[str] = frozenset()

    @cached_property
    def interface(self) -> ModuleInterface:
        """What all files declare."""
        return module_interface(self.documents)

    @cached_property
    def declared(self) -> ModuleInterface:
        """What is declared outside override files, which only change other declarations."""
        return module_interface([each for each in self.documents if not is_override(each.path)])

    @cached_property
    def whole(self) -> Position:
        """Where findings about the module as a whole are shown: its main file, without a line."""
        paths = [document.path for document in self.documents]
        main = [path for path in paths if _name(path) in ("main.tf", "main.tf.json")]
        return Position((main or paths)[0], 0, 0)

    @cached_property
    def file_names(self) -> frozenset[str]:
        return frozenset(_name(document.path) for document in self.documents)

    def own_tests(self) -> tuple[ModuleTest, ...]:
        """The test files that test it, without those that only load it."""
        return tuple(each for each in self.tests if each.module_directory == self.directory)

    def local_directories(self) -> frozenset[str]:
        """The directories of the local modules that it and its own tests name."""
        sources = [call.source for call in self.interface.module_calls]
        sources += [run.module_source for test in self.own_tests() for run in test.test.runs]
        found = (resolve_local(self.directory, source) for source in sources if source)
        return frozenset(directory for directory in found if directory is not None)

    def expressions(self) -> Iterator[Expression]:
        """Every expression of the configuration, those inside others as well."""
        for document in self.documents:
            for expression in document.body.expressions():
                yield from walk(expression)


def module_kind(
    directory: str, documents: tuple[Document, ...], has_variable_files: bool
) -> ModuleKind:
    """What a module is for, if its target does not say.

    Below a directory `tests` it is for tests, and below `examples` an example. It is a root module
    if it says where its state is or has variable files, which Terraform reads in root modules only.

    :param has_variable_files: `terraform.tfvars` or `*.auto.tfvars`.
    """
    parts = set(directory.split("/"))
    if parts & _TESTS:
        return ModuleKind.TEST
    if parts & _EXAMPLES:
        return ModuleKind.EXAMPLE
    has_state = any(
        block.body.blocks("backend", 1) or block.body.blocks("cloud")
        for document in documents
        for block in document.body.blocks("terraform")
    )
    return ModuleKind.ROOT if has_state or has_variable_files else ModuleKind.REUSABLE


def is_override(path: str) -> bool:
    """Whether it is an override file ("Override Files" in Terraform's documentation)."""
    stem = _name(path).partition(".tf")[0]
    return stem == "override" or stem.endswith("_override")


def is_json(path: str) -> bool:
    return path.endswith(".json")


def _name(path: str) -> str:
    return path.rpartition("/")[2]
