"""The process in which Terraform fetches a module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.fs import EMPTY_DIGEST, CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.process import FallibleProcessResult, Process, ProcessCacheScope
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.remote_sources import GitRevision, RemoteSource
from terrapants.terraform.module_manifest import (
    MODULES_DIRECTORY,
    InstalledModule,
    manifest,
    read_manifest,
)
from terrapants.terraform.remote_cache import HEAD_START_MILLIS
from terrapants.terraform.scripts import SandboxScripts
from terrapants.terraform.tool import BINARY_DIRECTORY, TerraformBinary

# The name of the one module call of the configuration that is made up for fetching.
CALL = "fetched"
# Without an answer for so long, `terraform init` tries it again and says what is wrong.
_TIMEOUT_SECONDS = 600


@dataclass(frozen=True)
class FetchRequest:
    """:param present: modules that are there already.
    :param digest: their files.
    """

    source: RemoteSource
    env: FrozenDict[str, str]
    cache_scope: ProcessCacheScope
    present: tuple[InstalledModule, ...] = ()
    digest: Digest = EMPTY_DIGEST


@dataclass(frozen=True)
class Fetched:
    """:param is_complete: whether all could be fetched.
    :param revisions: what is checked out of git, by the module's package."""

    digest: Digest
    modules: tuple[InstalledModule, ...] = ()
    revisions: FrozenDict[str, GitRevision] = field(default_factory=FrozenDict)
    is_complete: bool = False


@rule
async def fetch(
    request: FetchRequest, terraform: TerraformBinary, scripts: SandboxScripts, bash: BashBinary
) -> Fetched:
    call = {"source": request.source.source}
    if request.source.version is not None:
        call["version"] = request.source.version
    files = [FileContent("main.tf.json", json.dumps({"module": {CALL: call}}).encode())]
    if request.present:
        files.append(FileContent(f"{MODULES_DIRECTORY}/modules.json", manifest(request.present)))
    configuration = await Get(Digest, CreateDigest(files))
    result = await Get(
        FallibleProcessResult,
        Process(
            (bash.path, scripts.fetch_module, terraform.path),
            input_digest=await Get(
                Digest, MergeDigests((configuration, request.digest, scripts.digest))
            ),
            immutable_input_digests={BINARY_DIRECTORY: terraform.digest},
            output_directories=(MODULES_DIRECTORY,),
            env=request.env,
            description=f"Fetch the module {request.source}",
            level=LogLevel.DEBUG,
            timeout_seconds=_TIMEOUT_SECONDS,
            cache_scope=request.cache_scope,
            remote_cache_speculation_delay_millis=HEAD_START_MILLIS,
        ),
    )
    if result.exit_code:
        return Fetched(EMPTY_DIGEST)
    first, *lines = result.stdout.decode().splitlines()
    modules = tuple(read_manifest(first))
    return Fetched(result.output_digest, modules, FrozenDict(_revisions(modules, lines)), True)


def _revisions(
    modules: Iterable[InstalledModule], lines: Iterable[str]
) -> Iterator[tuple[str, GitRevision]]:
    sources = {each.key: RemoteSource(each.source) for each in modules}
    for line in lines:
        key, commit, branch, *tags = line.split()
        if key in sources:
            yield sources[key].package, GitRevision(commit, branch.strip("-"), tuple(tags))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
