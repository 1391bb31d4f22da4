"""How a Terraform process is built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Optional

from pants.backend.terraform.tool import TerraformTool
from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import EMPTY_DIGEST, CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.process import Process, ProcessCacheScope
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.option.global_options import GlobalOptions
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.provider_needs import ProviderConfiguration
from terrapants.terraform.loaded_modules import LoadedModules, LoadedModulesRequest
from terrapants.terraform.notices import Given
from terrapants.terraform.pants_compat import SystemSearchPath, extra_env_vars, unshared
from terrapants.terraform.provider_pool import AnnouncedPool, PoolAnnouncement, pool_request
from terrapants.terraform.providers import (
    PROVIDERS_CACHE,
    PROVIDERS_DIRECTORY,
    ProviderMirrors,
)
from terrapants.terraform.remote_cache import HEAD_START_MILLIS
from terrapants.terraform.remote_modules import RemoteModules, RemoteModulesRequest
from terrapants.terraform.remote_needs import RemoteNeeds
from terrapants.terraform.scripts import SandboxScripts
from terrapants.terraform.tool import BINARY_DIRECTORY, TerraformBinary


@dataclass(frozen=True)
class CommandRunner:
    """What runs the command, but not the `terraform init` before it.

    :param script: a Bash script, whose arguments are the sandbox's root, Terraform's path and the
        command. It runs in the module's directory.
    :param digest: further files, at their paths in the sandbox.
    """

    script: str
    digest: Digest = EMPTY_DIGEST
    append_only_caches: FrozenDict[str, str] = field(default_factory=FrozenDict)


@dataclass(frozen=True)
class TerraformModuleProcess:
    """A Terraform command in a module's directory, after `terraform init` in the same process.

    :param directory: the module, relative to the build root.
    :param arguments: the command and its arguments, as in `("test", "-json")`.
    :param init_arguments: further arguments of `terraform init`.
    :param input_digest: every file the command may read, at its path in the repository.
    :param tests: the paths of the test files that Terraform loads with the module.
    :param runner: what runs the command; None where nothing has to be done for it.
    :param json_init: whether `init` writes JSON lines, if this Terraform can.
    :param has_secrets: whether `env` has values that other people must not see.
    :param share_providers: whether it may use providers of the provider pool.
    :param mocked: the provider configurations that are mocked, whatever its modules use; None if
        the command configures no provider at all.
    """

    directory: str
    arguments: tuple[str, ...]
    input_digest: Digest
    description: str
    init_arguments: tuple[str, ...] = ()
    env: FrozenDict[str, str] = field(default_factory=FrozenDict)
    timeout_seconds: int | None = None
    cache_scope: ProcessCacheScope = ProcessCacheScope.SUCCESSFUL
    level: LogLevel = LogLevel.INFO
    json_init: bool = True
    has_secrets: bool = False
    share_providers: bool = False
    mocked: Optional[frozenset[ProviderConfiguration]] = None
    tests: tuple[str, ...] = ()
    runner: Optional[CommandRunner] = None


@rule
async def terraform_module_process(
    request: TerraformModuleProcess,
    terraform: TerraformBinary,
    mirrors: ProviderMirrors,
    scripts: SandboxScripts,
    bash: BashBinary,
    search_path: SystemSearchPath,
    tool: TerraformTool,
    options: GlobalOptions,
) -> Process:
    extra_env = await Get(EnvironmentVars, EnvironmentVarsRequest(extra_env_vars(tool)))
    env = FrozenDict(
        {
            # For the shell tools of the scripts, and git for modules with a git source.
            "PATH": search_path.value,
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            **extra_env,
            **request.env,
        }
    )
    # With a result, its environment would be stored for everyone who can read the remote cache.
    is_private = options.remote_cache_write and (request.has_secrets or bool(extra_env))
    fetched_for = RemoteModulesRequest(request.directory, request.tests, env, is_private)
    remote = await Get(RemoteModules, RemoteModulesRequest, fetched_for)
    files = [FileContent(".terrapants/terraform.rc", mirrors.cli_configuration().encode())]
    asked_for = b""
    if request.share_providers:
        loaded, needs = await MultiGet(
            Get(LoadedModules, LoadedModulesRequest(request.directory, request.tests)),
            Get(RemoteNeeds, RemoteModulesRequest, fetched_for),
        )
        if needs.modules is not None:
            asked_for = pool_request(loaded, needs.modules, request.mocked)
    if asked_for:
        files.append(FileContent(".terrapants/pool_request.json", asked_for))
        announced = await Get(AnnouncedPool)
        if announced.problem:
            await Get(Given, PoolAnnouncement())
    digests = [request.input_digest, scripts.digest, remote.digest]
    caches = {PROVIDERS_CACHE: PROVIDERS_DIRECTORY}
    if request.runner is not None:
        files.append(FileContent(".terrapants/run_command.sh", request.runner.script.encode()))
        digests.append(request.runner.digest)
        caches.update(request.runner.append_only_caches)
    digests.append(await Get(Digest, CreateDigest(files)))
    input_digest = await Get(Digest, MergeDigests(digests))
    cache_scope = unshared(request.cache_scope) if is_private else request.cache_scope
    # What `init` fetches itself is in no key, so a verdict on it holds for this run alone.
    if remote.failed:
        cache_scope = ProcessCacheScope.PER_SESSION
    json_flag = ("-json",) if request.json_init and terraform.has_json_init else ()
    return Process(
        argv=(
            bash.path,
            scripts.init_and_run,
            terraform.path,
            request.directory or ".",
            f"{PROVIDERS_DIRECTORY}/store/{mirrors.key}",
            "-backend=false",
            *json_flag,
            *request.init_arguments,
            "--",
            *request.arguments,
        ),
        input_digest=input_digest,
        immutable_input_digests={BINARY_DIRECTORY: terraform.digest},
        append_only_caches=caches,
        env=env,
        description=request.description,
        level=request.level,
        timeout_seconds=request.timeout_seconds,
        cache_scope=cache_scope,
        remote_cache_speculation_delay_millis=HEAD_START_MILLIS,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
