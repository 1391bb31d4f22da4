"""The provider pool: providers that Terraform processes share instead of starting their own.

Nothing of it is in a cache key. A process finds the pool through the named cache of the providers,
and runs in the ordinary way where it finds none, as on another machine (docs/sad.md). With remote
execution nothing is prepared: a pool belongs to the machine on which Pants runs, and to its
children.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Optional

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import EntryPoint
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.internals.session import RunId
from pants.engine.process import (
    FallibleProcessResult,
    Process,
    ProcessCacheScope,
    ProcessResult,
    ProcessResultMetadata,
)
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.option.global_options import GlobalOptions
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.hcl.file_facts import LOCK_FILE
from terrapants.hcl.provider_needs import (
    ProviderConfiguration,
    ProviderNeeds,
    covers,
    merged_constraints,
)
from terrapants.terraform.loaded_modules import LoadedModules
from terrapants.terraform.notices import Given, Logged, Notices
from terrapants.terraform.pants_compat import SystemSearchPath
from terrapants.terraform.provider_pool_options import ProviderPool
from terrapants.terraform.providers import PROVIDERS_CACHE, PROVIDERS_DIRECTORY
from terrapants.terraform.scripts import files_of_package

_PACKAGE = "terrapants.provider_pool"
_POOL_DIRECTORY = f"{PROVIDERS_DIRECTORY}/pool"
# What `init_and_run.sh` finds where otherwise it finds how to reach the pool.
_UNPREPARED = "unprepared\n"
_NO_POOL = ""
# Each Pants has a file of its own, for its children.
_WRITE = """\
exec 2>/dev/null
umask 077
mkdir -p "$0/clients"
printf %s "$1" >"$0/clients/$PPID"
true
"""


@dataclass(frozen=True)
class AnnouncedPool:
    """That Terraform processes of this Pants know whether there may be a pool.

    :param problem: one or two sentences on why there is none, empty if there is nothing to say.
    """

    problem: str = ""


@dataclass(frozen=True)
class PreparedPool:
    """That Terraform processes of this Pants find the pool, or why they do not.

    :param problem: one or two sentences, empty where there is none.
    """

    problem: str = ""


def pool_request(
    loaded: LoadedModules,
    remote: Iterable[ProviderNeeds],
    mocked: Optional[frozenset[ProviderConfiguration]],
) -> bytes:
    """What a Terraform process asks the pool for: its providers, with the constraints on them.

    :param remote: what the remote modules need.
    :param mocked: the configurations that are mocked, or None if Terraform configures none at all.
    :return: nothing where no provider is needed, not all of them can be known, or a remote module
        makes Terraform configure one.
    """
    remote = tuple(remote)
    if not loaded.complete or not (mocked is None or covers(mocked, remote)):
        return b""
    local = (module.needs for module in loaded.modules.values())
    constraints = merged_constraints((*local, *remote))
    if not constraints:
        return b""
    content = {
        "providers": dict(constraints),
        # Where there is one.
        "lock_file": os.path.join(loaded.directory, LOCK_FILE),
    }
    return json.dumps(content, sort_keys=True).encode()


@dataclass(frozen=True)
class ForClients:
    """:param text: what processes of this Pants find where they look for the pool."""

    text: str


@dataclass(frozen=True)
class Written:
    pass


@rule
async def write_for_clients(
    clients: ForClients, bash: BashBinary, search_path: SystemSearchPath
) -> Written:
    process = Process(
        argv=(bash.path, "-c", _WRITE, _POOL_DIRECTORY, clients.text),
        env={"PATH": search_path.value},
        append_only_caches={PROVIDERS_CACHE: PROVIDERS_DIRECTORY},
        description="Tell processes about the provider pool",
        level=LogLevel.DEBUG,
        # It is for the children of this Pants, whose options may change from run to run.
        cache_scope=ProcessCacheScope.PER_SESSION,
    )
    await Get(ProcessResult, Process, process)
    return Written()


@rule
async def announce_pool(
    pool: ProviderPool, python: PythonSetup, options: GlobalOptions
) -> AnnouncedPool:
    if options.remote_execution:
        return AnnouncedPool()
    if not pool.enabled:
        await Get(Written, ForClients(_NO_POOL))
        return AnnouncedPool()
    # A wrong option is named even if nothing needs the pool.
    _ = pool.settings, pool.interpreter_constraints
    try:
        pool.requirements(python)
    except UserError as error:
        await Get(Written, ForClients(_NO_POOL))
        return AnnouncedPool(f"Providers are not shared: {error}")
    await Get(Written, ForClients(_UNPREPARED))
    return AnnouncedPool()


@dataclass(frozen=True)
class RegisteredPool:
    """:param problem: why it could not be."""

    problem: str = ""


@rule(desc="Prepare the provider pool", level=LogLevel.DEBUG)
async def register_pool(pool: ProviderPool, python: PythonSetup) -> RegisteredPool:
    files = (FileContent("terrapants/__init__.py", b""), *files_of_package(_PACKAGE))
    try:
        venv = await Get(
            VenvPex,
            PexRequest(
                output_filename="provider_pool.pex",
                internal_only=True,
                requirements=pool.requirements(python),
                interpreter_constraints=pool.interpreter_constraints,
                main=EntryPoint(f"{_PACKAGE}.prepare"),
                sources=await Get(Digest, CreateDigest(files)),
            ),
        )
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0]
        return RegisteredPool(f"Providers are not shared: the pool cannot be installed ({reason}).")
    process = await Get(
        Process,
        VenvPexProcess(
            venv,
            argv=("--pool", _POOL_DIRECTORY, "--settings", pool.settings),
            description="Prepare the provider pool",
            level=LogLevel.DEBUG,
            # What it writes is for the children of this Pants, whose options may change.
            cache_scope=ProcessCacheScope.PER_SESSION,
        ),
    )
    caches = {**process.append_only_caches, PROVIDERS_CACHE: PROVIDERS_DIRECTORY}
    process = replace(process, append_only_caches=FrozenDict(caches))
    result = await Get(FallibleProcessResult, Process, process)
    if result.exit_code:
        last = (result.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason"])[-1]
        return RegisteredPool(f"Providers are not shared: {last}")
    return RegisteredPool()


@rule
async def prepare_pool() -> PreparedPool:
    """Only for processes that the pool was announced to, and that want it."""
    registered = await Get(RegisteredPool)
    if registered.problem:
        await Get(Written, ForClients(_NO_POOL))
    return PreparedPool(registered.problem)


@dataclass(frozen=True)
class PoolAnnouncement:
    """As a subject of notices."""


@rule
async def give_notice_of_announcement(_: PoolAnnouncement) -> Given:
    announced = await Get(AnnouncedPool)
    await Get(Logged, Notices((announced.problem,) if announced.problem else ()))
    return Given()


@dataclass(frozen=True)
class PoolPreparation:
    """As a subject of notices."""


@rule
async def give_notice_of_preparation(_: PoolPreparation) -> Given:
    prepared = await Get(PreparedPool)
    await Get(Logged, Notices((prepared.problem,) if prepared.problem else ()))
    return Given()


@dataclass(frozen=True)
class PoolProblems:
    """Why a process did without the pool: sentences for the user. A subject of notices.

    :param process: nothing is said of one whose result comes from a cache.
    """

    texts: tuple[str, ...]
    process: ProcessResultMetadata


@rule
async def give_notices_of_pool(problems: PoolProblems, run_id: RunId) -> Given:
    ran = problems.process.source(run_id) == ProcessResultMetadata.Source.RAN
    await Get(Logged, Notices(problems.texts if ran else ()))
    return Given()


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *pex.rules())
