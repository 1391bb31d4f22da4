"""A module from elsewhere with all that it calls: what is pinned comes from the cache."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.engine.fs import (
    EMPTY_DIGEST,
    Digest,
    DigestSubset,
    PathGlobs,
    RemovePrefix,
    Snapshot,
)
from pants.engine.process import ProcessCacheScope
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES
from terrapants.hcl.module_calls import called_modules
from terrapants.hcl.paths import is_registry_source
from terrapants.hcl.remote_sources import GitRevision, Pinned, RemoteSource
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.hcl_files import HclFile
from terrapants.terraform.hcl_reader import HclOutput, ReadHclRequest
from terrapants.terraform.module_fetch import CALL, Fetched, FetchRequest
from terrapants.terraform.module_manifest import MODULES_DIRECTORY, InstalledModule


@dataclass(frozen=True)
class ConstraintsRequest:
    """:param directory: of a module in the digest."""

    digest: Digest
    directory: str


@dataclass(frozen=True)
class Constraints:
    """The literal versions of module calls, by their names."""

    by_call: FrozenDict[str, str]


@rule
async def constraints(request: ConstraintsRequest) -> Constraints:
    """Terraform's manifest has the version that was chosen, not what was asked for."""
    globs = (f"{literal_glob(request.directory)}/*{suffix}" for suffix in CONFIGURATION_SUFFIXES)
    files = await Get(Snapshot, DigestSubset(request.digest, PathGlobs(globs)))
    output = await Get(HclOutput, ReadHclRequest(files.files, files.digest))
    calls = called_modules(
        call
        for path, text in zip(files.files, output.text.split("\n"))
        for call in HclFile(path, text).of_interface("module_calls")
    )
    return Constraints(
        FrozenDict({name: call.version for name, call in calls.items() if call.version})
    )


@dataclass(frozen=True)
class MovingModulesRequest:
    source: RemoteSource
    fetched: Fetched


@dataclass(frozen=True)
class MovingModules:
    """The modules whose source is not pinned, by their keys."""

    by_key: FrozenDict[str, RemoteSource]


@rule
async def moving_modules(request: MovingModulesRequest) -> MovingModules:
    """Of what is fetched because a module is, which must be fetched again."""
    fetched = request.fetched
    remote = [each for each in fetched.modules if each.is_remote and each.key != CALL]
    directories = {each.key: each.directory for each in fetched.modules}
    callers = sorted({each.parent for each in remote if is_registry_source(each.source)})
    constraints = await MultiGet(
        Get(Constraints, ConstraintsRequest(fetched.digest, directories[key])) for key in callers
    )
    by_caller = {key: found.by_call for key, found in zip(callers, constraints)}
    sources = {CALL: request.source} if fetched.modules else {}
    for each in remote:
        called = by_caller.get(each.parent, FrozenDict())
        sources[each.key] = RemoteSource(each.source, called.get(each.key.rpartition(".")[2]))
    return MovingModules(
        FrozenDict(
            {
                key: source
                for key, source in sources.items()
                if not _is_fixed(source, fetched.revisions)
            }
        )
    )


def _is_fixed(source: RemoteSource, revisions: FrozenDict[str, GitRevision]) -> bool:
    if source.pinned is not Pinned.GIT_DECIDES:
        return source.pinned is Pinned.YES
    revision = revisions.get(source.package)
    return revision is not None and revision.is_fixed(source.revision)


@dataclass(frozen=True)
class PackagesRequest:
    digest: Digest
    names: tuple[str, ...]


@dataclass(frozen=True)
class Packages:
    """The files of directories in `MODULES_DIRECTORY`, relative to each."""

    by_name: FrozenDict[str, Digest]


@rule
async def packages_by_name(request: PackagesRequest) -> Packages:
    subsets = await MultiGet(
        Get(
            Digest,
            DigestSubset(request.digest, PathGlobs([f"{MODULES_DIRECTORY}/{name}/**"])),
        )
        for name in request.names
    )
    digests = await MultiGet(
        Get(Digest, RemovePrefix(subset, f"{MODULES_DIRECTORY}/{name}"))
        for name, subset in zip(request.names, subsets)
    )
    return Packages(FrozenDict(zip(request.names, digests)))


@dataclass(frozen=True)
class FetchedModuleRequest:
    """:param env: of the process that fetches it."""

    source: RemoteSource
    env: FrozenDict[str, str]


@dataclass(frozen=True)
class FetchedModule:
    """A module with all that it calls.

    :param is_complete: whether all of it could be fetched.
    :param modules: what could be; their keys begin with `CALL`.
    :param packages: the files of each directory in `MODULES_DIRECTORY`, by its name.
    :param moving: the sources that are not pinned.
    """

    is_complete: bool
    modules: tuple[InstalledModule, ...]
    packages: FrozenDict[str, Digest]
    moving: tuple[RemoteSource, ...]


@rule(desc="Fetch a Terraform module", level=LogLevel.DEBUG)
async def fetched_module(request: FetchedModuleRequest) -> FetchedModule:
    """What is pinned comes from the cache, whatever else is among the modules that it calls."""
    if request.source.pinned is Pinned.NO:
        moving = FrozenDict({CALL: request.source})
        fetched = Fetched(EMPTY_DIGEST)
    else:
        fetched = await Get(
            Fetched, FetchRequest(request.source, request.env, ProcessCacheScope.SUCCESSFUL)
        )
        moving = (await Get(MovingModules, MovingModulesRequest(request.source, fetched))).by_key
    if moving:
        kept = tuple(each for each in fetched.modules if not each.is_within(moving))
        again = await Get(
            Fetched,
            FetchRequest(
                request.source,
                request.env,
                ProcessCacheScope.PER_SESSION,
                kept,
                fetched.digest if kept else EMPTY_DIGEST,
            ),
        )
        if again.modules:
            fetched = again
        else:
            fetched, moving = replace(fetched, modules=kept, is_complete=False), FrozenDict()
    names = tuple(sorted(each.key for each in fetched.modules if each.is_remote))
    packages = await Get(Packages, PackagesRequest(fetched.digest, names))
    return FetchedModule(
        fetched.is_complete, fetched.modules, packages.by_name, tuple(moving.values())
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
