"""Which Terraform modules the repository has, and what each says."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.addresses import Address
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import AllTargets
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.ordered_set import FrozenOrderedSet

from terrapants.hcl.document import Document
from terrapants.hcl.module_interface import ModuleInterface, module_interface
from terrapants.terraform.hcl_files import HclFile, HclFileRequest, warn_of_unread_file

MODULE_GLOBS = ("*.tf", "*.tf.json")


@dataclass(frozen=True)
class TerraformModuleTargets:
    """The `terraform_module` targets by the directory of their files."""

    by_directory: FrozenDict[str, tuple[Address, ...]]


@rule(desc="Find all Terraform modules", level=LogLevel.DEBUG)
async def terraform_module_targets(all_targets: AllTargets) -> TerraformModuleTargets:
    by_directory: dict[str, list[Address]] = {}
    for target in all_targets:
        if target.has_field(TerraformModuleSourcesField):
            by_directory.setdefault(target.address.spec_path, []).append(target.address)
    return TerraformModuleTargets(
        FrozenDict({directory: tuple(sorted(found)) for directory, found in by_directory.items()})
    )


def wherever_targets_may_be(globs: Iterable[str], options: BuildFileOptions) -> PathGlobs:
    """The files of these names, except below the directories without BUILD files."""
    return PathGlobs(
        (*(f"**/{glob}" for glob in globs), *(f"!{ignored}" for ignored in options.ignores))
    )


@dataclass(frozen=True)
class TerraformModuleDirectories:
    """Every directory that has Terraform configuration, with or without a target.

    Left out are those whose name begins with BUILD, and those of `[GLOBAL].build_ignore`: Pants has
    no targets there.
    """

    directories: FrozenOrderedSet[str]


@rule(desc="Find all directories with Terraform configuration", level=LogLevel.DEBUG)
async def terraform_module_directories(options: BuildFileOptions) -> TerraformModuleDirectories:
    paths = await Get(Paths, PathGlobs, wherever_targets_may_be(MODULE_GLOBS, options))
    return TerraformModuleDirectories(
        FrozenOrderedSet(filter(may_have_targets, map(os.path.dirname, paths.files)))
    )


def may_have_targets(directory: str) -> bool:
    """Whether Pants can have targets there: it takes a name like BUILD for a BUILD file."""
    return not os.path.basename(directory).startswith("BUILD")


@dataclass(frozen=True)
class TerraformModuleRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class TerraformModule:
    """A module as its files say.

    A file that does not parse, or is too large to be read, is left out, with a warning: Terraform
    itself has the last word on what is valid, so whoever reads a module goes on with the rest.

    :param documents: its files, each parsed.
    :param unread: the files left out.
    """

    directory: str
    interface: ModuleInterface
    documents: tuple[Document, ...]
    unread: tuple[HclFile, ...] = ()


@rule(desc="Read a Terraform module", level=LogLevel.DEBUG)
async def terraform_module(request: TerraformModuleRequest) -> TerraformModule:
    paths = await Get(
        Paths, PathGlobs(os.path.join(request.directory, glob) for glob in MODULE_GLOBS)
    )
    files = await MultiGet(Get(HclFile, HclFileRequest(path)) for path in sorted(paths.files))
    for file in files:
        warn_of_unread_file(file)
    documents = tuple(file.document for file in files if file.document is not None)
    return TerraformModule(
        request.directory,
        module_interface(documents),
        documents,
        tuple(file for file in files if file.document is None),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
