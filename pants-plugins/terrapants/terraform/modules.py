"""Which Terraform modules the repository has, and what each says."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.addresses import Address
from pants.engine.fs import DigestContents, PathGlobs, Paths
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import AllTargets
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.ordered_set import FrozenOrderedSet

from terrapants.hcl.document import HclSyntaxError
from terrapants.hcl.module_interface import ModuleInterface, read_module

logger = logging.getLogger(__name__)

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

    A file that does not parse is left out, with a warning: Terraform itself has the last word on
    what is valid, so whoever reads a module goes on with the rest.
    """

    directory: str
    interface: ModuleInterface


@rule(desc="Read a Terraform module", level=LogLevel.DEBUG)
async def terraform_module(request: TerraformModuleRequest) -> TerraformModule:
    contents = await Get(
        DigestContents,
        PathGlobs(os.path.join(request.directory, glob) for glob in MODULE_GLOBS),
    )
    texts = {file.path: file.content.decode("utf-8", "replace") for file in contents}
    while True:
        try:
            return TerraformModule(request.directory, read_module(texts))
        except HclSyntaxError as error:
            warn_of_unreadable_file(error)
            del texts[error.path]


def warn_of_unreadable_file(error: HclSyntaxError) -> None:
    """Say that a file's dependencies are not known: Terraform may still read it."""
    logger.warning(
        "%s. The dependencies of this file are not inferred; if Terraform accepts it, list them in "
        "the `dependencies` field of its target.",
        str(error).rstrip("."),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
