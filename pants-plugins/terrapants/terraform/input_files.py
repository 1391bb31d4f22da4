"""Targets for the files that Terraform reads besides `*.tf`, found by reading the modules.

They are synthetic (they stand in no BUILD file), so that `--changed-since` sees a change of a
template or of the lock file, and a sandbox gets what the module needs, without BUILD boilerplate.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.internals.synthetic_targets import (
    SyntheticAddressMaps,
    SyntheticTargetsRequest,
)
from pants.engine.internals.target_adaptor import TargetAdaptor
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.file_references import FileReference
from terrapants.hcl.test_file import TestFile, test_file
from terrapants.terraform.hcl_files import (
    HclFile,
    HclFileRequest,
    literal_glob,
    warn_of_unread_file,
)
from terrapants.terraform.modules import (
    TerraformModule,
    TerraformModuleDirectories,
    TerraformModuleRequest,
    may_have_targets,
    wherever_targets_may_be,
)
from terrapants.terraform.pants_compat import synthetic_target
from terrapants.terraform.target_types import TerraformFilesTarget

# What Terraform loads by itself from a module's directory, and from a test directory
# ("Variable Definitions Files" and "Dependency Lock File" in Terraform's documentation).
VARIABLE_FILES = (
    "terraform.tfvars",
    "terraform.tfvars.json",
    "*.auto.tfvars",
    "*.auto.tfvars.json",
)
LOCK_FILE = ".terraform.lock.hcl"
MOCK_GLOBS = ("*.tfmock.hcl", "*.tfmock.json")
TEST_GLOBS = ("*.tftest.hcl", "*.tftest.json")

INPUTS_NAME = "terraform-inputs"
MOCKS_NAME = "terraform-mocks"
JSON_NAME = "terraform-json"


def inputs_address(directory: str) -> Address:
    """The target of the files that Terraform loads by itself from a directory."""
    return Address(directory, target_name=INPUTS_NAME)


def mocks_address(directory: str) -> Address:
    """The target of the mock files of a directory."""
    return Address(directory, target_name=MOCKS_NAME)


def json_address(directory: str) -> Address:
    """The target of a module's `*.tf.json` files, which a `terraform_module` cannot own."""
    return Address(directory, target_name=JSON_NAME)


def reference_address(reference: str) -> Address:
    """The target of a file, or of a glob, that a function call names.

    :param reference: its path relative to the build root.
    """
    directory, name = split_reference(reference)
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    if safe != name:
        safe += "-" + hashlib.sha256(name.encode()).hexdigest()[:8]
    return Address(directory, target_name=f"terraform-file-{safe}")


def split_reference(reference: str) -> tuple[str, str]:
    """The directory of the reference's target and the rest, a file name or a glob.

    Pants has no targets in a directory whose name begins with BUILD.
    """
    parts = reference.split("/")
    literal = 0
    while literal < len(parts) - 1 and not any(char in parts[literal] for char in "*?[{"):
        literal += 1
    while literal and parts[literal - 1].startswith("BUILD"):
        literal -= 1
    return "/".join(parts[:literal]), "/".join(parts[literal:])


def repository_references(directory: str, references: Iterable[FileReference]) -> tuple[str, ...]:
    """The paths, relative to the build root, that the files of a directory refer to.

    References that leave the repository are left out, and so are the directory's own `*.tf` files,
    which belong to its `terraform_module`.
    """
    return repository_paths(directory, (reference.path for reference in references))


def repository_paths(directory: str, paths: Iterable[str]) -> tuple[str, ...]:
    """As `repository_references`, of paths that are relative to the directory."""
    found = set()
    for each in paths:
        path = os.path.normpath(os.path.join(directory, each))
        if path.startswith("../") or path in ("..", ".") or os.path.isabs(path):
            continue
        if not (path.endswith(".tf") and os.path.dirname(path) == directory):
            found.add(path)
    return tuple(sorted(found))


@dataclass(frozen=True)
class TerraformTestFileRequest:
    """A test file's path, relative to the build root."""

    path: str


@dataclass(frozen=True)
class TerraformTestFile:
    """A test file as it says; `test` is None where it is not read."""

    path: str
    test: TestFile | None


@rule(desc="Read a Terraform test file", level=LogLevel.DEBUG)
async def terraform_test_file(request: TerraformTestFileRequest) -> TerraformTestFile:
    file = await Get(HclFile, HclFileRequest(request.path))
    warn_of_unread_file(file)
    return TerraformTestFile(
        request.path, None if file.document is None else test_file(file.document)
    )


@dataclass(frozen=True)
class TerraformInputFiles:
    """The globs of each target of input files, relative to the target's directory."""

    sources: FrozenDict[Address, tuple[str, ...]]

    def known(self, addresses: Iterable[Address]) -> tuple[Address, ...]:
        """Those of the addresses that are targets."""
        return tuple(address for address in addresses if address in self.sources)


@rule(desc="Find the files that Terraform modules read", level=LogLevel.DEBUG)
async def terraform_input_files(
    found: TerraformModuleDirectories, options: BuildFileOptions
) -> TerraformInputFiles:
    looked_for = ("*.tf.json", *TEST_GLOBS, *MOCK_GLOBS)
    matching = await Get(Paths, PathGlobs, wherever_targets_may_be(looked_for, options))
    paths = [path for path in matching.files if may_have_targets(os.path.dirname(path))]
    test_paths = [path for path in paths if path.endswith((".tftest.hcl", ".tftest.json"))]
    mock_paths = [path for path in paths if path.endswith((".tfmock.hcl", ".tfmock.json"))]
    json_paths = [path for path in paths if path.endswith(".tf.json")]

    sources: dict[Address, tuple[str, ...]] = {}
    for directory in {*found.directories, *map(os.path.dirname, test_paths)}:
        sources[inputs_address(directory)] = (LOCK_FILE, *VARIABLE_FILES)
    for path in mock_paths:
        sources[mocks_address(os.path.dirname(path))] = MOCK_GLOBS
    for path in json_paths:
        sources[json_address(os.path.dirname(path))] = ("*.tf.json",)

    modules = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(directory)) for directory in found.directories
    )
    tests = await MultiGet(
        Get(TerraformTestFile, TerraformTestFileRequest(path)) for path in test_paths
    )
    references = {
        (module.directory, reference)
        for module in modules
        for reference in module.interface.file_references
    }
    possible: set[str] = set()
    for test in tests:
        # Which of the modules above it a file tests, its target says.
        above = nearest_module(os.path.dirname(test.path), found.directories)
        while test.test is not None and above is not None:
            references.update((above, reference) for reference in test.test.file_references)
            possible.update(repository_paths(above, test.test.possible_files))
            above = nearest_module(os.path.dirname(above), found.directories) if above else None
    for directory, reference in references:
        for path in repository_references(directory, [reference]):
            name = split_reference(path)[1]
            name = name if reference.is_glob else literal_glob(name)
            # A path that no function reads as a file may be a directory.
            globs = (name,) if reference.function else (name, f"{name}/**")
            address = reference_address(path)
            sources[address] = max(globs, sources.get(address, ()), key=len)
    # Most of these strings name no file, and a target for each would be noise.
    existing = await Get(Paths, PathGlobs(literal_glob(path) for path in sorted(possible)))
    for path in existing.files:
        sources.setdefault(reference_address(path), (literal_glob(split_reference(path)[1]),))
    return TerraformInputFiles(FrozenDict(sources))


def nearest_module(directory: str, module_directories: Container[str]) -> str | None:
    """The directory itself, or the nearest one above it, that is among the modules'."""
    while directory not in module_directories:
        if not directory:
            return None
        directory = os.path.dirname(directory)
    return directory


@dataclass(frozen=True)
class SyntheticTerraformFilesRequest(SyntheticTargetsRequest):
    path: str = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS


@rule
async def synthetic_terraform_files(
    request: SyntheticTerraformFilesRequest, files: TerraformInputFiles
) -> SyntheticAddressMaps:
    by_directory: dict[str, list[TargetAdaptor]] = defaultdict(list)
    for address, sources in sorted(files.sources.items()):
        by_directory[address.spec_path].append(
            synthetic_target(
                TerraformFilesTarget.alias,
                address.target_name,
                "the Terraform files of this directory",
                sources=sources,
            )
        )
    return SyntheticAddressMaps.for_targets_request(
        request,
        [
            (os.path.join(directory, "BUILD.terrapants"), tuple(targets))
            for directory, targets in by_directory.items()
        ],
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *SyntheticTerraformFilesRequest.rules()]
