"""`check` for lock files. It runs no Terraform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.locking.module_locks import ModuleLock, ModuleLockRequest
from terrapants.locking.subsystem import TfLockSubsystem
from terrapants.locking.tf_lock_goal import command


@dataclass(frozen=True)
class LockedModuleFieldSet(FieldSet):
    required_fields = (TerraformModuleSourcesField,)

    sources: TerraformModuleSourcesField


class CheckLockFilesRequest(CheckRequest[LockedModuleFieldSet]):
    field_set_type = LockedModuleFieldSet
    tool_name = "terraform-lock"


@rule(desc="Check lock files", level=LogLevel.DEBUG)
async def check_lock_files(
    request: CheckLockFilesRequest, subsystem: TfLockSubsystem
) -> CheckResults:
    if subsystem.skip_check:
        return CheckResults([], checker_name=request.tool_name)
    directories = sorted({each.address.spec_path for each in request.field_sets})
    locks = await MultiGet(
        Get(ModuleLock, ModuleLockRequest(directory)) for directory in directories
    )
    # A module without a lock file may be one that is only called.
    lines = [
        f"{lock.path}: error: {lock.state.reason}. {command([lock.directory])}"
        for lock in locks
        if lock.lock is not None and lock.state is not None and lock.state.reason
    ]
    result = CheckResult(1 if lines else 0, "\n".join(lines), "")
    return CheckResults([result], checker_name=request.tool_name)


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), UnionRule(CheckRequest, CheckLockFilesRequest))
