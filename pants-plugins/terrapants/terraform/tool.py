"""The Terraform binary: where it comes from and which version it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version
from pants.backend.terraform.tool import TerraformTool
from pants.core.util_rules.external_tool import DownloadedExternalTool, ExternalToolRequest
from pants.engine.fs import Digest
from pants.engine.platform import Platform
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError

# `terraform test` became stable in 1.6 (its changelog).
MINIMUM_VERSION = "1.6.0"
# `terraform init -json` came with 1.9 (its changelog).
INIT_JSON_VERSION = "1.9.0"

BINARY_DIRECTORY = "__terraform"


class UnusableTerraform(UserError):
    """Terraform is missing, does not run, or is too old for `terraform test`."""


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
async def terraform_binary(tool: TerraformTool, platform: Platform) -> TerraformBinary:
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
            f"No Terraform: release {tool.version} of `[download-terraform]` could not be had "
            f"({reason}), and `terraform test` needs {MINIMUM_VERSION} or newer. Put a `terraform` "
            "on PATH and run `./pants` again."
        ) from None
    # Not `downloaded.exe`: for an archive Pants makes that the archive's own name.
    path = f"{BINARY_DIRECTORY}/{TerraformTool.name}"
    result = await Get(
        FallibleProcessResult,
        Process(
            argv=(path, "version", "-json"),
            immutable_input_digests={BINARY_DIRECTORY: downloaded.digest},
            env={"CHECKPOINT_DISABLE": "1"},
            description="Ask Terraform for its version",
            level=LogLevel.DEBUG,
        ),
    )
    return TerraformBinary(downloaded.digest, path, usable_version(result.stdout, tool.version))


def usable_version(version_json: bytes, configured: str) -> str:
    """The version in the output of `terraform version -json`, if it is new enough.

    :param configured: the version that `[download-terraform]` names, for the message.
    :raises UnusableTerraform: if the output names no version, or one below `MINIMUM_VERSION`.
    """
    try:
        found = str(json.loads(version_json)["terraform_version"])
        new_enough = Version(found) >= Version(MINIMUM_VERSION)
    except (ValueError, KeyError, TypeError, InvalidVersion):
        raise UnusableTerraform(
            f"The Terraform {configured} of `[download-terraform]` does not answer "
            f"`terraform version`; `terraform test` needs Terraform {MINIMUM_VERSION} or newer. "
            "Put a newer `terraform` on PATH and run `./pants` again, or change "
            "`[download-terraform].version`."
        ) from None
    if not new_enough:
        raise UnusableTerraform(
            f"Found Terraform {found}, but `terraform test` needs {MINIMUM_VERSION} or newer. "
            "Put a newer `terraform` on PATH and run `./pants` again, or change "
            "`[download-terraform].version`."
        )
    return found


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
