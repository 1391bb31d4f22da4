"""The providers that remote modules need."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from pants.engine.fs import AddPrefix, Digest, DigestSubset, MergeDigests, PathGlobs, Snapshot
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES
from terrapants.hcl.provider_needs import ProviderNeeds, provider_needs
from terrapants.terraform.fetched_module import FetchedModule, FetchedModuleRequest
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.hcl_files import HclFile
from terrapants.terraform.hcl_reader import HclOutput, ReadHclRequest
from terrapants.terraform.module_manifest import MODULES_DIRECTORY
from terrapants.terraform.modules import TerraformModule
from terrapants.terraform.remote_modules import (
    CallTree,
    CallTreeRequest,
    RemoteModulesRequest,
)


@dataclass(frozen=True)
class RemoteNeeds:
    """:param modules: the needs of each remote module that is loaded, and of those that it calls;
    None if not all of them are known."""

    modules: Optional[tuple[ProviderNeeds, ...]]


@dataclass(frozen=True)
class FetchedNeedsRequest:
    module: FetchedModuleRequest


@rule(desc="Find the providers of remote modules", level=LogLevel.DEBUG)
async def remote_needs(request: RemoteModulesRequest) -> RemoteNeeds:
    tree = await Get(CallTree, CallTreeRequest(request.directory, request.tests))
    if not tree.complete:
        return RemoteNeeds(None)
    found = await MultiGet(
        Get(RemoteNeeds, FetchedNeedsRequest(request.fetching(source)))
        for source in dict.fromkeys(tree.remote.values())
    )
    if any(each.modules is None for each in found):
        return RemoteNeeds(None)
    return RemoteNeeds(tuple(needs for each in found for needs in each.modules or ()))


@rule
async def fetched_needs(request: FetchedNeedsRequest) -> RemoteNeeds:
    fetched = await Get(FetchedModule, FetchedModuleRequest, request.module)
    if not fetched.is_complete:
        return RemoteNeeds(None)
    packages = await MultiGet(
        Get(Digest, AddPrefix(package, f"{MODULES_DIRECTORY}/{name}"))
        for name, package in fetched.packages.items()
    )
    directories = sorted({each.directory for each in fetched.modules})
    globs = (
        f"{literal_glob(directory)}/*{suffix}"
        for directory in directories
        for suffix in CONFIGURATION_SUFFIXES
    )
    together = await Get(Digest, MergeDigests(packages))
    files = await Get(Snapshot, DigestSubset(together, PathGlobs(globs)))
    output = await Get(HclOutput, ReadHclRequest(files.files, files.digest))
    read = [HclFile(path, text) for path, text in zip(files.files, output.text.split("\n"))]
    modules = [TerraformModule(each, _in_directory(read, each)) for each in directories]
    if any(module.unread or not module.files for module in modules):
        return RemoteNeeds(None)
    return RemoteNeeds(tuple(provider_needs(module.interface()) for module in modules))


def _in_directory(files: Iterable[HclFile], directory: str) -> tuple[HclFile, ...]:
    return tuple(file for file in files if os.path.dirname(file.path) == directory)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
