"""What Terraform modules and test files depend on: local modules and the files they read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.addresses import Address
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel

from terrapants.hcl.file_references import FileReference
from terrapants.hcl.paths import resolve_local
from terrapants.hcl.position import Position
from terrapants.hcl.terraform_tests import TerraformTests
from terrapants.terraform.file_owners import FileOwners, FileOwnersRequest
from terrapants.terraform.file_targets import DirectoryFiles, DirectoryFilesRequest
from terrapants.terraform.hcl_files import notices_of_unread
from terrapants.terraform.modules import (
    ConfigurationDirectories,
    ConfigurationDirectoriesRequest,
    ModuleTargets,
    ModuleTargetsRequest,
    TerraformModule,
    TerraformModuleRequest,
    TerraformTestFile,
    TerraformTestFileRequest,
)
from terrapants.terraform.notices import Given, Logged, Notices


@dataclass(frozen=True)
class ModuleSource:
    """A local module that a block names.

    :param block: for messages, as in `module "vpc"`.
    """

    block: str
    source: str
    position: Position


@dataclass(frozen=True)
class LocalModulesRequest:
    """:param directory: of the module that the sources are relative to."""

    directory: str
    sources: tuple[ModuleSource, ...]


@dataclass(frozen=True)
class TerraformDependencies:
    """What a module or a test file depends on.

    :param addresses: in place of a module or file that is not there, the target that stands for the
        missing files of the nearest directory above it.
    :param without_target: the directories of modules that have files, but no target.
    :param notices: sentences for the user about what is missing.
    """

    addresses: tuple[Address, ...]
    without_target: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocalModules:
    """Those of the sources that are local."""

    found: TerraformDependencies


@rule
async def local_modules(request: LocalModulesRequest) -> LocalModules:
    local = {}
    for each in request.sources:
        directory = resolve_local(request.directory, each.source)
        if directory is not None and directory != request.directory:
            local[each] = directory
    found = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory)) for directory in local.values()
    )
    missing = {each: local[each] for each, targets in zip(local, found) if not targets.targets}
    with_files = await Get(
        ConfigurationDirectories, ConfigurationDirectoriesRequest(tuple(sorted(missing.values())))
    )
    gone = await MultiGet(
        Get(DirectoryFiles, DirectoryFilesRequest(directory))
        for directory in sorted({*missing.values()} - with_files.directories)
    )
    return LocalModules(
        TerraformDependencies(
            (
                *(address for targets in found for address in targets.addresses),
                *(each.stand_in for each in gone if each.stand_in is not None),
            ),
            tuple(sorted(with_files.directories)),
            tuple(
                _notice_of_missing_target(each, at, at in with_files.directories)
                for each, at in missing.items()
            ),
        )
    )


def _notice_of_missing_target(source: ModuleSource, directory: str, has_files: bool) -> str:
    """That a local module has no target, so that it will not reach the sandbox."""
    place = directory or "the root directory"
    if has_files:
        missing = (
            f"no `terraform_module` target is in {place}. Run `{bin_name()} tailor {directory}::`."
        )
    else:
        missing = f"there are no `*.tf` files in {place} that Pants may read. Correct the source."
    return f"{source.position}: {source.block} has the source {source.source}, but {missing}"


@dataclass(frozen=True)
class ModuleDependenciesRequest:
    """A module's directory, with or without a target."""

    directory: str


@dataclass(frozen=True)
class SilentModuleDependencies:
    found: TerraformDependencies


@rule(desc="Find the dependencies of a Terraform module", level=LogLevel.DEBUG)
async def silent_module_dependencies(
    request: ModuleDependenciesRequest,
) -> SilentModuleDependencies:
    directory = request.directory
    module = await Get(TerraformModule, TerraformModuleRequest(directory))
    sources = tuple(
        ModuleSource(f'module "{call.name}"', call.source, call.position)
        for file in module.files
        for call in file.of_interface("module_calls")
        if call.source
    )
    # Paths from the root module are the tests' dependencies.
    references = _file_references(module, "module")
    called, owners = await MultiGet(
        Get(LocalModules, LocalModulesRequest(directory, sources)),
        Get(FileOwners, FileOwnersRequest(directory, references)),
    )
    return SilentModuleDependencies(
        TerraformDependencies(
            (*called.found.addresses, *owners.addresses),
            called.found.without_target,
            (*notices_of_unread(module.files), *called.found.notices, *owners.notices),
        )
    )


@dataclass(frozen=True)
class ModuleDependencies:
    """With all notices given."""

    found: TerraformDependencies


@rule
async def module_dependencies(request: ModuleDependenciesRequest) -> ModuleDependencies:
    silent = await Get(SilentModuleDependencies, ModuleDependenciesRequest, request)
    if silent.found.notices:
        await Get(Given, ModuleDependenciesRequest, request)
    return ModuleDependencies(silent.found)


@rule
async def give_notices_of_module(request: ModuleDependenciesRequest) -> Given:
    silent = await Get(SilentModuleDependencies, ModuleDependenciesRequest, request)
    await Get(Logged, Notices(silent.found.notices))
    return Given()


def _file_references(module: TerraformModule, base: str) -> tuple[FileReference, ...]:
    """Those that Terraform resolves from the module itself, or from the root module."""
    return tuple(
        reference
        for file in module.files
        for reference in file.of_interface("file_references")
        if reference.base == base
    )


@dataclass(frozen=True)
class TestFileDependenciesRequest:
    """:param path: the test file, relative to the build root.
    :param module: the directory of the module under test.
    """

    __test__ = False

    path: str
    module: str


@dataclass(frozen=True)
class SilentTestFileDependencies:
    found: TerraformDependencies


@rule(desc="Find the dependencies of a Terraform test file", level=LogLevel.DEBUG)
async def silent_test_file_dependencies(
    request: TestFileDependenciesRequest,
) -> SilentTestFileDependencies:
    module, read, beside_module, beside_test = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(request.module)),
        Get(TerraformTestFile, TerraformTestFileRequest(request.path)),
        Get(DirectoryFiles, DirectoryFilesRequest(request.module)),
        Get(DirectoryFiles, DirectoryFilesRequest(os.path.dirname(request.path))),
    )
    sources: tuple[ModuleSource, ...] = ()
    references = _file_references(module, "root")
    possible_files: tuple[str, ...] = ()
    tests = read.tests
    if tests is not None:
        sources = tuple(
            ModuleSource(f'run "{run.name}"', run.module_source, run.position)
            for run in tests.runs
            if run.module_source is not None
        )
        references += (*tests.file_references, *_mock_directories(tests))
        possible_files = tests.possible_files
    # Terraform resolves all of these from the module under test, not from the test file.
    loaded, owners = await MultiGet(
        Get(LocalModules, LocalModulesRequest(request.module, sources)),
        Get(FileOwners, FileOwnersRequest(request.module, references, possible_files)),
    )
    inputs = dict.fromkeys((*beside_module.inputs, *beside_test.inputs))
    return SilentTestFileDependencies(
        TerraformDependencies(
            (*inputs, *loaded.found.addresses, *owners.addresses),
            loaded.found.without_target,
            (*notices_of_unread(read.files), *loaded.found.notices, *owners.notices),
        )
    )


@dataclass(frozen=True)
class TestFileDependencies:
    """Without the module under test itself, and with all notices given."""

    __test__ = False

    found: TerraformDependencies


@rule
async def test_file_dependencies(request: TestFileDependenciesRequest) -> TestFileDependencies:
    silent = await Get(SilentTestFileDependencies, TestFileDependenciesRequest, request)
    if silent.found.notices:
        await Get(Given, TestFileDependenciesRequest, request)
    return TestFileDependencies(silent.found)


@rule
async def give_notices_of_test_file(request: TestFileDependenciesRequest) -> Given:
    silent = await Get(SilentTestFileDependencies, TestFileDependenciesRequest, request)
    await Get(Logged, Notices(silent.found.notices))
    return Given()


def _mock_directories(tests: TerraformTests) -> Iterable[FileReference]:
    for mock in tests.mock_providers:
        if mock.source:
            path = f"{mock.source}/*.tfmock.*"
            yield FileReference(path, "", mock.position, True, directory=mock.source)


@dataclass(frozen=True)
class TerraformModuleInferenceFieldSet(FieldSet):
    required_fields = (TerraformModuleSourcesField,)

    sources: TerraformModuleSourcesField


class InferTerraformModuleDependencies(InferDependenciesRequest[TerraformModuleInferenceFieldSet]):
    infer_from = TerraformModuleInferenceFieldSet


@rule(desc="Infer the dependencies of a Terraform module", level=LogLevel.DEBUG)
async def infer_terraform_module_dependencies(
    request: InferTerraformModuleDependencies,
) -> InferredDependencies:
    directory = request.field_set.address.spec_path
    dependencies = await Get(ModuleDependencies, ModuleDependenciesRequest(directory))
    return InferredDependencies(dependencies.found.addresses)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(InferDependenciesRequest, InferTerraformModuleDependencies),
    ]
