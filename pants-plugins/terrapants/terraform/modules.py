"""Terraform modules: their targets, and what they say."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.base.specs import AddressLiteralSpec, DirLiteralSpec, RawSpecsWithoutFileOwners
from pants.engine.addresses import Address
from pants.engine.fs import GlobMatchErrorBehavior, PathGlobs, Paths
from pants.engine.internals.build_files import AddressFamilyDir, OptionalAddressFamily
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import Field, RegisteredTargetTypes, Target, UnexpandedTargets
from pants.engine.unions import UnionMembership, UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.module_interface import ModuleInterface, merged
from terrapants.hcl.terraform_tests import TerraformTests
from terrapants.terraform.file_names import MODULE_GLOBS, nearest_module, upwards
from terrapants.terraform.globs import literal_glob, may_have_targets
from terrapants.terraform.hcl_files import HclFile, HclFiles, HclFilesRequest


@dataclass(frozen=True)
class ModuleTargetsRequest:
    """A directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class ModuleTargets:
    """The `terraform_module` targets of a directory, in the order of their addresses."""

    targets: tuple[Target, ...]

    @property
    def addresses(self) -> tuple[Address, ...]:
        return tuple(target.address for target in self.targets)


@dataclass(frozen=True)
class TargetsWithFieldRequest:
    """:param directory: relative to the build root."""

    directory: str
    field: type[Field]


@dataclass(frozen=True)
class TargetsWithField:
    """The targets of a directory that have a field, in the order of their addresses."""

    targets: tuple[Target, ...]


@rule
async def module_targets(request: ModuleTargetsRequest) -> ModuleTargets:
    found = await Get(
        TargetsWithField, TargetsWithFieldRequest(request.directory, TerraformModuleSourcesField)
    )
    return ModuleTargets(found.targets)


@rule
async def targets_with_field(
    request: TargetsWithFieldRequest, types: RegisteredTargetTypes, unions: UnionMembership
) -> TargetsWithField:
    declared = await Get(OptionalAddressFamily, AddressFamilyDir(request.directory))
    family = declared.address_family
    names = [
        name
        for name, (_, adaptor) in (family.name_to_target_adaptors.items() if family else ())
        if adaptor.type_alias in types.aliases
        and types.aliases_to_types[adaptor.type_alias].class_has_field(request.field, unions)
    ]
    if not names:
        return TargetsWithField(())
    # By address, since Pants looks through all directories with synthetic targets for any other
    # kind of specification.
    found = await Get(
        UnexpandedTargets, RawSpecsWithoutFileOwners, by_name(request.directory, names)
    )
    wanted = (target for target in found if target.has_field(request.field))
    return TargetsWithField(tuple(sorted(wanted, key=lambda target: target.address)))


def by_name(directory: str, names: Iterable[str]) -> RawSpecsWithoutFileOwners:
    """The targets of these names, each with all its parametrizations."""
    every = tuple(names)
    # A target without a name in the root directory has no address that can be written.
    unnamed = not all(every)
    return RawSpecsWithoutFileOwners(
        address_literals=()
        if unnamed
        else tuple(AddressLiteralSpec(directory, target_component=name) for name in every),
        dir_literals=(DirLiteralSpec(directory),) if unnamed else (),
        filter_by_global_options=False,
        unmatched_glob_behavior=GlobMatchErrorBehavior.ignore,
        description_of_origin="the Terraform modules",
    )


@dataclass(frozen=True)
class ConfigurationDirectoriesRequest:
    """Directories, relative to the build root."""

    directories: tuple[str, ...]


@dataclass(frozen=True)
class ConfigurationDirectories:
    """Those of the directories that have Terraform configuration."""

    directories: frozenset[str]


@rule
async def configuration_directories(
    request: ConfigurationDirectoriesRequest,
) -> ConfigurationDirectories:
    paths = await Get(Paths, PathGlobs(module_globs(request.directories)))
    return ConfigurationDirectories(frozenset(os.path.dirname(path) for path in paths.files))


@dataclass(frozen=True)
class ModulesAboveRequest:
    """A directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class ModulesAbove:
    """The modules in the directory itself and in those above it.

    :param targets: the addresses of `terraform_module` targets, by their directory.
    :param configured: the directories with Terraform configuration.
    """

    targets: FrozenDict[str, tuple[Address, ...]]
    configured: frozenset[str]

    def nearest(self, directory: str) -> str | None:
        """The nearest directory upwards with configuration or a target."""
        return nearest_module(directory, {*self.targets, *self.configured})


@rule
async def modules_above(request: ModulesAboveRequest) -> ModulesAbove:
    candidates = tuple(each for each in upwards(request.directory) if may_have_targets(each))
    configured, *targets = await MultiGet(
        Get(ConfigurationDirectories, ConfigurationDirectoriesRequest(candidates)),
        *(Get(ModuleTargets, ModuleTargetsRequest(candidate)) for candidate in candidates),
    )
    return ModulesAbove(
        FrozenDict(
            {
                candidate: found.addresses
                for candidate, found in zip(candidates, targets)
                if found.targets
            }
        ),
        configured.directories,
    )


def module_globs(directories: Iterable[str]) -> list[str]:
    """The globs of the modules' configuration."""
    return [
        os.path.join(literal_glob(directory), glob)
        for directory in directories
        for glob in MODULE_GLOBS
    ]


@dataclass(frozen=True)
class TerraformModuleRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class TerraformModule:
    """A module as its files say.

    A file that does not parse, or is too large to be read, says nothing: Terraform itself has the
    last word on what is valid, so whoever reads a module goes on with the rest.

    :param files: all of them, in the order of their paths.
    """

    directory: str
    files: tuple[HclFile, ...]

    @property
    def unread(self) -> tuple[HclFile, ...]:
        return tuple(file for file in self.files if not file.was_read)

    def interface(self) -> ModuleInterface:
        """What its files say together; decoded anew at each call."""
        found = (file.get("interface") for file in self.files)
        return merged(interface for interface in found if interface is not None)


@rule(desc="Read a Terraform module", level=LogLevel.DEBUG)
async def terraform_module(request: TerraformModuleRequest) -> TerraformModule:
    paths = await Get(Paths, PathGlobs(module_globs([request.directory])))
    read = await Get(HclFiles, HclFilesRequest(tuple(sorted(paths.files))))
    return TerraformModule(request.directory, read.files)


@dataclass(frozen=True)
class TerraformTestFileRequest:
    """A test file's path, relative to the build root."""

    path: str


@dataclass(frozen=True)
class TerraformTestFile:
    """A test file as it says; `files` is empty where it is not there."""

    path: str
    files: tuple[HclFile, ...]

    @property
    def tests(self) -> TerraformTests | None:
        """None where it could not be read; decoded anew at each call."""
        tests: TerraformTests | None = self.files[0].get("tests") if self.files else None
        return tests


@rule(desc="Read a Terraform test file", level=LogLevel.DEBUG)
async def terraform_test_file(request: TerraformTestFileRequest) -> TerraformTestFile:
    read = await Get(HclFiles, HclFilesRequest((request.path,)))
    return TerraformTestFile(request.path, read.files)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
