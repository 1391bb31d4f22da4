"""The processes that find out versions and checksums: one for all modules that ask the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import AddPrefix, CreateDigest, Digest, FileContent
from pants.engine.process import FallibleProcessResult, Process, ProcessCacheScope
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import LOCK_FILE
from terrapants.hcl.lock_file import LockedProvider, LockFile, lock_file_text
from terrapants.terraform.hcl_files import HclFile
from terrapants.terraform.hcl_reader import HclOutput, ReadHclRequest
from terrapants.terraform.pants_compat import SystemSearchPath
from terrapants.terraform.providers import (
    PROVIDERS_CACHE,
    PROVIDERS_DIRECTORY,
    ProviderMirrors,
)
from terrapants.terraform.tool import BINARY_DIRECTORY, TerraformBinary

_DIRECTORY = "locked"
# Arguments: Terraform, the provider's source address, the directory of links to mirrors, and then
# those of `terraform providers lock`, which does not use the mirrors of the CLI configuration.
_SCRIPT = """
root=$PWD
terraform=$root/$1 provider=$2 mirrors=$root/$3
shift 3
export HOME="$root" TMPDIR="$root/tmp"
mkdir -p "$TMPDIR"
for mirror in "$mirrors"/*; do
  if [[ -d $mirror/$provider ]]; then
    set -- "-fs-mirror=$(cd -P -- "$mirror" && pwd)" "$@"
    break
  fi
done
cd locked && exec "$terraform" providers lock -no-color "$@"
"""
# Where the registry is reached through a proxy, and how it is logged in to.
_ENVIRONMENT = (
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "https_proxy",
    "http_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)


@dataclass(frozen=True)
class ResolveRequest:
    """:param version: the one that stays; None for the newest that the constraints allow."""

    address: str
    constraints: tuple[str, ...]
    version: Optional[str]
    platforms: tuple[str, ...]


@dataclass(frozen=True)
class Resolved:
    """:param provider: None if Terraform failed.
    :param problem: what it said.
    """

    provider: Optional[LockedProvider]
    problem: str = ""


@rule(desc="Lock a Terraform provider", level=LogLevel.DEBUG)
async def resolve(
    request: ResolveRequest,
    terraform: TerraformBinary,
    mirrors: ProviderMirrors,
    bash: BashBinary,
    search_path: SystemSearchPath,
) -> Resolved:
    required = {"source": request.address}
    if request.constraints:
        required["version"] = ", ".join(request.constraints)
    configuration = {"terraform": {"required_providers": {"it": required}}}
    files = [FileContent(f"{_DIRECTORY}/main.tf.json", json.dumps(configuration).encode())]
    if request.version is not None:
        pinned = LockFile((LockedProvider(request.address, request.version),))
        files.append(FileContent(f"{_DIRECTORY}/{LOCK_FILE}", lock_file_text(pinned).encode()))
    input_digest, environment = await MultiGet(
        Get(Digest, CreateDigest(files)),
        Get(EnvironmentVars, EnvironmentVarsRequest(_ENVIRONMENT)),
    )
    result = await Get(
        FallibleProcessResult,
        Process(
            (
                bash.path,
                "-c",
                _SCRIPT,
                "tf-lock",
                terraform.path,
                request.address,
                f"{PROVIDERS_DIRECTORY}/mirrors/{mirrors.key}",
                *(f"-platform={each}" for each in request.platforms),
            ),
            input_digest=input_digest,
            immutable_input_digests={BINARY_DIRECTORY: terraform.digest},
            append_only_caches={PROVIDERS_CACHE: PROVIDERS_DIRECTORY},
            env={**environment, "PATH": search_path.value, "CHECKPOINT_DISABLE": "1"},
            output_files=(f"{_DIRECTORY}/{LOCK_FILE}",),
            description=f"terraform providers lock: {request.address}",
            level=LogLevel.INFO,
            # Which version is the newest changes, but what a version is does not.
            cache_scope=ProcessCacheScope.PER_SESSION
            if request.version is None
            else ProcessCacheScope.SUCCESSFUL,
        ),
    )
    if result.exit_code != 0:
        return Resolved(None, (result.stderr or result.stdout).decode(errors="replace").strip())
    # Under a name that holds nothing of the repository.
    digest = await Get(Digest, AddPrefix(result.output_digest, ".terrapants"))
    path = f".terrapants/{_DIRECTORY}/{LOCK_FILE}"
    output = await Get(HclOutput, ReadHclRequest((path,), digest))
    lock: LockFile = HclFile(path, output.text.split("\n")[0]).get("lock")
    return Resolved(lock.providers[0])


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
