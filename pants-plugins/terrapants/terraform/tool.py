"""The Terraform binary: where it comes from and which version it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version
from pants.backend.terraform.tool import TerraformTool
from pants.core.util_rules.external_tool import DownloadedExternalTool, ExternalToolRequest
from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.fs import Digest
from pants.engine.platform import Platform
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.terraform.minimum_version import MINIMUM_TERRAFORM
from terrapants.terraform.remote_cache import HEAD_START_MILLIS

# `terraform init -json` came with 1.9 (its changelog).
INIT_JSON_VERSION = "1.9.0"

BINARY_DIRECTORY = "__terraform"


def _needed() -> str:
    return (
        f"Version {MINIMUM_TERRAFORM} or newer is needed: put one on PATH and run `{bin_name()}` "
        "again, or change `[download-terraform].version`."
    )


class UnusableTerraform(UserError):
    """Terraform is missing, does not run, or is too old."""


@dataclass(frozen=True)
class TerraformBinary:
    """A runnable Terraform.

    `digest` holds the binary; mounted at `BINARY_DIRECTORY` it is run as `path`.
    """

    digest: Digest
    path: str
    version: str

    @property
    def has_json_init(self) -> bool:
        return Version(self.version) >= Version(INIT_JSON_VERSION)


@rule(desc="Prepare Terraform", level=LogLevel.DEBUG)
async def terraform_binary(
    tool: TerraformTool, platform: Platform, bash: BashBinary
) -> TerraformBinary:
    """The binary of `[download-terraform]`, its version asked of itself.

    :raises UnusableTerraform: with the version found and the version needed.
    """
    try:
        downloaded = await Get(
            DownloadedExternalTool, ExternalToolRequest, tool.get_request(platform)
        )
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0]
        raise UnusableTerraform(
            f"No Terraform: version {tool.version}, of `[download-terraform].version`, could not "
            f"be downloaded: {reason.rstrip('.')}. {_needed()}"
        ) from None
    # Not `downloaded.exe`: for an archive Pants makes that the archive's own name.
    path = f"{BINARY_DIRECTORY}/{TerraformTool.name}"
    result = await Get(
        FallibleProcessResult,
        Process(
            argv=started_by_bash(bash, path, "version", "-json"),
            immutable_input_digests={BINARY_DIRECTORY: downloaded.digest},
            env={"CHECKPOINT_DISABLE": "1"},
            description="Ask Terraform for its version",
            level=LogLevel.DEBUG,
            remote_cache_speculation_delay_millis=HEAD_START_MILLIS,
        ),
    )
    return TerraformBinary(downloaded.digest, path, usable_version(result.stdout, tool.version))


# 126 is Bash's exit code for a program that it found and could not start.
_START = (
    'for pause in 0.01 0.1 1 0; do "$@"; code=$?; [[ $code == 126 ]] || break; '
    "sleep $pause; done; exit $code"
)


def started_by_bash(bash: BashBinary, *command: str) -> tuple[str, ...]:
    """The arguments of a process that runs a program of its own sandbox.

    Linux does not start a program while any process has it open for writing ("Text file busy"), as
    processes that Pants is just about to start may. Pants 2.17 cannot try again: it then fails with
    "Error launching process after 1 retry for ETXTBSY".
    """
    return (bash.path, "-c", _START, "bash", *command)


def usable_version(version_json: bytes, configured: str) -> str:
    """The version in the output of `terraform version -json`, if it is new enough.

    :param configured: the version that `[download-terraform]` names, for the message.
    :raises UnusableTerraform: if the output names no version, or one below the minimum.
    """
    try:
        found = str(json.loads(version_json)["terraform_version"])
        new_enough = Version(found) >= Version(MINIMUM_TERRAFORM)
    except (ValueError, KeyError, TypeError, InvalidVersion):
        raise UnusableTerraform(
            f"Terraform {configured}, of `[download-terraform].version`, does not answer "
            f"`terraform version`. {_needed()}"
        ) from None
    if not new_enough:
        raise UnusableTerraform(f"Found Terraform {found}. {_needed()}")
    return found


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
