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
    """The outermost modules whose source is not pinned, by their keys."""

    by_key: FrozenDict[str, RemoteSource]


@rule
async def moving_modules(request: MovingModulesRequest) -> MovingModules:
    """Of what is fetched because a module is, which must be fetched again."""
    fetched = request.fetched
    remote = [each for each in fetched.modules if each.is_remote]
    directories = {each.key: each.directory for each in fetched.modules}
    in_registry = (each for each in remote if each.key != CALL and is_registry_source(each.source))
    callers = sorted({each.parent for each in in_registry})
    constraints = await MultiGet(
        Get(Constraints, ConstraintsRequest(fetched.digest, directories[key])) for key in callers
    )
    asked_for = {
        f"{caller}.{name}": version
        for caller, found in zip(callers, constraints)
        for name, version in found.by_call.items()
    }
    moving: dict[str, RemoteSource] = {}
    for each in sorted(remote, key=lambda module: module.key):
        is_called = each.key == CALL
        source = request.source if is_called else RemoteSource(each.source, asked_for.get(each.key))
        # Terraform's spelling tells packages apart: `github.com/…` is `git::https://github.com/…`.
        revision = fetched.revisions.get(RemoteSource(each.source).package)
        if not each.is_within(moving) and not is_fixed(source, revision):
            moving[each.key] = source
    return MovingModules(FrozenDict(moving))


def is_fixed(source: RemoteSource, revision: GitRevision | None) -> bool:
    """:param revision: what is checked out of git."""
    if source.pinned is not Pinned.GIT_DECIDES:
        return source.pinned is Pinned.YES
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
    """:param env: of the process that fetches it.
    :param cache_scope: of what is pinned.
    """

    source: RemoteSource
    env: FrozenDict[str, str]
    cache_scope: ProcessCacheScope


@dataclass(frozen=True)
class FetchedModule:
    """A module with all that it calls.

    :param is_complete: whether all of it could be fetched.
    :param modules: what could be; their keys begin with `CALL`.
    :param packages: the files of each directory in `MODULES_DIRECTORY`, by its name.
    :param notices: for each source that is not pinned, that it is fetched again.
    """

    is_complete: bool
    modules: tuple[InstalledModule, ...]
    packages: FrozenDict[str, Digest]
    notices: tuple[str, ...]


@rule(desc="Fetch a Terraform module", level=LogLevel.DEBUG)
async def fetched_module(request: FetchedModuleRequest) -> FetchedModule:
    """What is pinned comes from the cache, whatever else is among the modules that it calls."""
    if request.source.pinned is Pinned.NO:
        moving = FrozenDict({CALL: request.source})
        fetched = Fetched(EMPTY_DIGEST)
    else:
        fetched = await Get(Fetched, FetchRequest(request.source, request.env, request.cache_scope))
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
    notices = tuple(
        source.why_fetched_again("" if key == CALL else request.source.source)
        for key, source in moving.items()
    )
    return FetchedModule(fetched.is_complete, fetched.modules, packages.by_name, notices)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
