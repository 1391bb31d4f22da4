"""Runs one test file: from its target to its verdict."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.core.goals.test import (
    BuildPackageDependenciesRequest,
    BuiltPackageDependencies,
    RuntimePackageDependenciesField,
    TestFieldSet,
    TestSubsystem,
)
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import Digest, MergeDigests
from pants.engine.process import FallibleProcessResult, ProcessCacheScope
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.findings.secrets import secret_values
from terrapants.findings.user_error import UserError
from terrapants.hcl.file_facts import LOCK_FILE
from terrapants.terraform.extra_variables import InvalidVariable, checked_variables
from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY
from terrapants.terraform.hcl_files import HclFiles, HclFilesRequest
from terrapants.terraform.init_failure import KnownProviders
from terrapants.terraform.json_output import pool_problems
from terrapants.terraform.loaded_modules import LoadedModules, LoadedModulesRequest
from terrapants.terraform.modules import TerraformTestFile, TerraformTestFileRequest
from terrapants.terraform.needed_files import NeededFiles, NeededFilesRequest
from terrapants.terraform.notices import Given
from terrapants.terraform.pants_compat import attempts
from terrapants.terraform.process import CommandRunner, TerraformModuleProcess
from terrapants.terraform.provider_pool import PoolProblems
from terrapants.terraform.providers import ProviderMirrors, TerraformProviders
from terrapants.terraform.running import TerraformRun
from terrapants.terraform.target_types import ProviderPoolField, TerraformTestModuleField
from terrapants.terraform.tested_module import ModuleUnderTest, ModuleUnderTestRequest
from terrapants.testing.arguments import UserArguments
from terrapants.testing.cloud_access import WITH_CLOUD, WITHOUT_CLOUD, CloudAccess, Reach
from terrapants.testing.emulator import EmulatorRequest
from terrapants.testing.environment import TerraformTestEnvironment
from terrapants.testing.judgement import (
    JudgedFile,
    ProcessOutcome,
    judge,
    with_warnings_as_errors,
)
from terrapants.testing.mocked_providers import may_use_aws, mocked_in_all_runs
from terrapants.testing.subsystem import TerraformTestSubsystem
from terrapants.testing.target_types import (
    EmulatorField,
    RealCloudField,
    SkipTerraformTestField,
    TerraformTestDependenciesField,
    TerraformTestExtraEnvVarsField,
    TerraformTestSourceField,
    TerraformTestTimeoutField,
)
from terrapants.testing.unchanged import unchanged_runs
from terrapants.testing.verdict import FileVerdict, Verdict


@dataclass(frozen=True)
class TerraformTestFieldSet(TestFieldSet):
    required_fields = (TerraformTestSourceField,)

    source: TerraformTestSourceField
    module: TerraformTestModuleField
    dependencies: TerraformTestDependenciesField
    timeout: TerraformTestTimeoutField
    provider_pool: ProviderPoolField
    emulator: EmulatorField
    real_cloud: RealCloudField
    extra_env_vars: TerraformTestExtraEnvVarsField
    runtime_package_dependencies: RuntimePackageDependenciesField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return bool(tgt.get(SkipTerraformTestField).value)


@dataclass(frozen=True)
class TerraformTestRun:
    """A request to run a test file.

    :param timeout_seconds: None for no limit.
    :param force: run it even if its verdict is known.
    """

    field_set: TerraformTestFieldSet
    arguments: UserArguments
    timeout_seconds: int | None
    force: bool


@dataclass(frozen=True)
class TerraformTestSetup:
    """What is needed to run a test file, or its verdict if that is known without running it."""

    judged: JudgedFile
    outcome: TerraformModuleProcess | FileVerdict


@dataclass(frozen=True)
class TerraformTestSetupRequest:
    run: TerraformTestRun
    interactive: bool = False


@dataclass(frozen=True)
class TerraformTestInputs:
    """The files a test file's process may read: its own and its transitive dependencies'."""

    field_set: TerraformTestFieldSet


@rule(level=LogLevel.DEBUG)
async def terraform_test_inputs(request: TerraformTestInputs) -> Digest:
    files, packages = await MultiGet(
        Get(NeededFiles, NeededFilesRequest((request.field_set.address,))),
        Get(
            BuiltPackageDependencies,
            BuildPackageDependenciesRequest(request.field_set.runtime_package_dependencies),
        ),
    )
    return await Get(
        Digest, MergeDigests((files.digest, *(package.digest for package in packages)))
    )


@rule(level=LogLevel.DEBUG)
async def set_up_terraform_test(
    request: TerraformTestSetupRequest, environment: TerraformTestEnvironment
) -> TerraformTestSetup:
    field_set = request.run.field_set
    file = field_set.source.file_path
    module, read = await MultiGet(
        Get(ModuleUnderTest, ModuleUnderTestRequest(file, field_set.module)),
        Get(TerraformTestFile, TerraformTestFileRequest(file)),
    )

    judged = JudgedFile(
        field_set.address, file, module.directory, timeout_seconds=request.run.timeout_seconds
    )

    def decided(verdict: Verdict, problem: str) -> TerraformTestSetup:
        known = FileVerdict(judged.address, judged.module, file, verdict, problem=problem)
        return TerraformTestSetup(judged, known)

    if module.address is None:
        return decided(Verdict.FAILED, module.problem)
    file_in_module = os.path.relpath(file, module.directory or ".")
    if not request.run.arguments.wants(file, file_in_module):
        filters = ", ".join(request.run.arguments.filters)
        return decided(Verdict.SKIPPED, f"-filter={filters} does not name this file.")
    tests = read.tests
    if tests is not None and not tests.runs:
        return decided(
            Verdict.FAILED,
            f"{file} has no `run` block, so it tests nothing. Add one, or delete the file.",
        )

    if field_set.emulator.value and field_set.real_cloud.value:
        return decided(
            Verdict.FAILED,
            f"{field_set.address} has both `emulator` and `real_cloud`: a test uses one of them.",
        )
    unchanged = unchanged_runs(tests) if tests is not None and field_set.emulator.value else {}
    not_planned = [name for name, run in unchanged.items() if run.command != "plan"]
    if not_planned:
        return decided(
            Verdict.FAILED,
            f'{unchanged[not_planned[0]].position}: run "{not_planned[0]}" says that it is without '
            "changes, which only a plan shows. Add `command = plan`, or rename it.",
        )

    try:
        own_variables = checked_variables(
            field_set.extra_env_vars.value or (), f"`extra_env_vars` of {field_set.address}"
        )
    except InvalidVariable as error:
        return decided(Verdict.FAILED, str(error))
    env, input_digest, loaded = await MultiGet(
        Get(EnvironmentVars, EnvironmentVarsRequest((*environment.requested, *own_variables))),
        Get(Digest, TerraformTestInputs(field_set)),
        Get(LoadedModules, LoadedModulesRequest(module.directory, (file,))),
    )
    mocked = mocked_in_all_runs(tests, loaded) if tests is not None else None
    share_providers = (
        field_set.provider_pool.value and not request.interactive and mocked is not None
    )
    access = CloudAccess.of(_reach(field_set, mocked is not None, may_use_aws(loaded)), env)
    runner = None
    if access.reach is Reach.EMULATOR:
        try:
            runner = await Get(CommandRunner, EmulatorRequest(field_set.emulator.value or ""))
        except UserError as error:
            return decided(Verdict.FAILED, str(error))
    elif access.reach is not Reach.MOCKED:
        runner = CommandRunner(WITH_CLOUD if access.reach is Reach.CLOUD else WITHOUT_CLOUD)
    test_directory = os.path.dirname(file_in_module)
    directory_flag = (
        (f"-test-directory={test_directory}",)
        if test_directory not in ("", DEFAULT_TEST_DIRECTORY)
        else ()
    )
    output_flags: tuple[str, ...] = () if request.interactive else ("-json", "-no-color")
    is_verbose = any(each.lstrip("-") == "verbose" for each in request.run.arguments.passed_on)
    if unchanged and not request.interactive and not is_verbose:
        # Otherwise Terraform does not say what a plan changes.
        output_flags += ("-verbose",)
    secrets = secret_values(env)
    process = TerraformModuleProcess(
        directory=module.directory,
        init_arguments=directory_flag,
        arguments=(
            "test",
            *output_flags,
            *directory_flag,
            f"-filter={file_in_module}",
            *request.run.arguments.passed_on,
        ),
        input_digest=input_digest,
        env=FrozenDict(env),
        description=f"terraform test: {module.directory or '.'}, {file_in_module}",
        timeout_seconds=request.run.timeout_seconds,
        cache_scope=(
            ProcessCacheScope.PER_SESSION if request.run.force else ProcessCacheScope.SUCCESSFUL
        ),
        level=LogLevel.DEBUG,
        json_init=not request.interactive,
        has_secrets=bool(secrets),
        share_providers=share_providers,
        mocked=mocked,
        tests=(file,),
        runner=runner,
    )
    judged = replace(
        judged,
        secrets=secrets,
        access=access,
        unchanged=FrozenDict({name: run.position for name, run in unchanged.items()}),
        shows_values=is_verbose,
    )
    return TerraformTestSetup(judged, process)


def _reach(field_set: TerraformTestFieldSet, is_mocked: bool, uses_aws: bool) -> Reach:
    if is_mocked:
        return Reach.MOCKED
    if field_set.emulator.value:
        return Reach.EMULATOR
    if not uses_aws:
        # There is nothing of AWS to keep it from.
        return Reach.MOCKED
    return Reach.CLOUD if field_set.real_cloud.value else Reach.NOTHING


@rule(desc="Run a Terraform test file", level=LogLevel.DEBUG)
async def run_terraform_test(
    request: TerraformTestRun,
    mirrors: ProviderMirrors,
    providers: TerraformProviders,
    terraform_test: TerraformTestSubsystem,
    test: TestSubsystem,
) -> FileVerdict:
    setup = await Get(TerraformTestSetup, TerraformTestSetupRequest(request))
    if isinstance(setup.outcome, FileVerdict):
        return setup.outcome
    result = await Get(FallibleProcessResult, TerraformRun(setup.outcome, attempts(test)))
    known = KnownProviders(providers.mirrors, mirrors.versions)
    if result.exit_code:
        path = os.path.join(setup.judged.module, LOCK_FILE)
        lock_files = await Get(HclFiles, HclFilesRequest((path,)))
        for file in lock_files.files:
            known = replace(known, locked=file.get("locked_versions"))
    outcome = ProcessOutcome(
        result.exit_code,
        result.stdout.decode("utf-8", "replace"),
        result.stderr.decode("utf-8", "replace"),
    )
    problems = pool_problems(outcome.stdout)
    if problems:
        await Get(Given, PoolProblems(problems, result.metadata))
    verdict = judge(setup.judged, outcome, known)
    if terraform_test.warnings_as_errors:
        # Not part of the process: its cached result is as good with the option as without it.
        verdict = with_warnings_as_errors(verdict)
    return replace(verdict, process=result.metadata)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
