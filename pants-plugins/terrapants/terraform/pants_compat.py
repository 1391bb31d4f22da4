"""Everything that depends on the release of Pants. The suite runs on 2.17 and later releases.

No other module may ask for the release, or touch an API that differs between releases;
`pants_changes.py` alone changes what Pants does.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from typing import Any

from pants.backend.terraform import target_types as builtin_target_types
from pants.backend.terraform.goals import check
from pants.backend.terraform.target_types import (
    TerraformModuleTarget,
)
from pants.backend.terraform.tool import TerraformTool
from pants.core.goals.fix import AbstractFixRequest
from pants.core.goals.lint import AbstractLintRequest
from pants.core.goals.test import ShowOutput, TestResult, TestSubsystem
from pants.core.util_rules import system_binaries
from pants.engine.addresses import Address
from pants.engine.env_vars import CompleteEnvironmentVars
from pants.engine.fs import FileDigest, Snapshot
from pants.engine.internals.target_adaptor import TargetAdaptor
from pants.engine.process import (
    FallibleProcessResult,
    InteractiveProcess,
    InteractiveProcessResult,
    Process,
    ProcessCacheScope,
    ProcessResultMetadata,
)
from pants.engine.rules import Effect, Get, Rule, collect_rules, rule
from pants.engine.target import BoolField, Field, SourcesField, Target
from pants.engine.unions import UnionRule

from terrapants.terraform import deployment_targets

try:
    from pants.option.global_options import UnmatchedBuildFileGlobs as UnmatchedBuildFileGlobs
except ImportError:  # 2.29 and later
    from pants.option.bootstrap_options import (  # type: ignore[import-not-found, no-redef]
        UnmatchedBuildFileGlobs as UnmatchedBuildFileGlobs,
    )

try:
    from pants.engine.intrinsics import (  # type: ignore[import-not-found]
        run_interactive_process,
    )
except ImportError:  # 2.17
    run_interactive_process = None

_TEST_RESULT_FIELDS = frozenset(field.name for field in dataclasses.fields(TestResult))


def _of_deployments(name: str) -> Any:
    return getattr(builtin_target_types, name, getattr(deployment_targets, name))


# Targets of the Terraform backend that 2.17 does not have: those of lock files, and of deployments
# with the files that they name on the command line.
HAS_LOCK_FILE_TARGETS = hasattr(builtin_target_types, "TerraformLockfileTarget")
HAS_DEPLOYMENTS = hasattr(builtin_target_types, "TerraformDeploymentTarget")
TerraformRootModuleField: type[Field] = _of_deployments("TerraformRootModuleField")
TerraformBackendConfigField: type[SourcesField] = _of_deployments("TerraformBackendConfigField")
TerraformVarFileSourceField: type[SourcesField] = _of_deployments("TerraformVarFileSourceField")
TerraformDeploymentTarget: type[Target] = _of_deployments("TerraformDeploymentTarget")
# The files that belong to such targets wherever there are any.
DEPLOYMENT_FILES = ("*.tfvars", "*.tfbackend")


class _SkipTerraformValidateField(BoolField):
    alias = "skip_terraform_validate"
    default = False
    help = "If true, don't run `terraform validate` on this module."


SkipTerraformValidateField: type[BoolField] = getattr(
    check, "SkipTerraformValidateField", _SkipTerraformValidateField
)


def skip_terraform_validate_rules() -> Iterable[UnionRule]:
    """Give `terraform_module` the field; in later releases the Terraform backend does that."""
    if SkipTerraformValidateField is _SkipTerraformValidateField:
        yield TerraformModuleTarget.register_plugin_field(SkipTerraformValidateField)


@dataclasses.dataclass(frozen=True)
class SystemSearchPath:
    """The `PATH` of processes that need tools of the system, such as git."""

    value: str


# `[system-binaries]`, which 2.17 does not have: there the paths are fixed.
_SystemBinaries = getattr(system_binaries, "SystemBinariesSubsystem", None)

if _SystemBinaries is None:

    @rule
    async def fixed_search_path() -> SystemSearchPath:
        return SystemSearchPath(os.pathsep.join(system_binaries.SEARCH_PATHS))

else:

    @rule
    async def configured_search_path(
        options: _SystemBinaries.EnvironmentAware,  # type: ignore[name-defined]
    ) -> SystemSearchPath:
        return SystemSearchPath(os.pathsep.join(options.system_binary_paths))


def extra_env_vars(tool: TerraformTool) -> tuple[str, ...]:
    """`[download-terraform].extra_env_vars`, which 2.17 does not have."""
    return tuple(getattr(tool, "extra_env_vars", ()))


def lock_platforms(tool: TerraformTool) -> tuple[str, ...]:
    """`[download-terraform].platforms`, for which lock files are made; 2.17 does not have it."""
    return tuple(getattr(tool, "platforms", ()) or ())


def knows_patterns_of_variables() -> bool:
    """Whether `extra_env_vars` may have `TF_VAR_*`. 2.17 takes that for a name, and passes nothing
    on."""
    return bool(CompleteEnvironmentVars({"TF_VAR_a": "1"}).get_subset(("TF_VAR_*",)))


def unshared(scope: ProcessCacheScope) -> ProcessCacheScope:
    """The scope of a result that must not leave this machine.

    2.17 has none that outlives its daemon.
    """
    if scope != ProcessCacheScope.SUCCESSFUL:
        return scope
    per_restart = ProcessCacheScope.PER_RESTART_SUCCESSFUL
    local: ProcessCacheScope = getattr(ProcessCacheScope, "LOCAL_SUCCESSFUL", per_restart)
    return local


def attempts(test: TestSubsystem) -> int:
    """`[test].attempts_default`, which 2.17 does not have."""
    return int(getattr(test, "attempts_default", 1))


@dataclasses.dataclass(frozen=True)
class ProcessToPass:
    """A process that is run again, up to a number of attempts, as long as it fails."""

    process: Process
    attempts: int


@rule
async def run_process_to_pass(request: ProcessToPass) -> FallibleProcessResult:
    result = await Get(FallibleProcessResult, Process, request.process)
    for attempt in range(1, request.attempts):
        if result.exit_code == 0:
            break
        again = dataclasses.replace(request.process, attempt=attempt)  # type: ignore[call-arg]
        result = await Get(FallibleProcessResult, Process, again)
    return result


if run_interactive_process is not None:

    async def run_in_foreground(process: InteractiveProcess) -> InteractiveProcessResult:
        return await run_interactive_process(process)  # type: ignore[no-any-return]

else:

    async def run_in_foreground(process: InteractiveProcess) -> InteractiveProcessResult:
        return await Effect(InteractiveProcessResult, InteractiveProcess, process)


def test_result(
    *,
    exit_code: int | None,
    stdout: str,
    stdout_digest: FileDigest,
    stderr_digest: FileDigest,
    address: Address,
    output_setting: ShowOutput,
    result_metadata: ProcessResultMetadata | None,
    xml_results: Snapshot | None,
) -> TestResult:
    """A `TestResult` of one target with nothing on standard error.

    2.17 has the output as str, later releases as bytes in other fields.
    """
    output: dict[str, object] = (
        {"stdout_bytes": stdout.encode(), "stderr_bytes": b""}
        if "stdout_bytes" in _TEST_RESULT_FIELDS
        else {"stdout": stdout, "stderr": ""}
    )
    return TestResult(
        exit_code=exit_code,
        stdout_digest=stdout_digest,
        stderr_digest=stderr_digest,
        addresses=(address,),
        output_setting=output_setting,
        result_metadata=result_metadata,
        xml_results=xml_results,
        **output,  # type: ignore[arg-type]
    )


def synthetic_target(type_alias: str, name: str, origin: str, **fields: object) -> TargetAdaptor:
    """A target that is in no BUILD file. Its list values must be tuples in later releases."""
    return TargetAdaptor(type_alias, name, origin, **fields)


def without_lint(fix_request: type[AbstractFixRequest]) -> Iterable[Rule | UnionRule]:
    """The rules of a fixer without those for `lint`, where another request takes its place.

    Later releases have a class variable for this, `enable_lint_rules`.
    """
    bases = (AbstractLintRequest, AbstractLintRequest.Batch)
    return [
        each
        for each in fix_request.rules()
        if not (isinstance(each, UnionRule) and each.union_base in bases)
    ]


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
