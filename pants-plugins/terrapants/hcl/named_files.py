"""The files that must be there for Terraform to read a module or a test file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from terrapants.hcl.file_references import FILE_FUNCTIONS, FileReference
from terrapants.hcl.paths import join_path
from terrapants.hcl.terraform_tests import TerraformTests


@dataclass(frozen=True)
class NamedFile:
    """A file or a directory that must be there.

    :param path: relative to the build root.
    """

    path: str
    reference: FileReference

    @property
    def message(self) -> str:
        """What to say of it where it is not there."""
        ignored = "or .gitignore hides it from Pants. Add it, or correct the path"
        if self.reference.function:
            return f"{self.reference.function}() reads {self.path}, which does not exist, {ignored}"
        return f"the directory of mock data, {self.path}, does not exist, {ignored}"


def named_files(directory: str, references: Iterable[FileReference]) -> tuple[NamedFile, ...]:
    """The files that Terraform must find when it reads a module, with each place that names them.

    :param directory: the module's, relative to the build root.
    """
    found = (
        NamedFile(path, each)
        for each in references
        if each.function in FILE_FUNCTIONS and not each.is_glob and not each.may_be_absent
        for path in [join_path(directory, each.path)]
        if path
    )
    return tuple(found)


def named_by_tests(directory: str, tests: TerraformTests) -> tuple[NamedFile, ...]:
    """As `named_files`, of a test file; and its directories of mock data.

    :param directory: the directory of the module under test, relative to the build root.
    """
    # A run may load another module, whose `path.module` is another directory.
    other_modules = any(run.module_source is not None for run in tests.runs)
    references = [
        each for each in tests.file_references if each.base == "root" or not other_modules
    ]
    mocks = (
        NamedFile(path, FileReference(mock.source, "", mock.position))
        for mock in tests.mock_providers
        if mock.source
        for path in [join_path(directory, mock.source)]
        if path
    )
    return (*named_files(directory, references), *mocks)
