"""The modules that a Terraform process would fetch, as inputs of that process.

They lie where `terraform init` would put them, so it finds them and fetches nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pants.engine.fs import AddPrefix, CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.process import ProcessCacheScope
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.module_calls import CalledModule
from terrapants.hcl.paths import resolve_local
from terrapants.hcl.remote_sources import RemoteSource, remote_source
from terrapants.terraform.fetched_module import (
    FetchedModule,
    FetchedModuleRequest,
)
from terrapants.terraform.loaded_modules import LoadedModules, LoadedModulesRequest, is_known
from terrapants.terraform.module_fetch import CALL
from terrapants.terraform.module_manifest import (
    MODULES_DIRECTORY,
    InstalledModule,
    key_of_tests,
    local_address,
    manifest,
)
from terrapants.terraform.notices import Given, Logged, Notices
from terrapants.terraform.pants_compat import unshared

_CALL_DIRECTORY = f"{MODULES_DIRECTORY}/{CALL}"
# They change what Terraform does, but not what a source has.
_NOT_FOR_FETCHING = ("TF_VAR_", "TF_CLI_ARGS", "TF_DATA_DIR")


@dataclass(frozen=True)
class RemoteModulesRequest:
    """:param directory: where Terraform runs, relative to the build root.
    :param tests: the paths of the test files that it loads.
    :param env: its environment.
    :param is_private: whether `env` must not leave this machine.
    """

    directory: str
    tests: tuple[str, ...]
    env: FrozenDict[str, str]
    is_private: bool = False

    def fetching(self, source: RemoteSource) -> FetchedModuleRequest:
        """The process that fetches a module gets this process' environment, as far as it counts."""
        env = {
            name: value
            for name, value in self.env.items()
            if not name.startswith(_NOT_FOR_FETCHING)
        }
        usual = ProcessCacheScope.SUCCESSFUL
        scope = unshared(usual) if self.is_private else usual
        return FetchedModuleRequest(source, FrozenDict(env), scope)


@dataclass(frozen=True)
class RemoteModules:
    """:param digest: the modules and Terraform's manifest of them, at their paths in the sandbox.
    :param complete: whether they are all that Terraform needs from elsewhere.
    :param failed: whether one of them could not be fetched. `terraform init` tries it again, and
        says what is wrong and where.
    """

    digest: Digest
    complete: bool
    failed: bool


@dataclass(frozen=True)
class CallTreeRequest:
    directory: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class CallTree:
    """The modules that are loaded with a module of the repository.

    :param local: those on the way to a remote one.
    :param remote: the sources of the remote ones, by their keys.
    :param complete: whether these are all.
    """

    local: tuple[InstalledModule, ...]
    remote: FrozenDict[str, RemoteSource]
    complete: bool


@rule(desc="Find the remote modules of a Terraform module", level=LogLevel.DEBUG)
async def call_tree(request: CallTreeRequest) -> CallTree:
    root = request.directory
    loaded = await Get(LoadedModules, LoadedModulesRequest(root, request.tests))
    runs = {
        key_of_tests(os.path.relpath(test.path, root or ".")): tuple(
            CalledModule(run.name, run.module_source, run.module_version)
            for run in tests.runs
            if run.module_source is not None
        )
        for test in loaded.tests
        for tests in [test.tests]
        if tests is not None
    }
    calls = {directory: module.called for directory, module in loaded.modules.items()}
    walk = CallWalk(root, calls)
    called = [*walk.below("", root, calls[root])]
    for key, each in runs.items():
        called.extend(walk.below(f"{key}.", root, each))
    return CallTree(
        tuple(each for each in called if isinstance(each, InstalledModule)),
        FrozenDict(each for each in called if not isinstance(each, InstalledModule)),
        len(runs) == len(loaded.tests)
        and all(each.was_read for each in loaded.modules.values())
        and all(_are_known(root, each) for each in runs.values())
        and all(_are_known(directory, each) for directory, each in calls.items()),
    )


@dataclass(frozen=True)
class FetchedModules:
    by_source: FrozenDict[RemoteSource, FetchedModule]

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(notice for each in self.by_source.values() for notice in each.notices)


@rule
async def fetched_modules(request: RemoteModulesRequest) -> FetchedModules:
    tree = await Get(CallTree, CallTreeRequest(request.directory, request.tests))
    sources = tuple(dict.fromkeys(tree.remote.values()))
    found = await MultiGet(
        Get(FetchedModule, FetchedModuleRequest, request.fetching(source)) for source in sources
    )
    return FetchedModules(FrozenDict(zip(sources, found)))


@rule
async def give_notices_of_fetched_modules(request: RemoteModulesRequest) -> Given:
    found = await Get(FetchedModules, RemoteModulesRequest, request)
    await Get(Logged, Notices(found.notices))
    return Given()


@rule(desc="Fetch the remote modules of a Terraform module", level=LogLevel.DEBUG)
async def remote_modules(request: RemoteModulesRequest) -> RemoteModules:
    tree, found = await MultiGet(
        Get(CallTree, CallTreeRequest(request.directory, request.tests)),
        Get(FetchedModules, RemoteModulesRequest, request),
    )
    fetched = found.by_source
    if found.notices:
        await Get(Given, RemoteModulesRequest, request)
    digests = await MultiGet(
        Get(
            Digest,
            AddPrefix(
                package,
                os.path.join(request.directory, MODULES_DIRECTORY, key + name[len(CALL) :]),
            ),
        )
        for key, source in tree.remote.items()
        for name, package in fetched[source].packages.items()
    )
    installed = [
        replace(
            each,
            key=key + each.key[len(CALL) :],
            directory=f"{MODULES_DIRECTORY}/{key}{each.directory[len(_CALL_DIRECTORY) :]}",
        )
        for key, source in tree.remote.items()
        for each in fetched[source].modules
    ]
    if installed:
        path = os.path.join(request.directory, MODULES_DIRECTORY, "modules.json")
        content = manifest((*tree.local, *installed))
        digests = (*digests, await Get(Digest, CreateDigest([FileContent(path, content)])))
    failed = not all(each.is_complete for each in fetched.values())
    return RemoteModules(
        await Get(Digest, MergeDigests(digests)), tree.complete and not failed, failed
    )


@dataclass(frozen=True)
class CallWalk:
    """Follows calls as Terraform does.

    :param calls: of each module of the repository, by its directory.
    """

    root: str
    calls: Mapping[str, tuple[CalledModule, ...]]

    @cached_property
    def _leading_to_remote(self) -> frozenset[str]:
        """The directories of the modules from which calls lead to a remote one."""
        callers: dict[str, set[str]] = {}
        for directory, calls in self.calls.items():
            for called in _local_directories(directory, calls):
                callers.setdefault(called, set()).add(directory)
        new = {
            directory
            for directory, calls in self.calls.items()
            if any(remote_source(call) for call in calls)
        }
        leading: set[str] = set()
        while new:
            leading |= new
            new = {each for called in new for each in callers.get(called, ())} - leading
        return frozenset(leading)

    def below(
        self,
        prefix: str,
        directory: str,
        calls: Iterable[CalledModule],
        above: frozenset[str] = frozenset(),
    ) -> Iterator[InstalledModule | tuple[str, RemoteSource]]:
        """The local modules, and the sources of the remote ones by their keys."""
        for call in calls:
            key = f"{prefix}{call.name}"
            remote = remote_source(call)
            local = resolve_local(directory, call.source or "")
            if remote is not None:
                yield key, remote
            elif local in self._leading_to_remote and local not in above:
                relative = os.path.relpath(local or ".", self.root or ".")
                yield InstalledModule(key, local_address(call.source or ""), relative)
                # Terraform says what is wrong with modules that call each other.
                yield from self.below(f"{key}.", local, self.calls[local], above | {local})


def _local_directories(directory: str, calls: Iterable[CalledModule]) -> set[str]:
    resolved = (resolve_local(directory, call.source or "") for call in calls)
    return {each for each in resolved if each is not None}


def _are_known(directory: str, calls: Iterable[CalledModule]) -> bool:
    return all(is_known(directory, call) for call in calls)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
