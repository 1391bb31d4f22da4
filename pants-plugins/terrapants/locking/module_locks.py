"""What lock files of modules say, and what they should."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from pants.backend.terraform.tool import TerraformTool
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import PathGlobs, Paths
from pants.engine.platform import Platform
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import LOCK_FILE
from terrapants.hcl.lock_file import LockFile
from terrapants.hcl.provider_needs import merged_constraints
from terrapants.locking.lock_state import LockState, lock_state
from terrapants.locking.subsystem import TfLockSubsystem
from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY, TEST_GLOBS
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.hcl_files import HclFiles, HclFilesRequest
from terrapants.terraform.loaded_modules import LoadedModules, LoadedModulesRequest
from terrapants.terraform.pants_compat import (
    SystemSearchPath,
    extra_env_vars,
    lock_platforms,
)
from terrapants.terraform.remote_modules import RemoteModulesRequest
from terrapants.terraform.remote_needs import RemoteNeeds


@dataclass(frozen=True)
class LockPlatforms:
    """The platforms of which lock files have the checksums, as Terraform names them."""

    names: tuple[str, ...]


@rule
async def platforms_to_lock(
    subsystem: TfLockSubsystem, tool: TerraformTool, platform: Platform
) -> LockPlatforms:
    names = subsystem.platforms or lock_platforms(tool) or (platform_name(platform.value),)
    return LockPlatforms(tuple(sorted(set(names))))


def platform_name(platform: str) -> str:
    """Pants' name of a platform in Terraform's words."""
    system, _, architecture = platform.partition("_")
    systems = {"macos": "darwin"}
    return f"{systems.get(system, system)}_{'amd64' if architecture == 'x86_64' else 'arm64'}"


@dataclass(frozen=True)
class ModuleLockRequest:
    """:param directory: of the module, relative to the build root.
    :param upgrade: whether versions are chosen anew.
    """

    directory: str
    upgrade: bool = False


@dataclass(frozen=True)
class ModuleLock:
    """:param lock: None if there is none.
    :param state: None where nobody knows what the module needs.
    :param problem: a sentence that says why.
    """

    directory: str
    lock: Optional[LockFile]
    state: Optional[LockState]
    problem: str = ""

    @property
    def path(self) -> str:
        return os.path.join(self.directory, LOCK_FILE)


@rule(desc="Compare a lock file with its module", level=LogLevel.DEBUG)
async def module_lock(
    request: ModuleLockRequest,
    platforms: LockPlatforms,
    search_path: SystemSearchPath,
    tool: TerraformTool,
) -> ModuleLock:
    directory = literal_glob(request.directory)
    below = [directory, os.path.join(directory, DEFAULT_TEST_DIRECTORY)]
    tests, locks, extra_env = await MultiGet(
        Get(Paths, PathGlobs([os.path.join(each, glob) for each in below for glob in TEST_GLOBS])),
        Get(Paths, PathGlobs([os.path.join(directory, LOCK_FILE)])),
        Get(EnvironmentVars, EnvironmentVarsRequest(extra_env_vars(tool))),
    )
    # As in every process of Terraform, so that what has been fetched for one serves the other.
    env = FrozenDict(
        {
            "PATH": search_path.value,
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            **extra_env,
        }
    )
    paths = tuple(sorted(tests.files))
    loaded, remote, read = await MultiGet(
        Get(LoadedModules, LoadedModulesRequest(request.directory, paths)),
        Get(RemoteNeeds, RemoteModulesRequest(request.directory, paths, env)),
        Get(HclFiles, HclFilesRequest(locks.files)),
    )
    if read.files and not read.files[0].was_read:
        return ModuleLock(request.directory, None, None, read.files[0].why_unread)
    lock: LockFile | None = read.files[0].get("lock") if read.files else None
    if not loaded.complete or remote.modules is None:
        what = "a module that it calls" if loaded.complete else "one of its files"
        problem = (
            f"{request.directory or '.'}: which providers the module needs is not known, because "
            f"{what} cannot be read."
        )
        return ModuleLock(request.directory, lock, None, problem)
    needs = merged_constraints([*(each.needs for each in loaded.modules.values()), *remote.modules])
    state = lock_state(needs, lock, platforms.names, request.upgrade)
    return ModuleLock(request.directory, lock, state)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
