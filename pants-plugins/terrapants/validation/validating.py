"""Runs `terraform validate` on a module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import Digest, MergeDigests
from pants.engine.process import FallibleProcessResult
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, Severity, in_order
from terrapants.hcl.named_files import named_by_tests
from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY
from terrapants.terraform.init_failure import KnownProviders
from terrapants.terraform.json_output import pool_problems
from terrapants.terraform.missing_files import MissingFiles, MissingFilesRequest
from terrapants.terraform.modules import (
    ModuleTargets,
    ModuleTargetsRequest,
    TerraformModule,
    TerraformModuleRequest,
    TerraformTestFile,
    TerraformTestFileRequest,
)
from terrapants.terraform.notices import Given
from terrapants.terraform.process import TerraformModuleProcess
from terrapants.terraform.provider_pool import PoolProblems
from terrapants.terraform.providers import ProviderMirrors, TerraformProviders
from terrapants.terraform.running import TerraformRun
from terrapants.terraform.source_lines import FindingsInFiles, WithSourceLines
from terrapants.terraform.target_types import ProviderPoolField
from terrapants.validation.aliased_providers import AliasedProviders, AliasedProvidersRequest
from terrapants.validation.module_files import (
    ConfigurationFiles,
    ConfigurationFilesRequest,
    OtherTestDirectories,
    OtherTestDirectoriesRequest,
)
from terrapants.validation.validate_output import ValidateOutcome, read_outcome


@dataclass(frozen=True)
class ValidateDirectory:
    """A module, with its tests in all directories. `directory` is relative to the build root."""

    directory: str


@dataclass(frozen=True)
class Validated:
    """:param has_files: whether there was anything to validate."""

    directory: str
    findings: tuple[Finding, ...]
    has_files: bool = True


@dataclass(frozen=True)
class ValidateConfiguration:
    """A module, with its tests in one directory or without tests, as Terraform loads it."""

    directory: str
    test_directory: str | None


@dataclass(frozen=True)
class FilesMissingInTestsRequest:
    """:param directory: the module under test.
    :param tests: the paths of test files.
    """

    directory: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class FilesMissingInTests:
    """Terraform looks for the files that a test reads only when it runs it."""

    findings: tuple[Finding, ...]


@rule(level=LogLevel.DEBUG)
async def files_missing_in_tests(request: FilesMissingInTestsRequest) -> FilesMissingInTests:
    read = await MultiGet(
        Get(TerraformTestFile, TerraformTestFileRequest(path)) for path in request.tests
    )
    named = {
        test.path: tuple(
            file
            for file in named_by_tests(request.directory, tests)
            # Directories of mock data it does look for.
            if file.reference.function
        )
        for test in read
        for tests in [test.tests]
        if tests is not None
    }
    missing = await MultiGet(
        Get(MissingFiles, MissingFilesRequest(path, files))
        for path, files in named.items()
        if files
    )
    located = await Get(
        WithSourceLines,
        FindingsInFiles(
            tuple(
                Finding("", Severity.ERROR, file.message, where.path, where.line, where.column)
                for each in missing
                for file in each.files
                for where in [file.reference.position]
            )
        ),
    )
    return FilesMissingInTests(located.findings)


@rule(desc="Validate a Terraform configuration", level=LogLevel.DEBUG)
async def validate_configuration(
    request: ValidateConfiguration, mirrors: ProviderMirrors, providers: TerraformProviders
) -> Validated:
    directory = request.directory
    files = await Get(
        ConfigurationFiles, ConfigurationFilesRequest(directory, request.test_directory)
    )
    if not files.own:
        # Terraform accepts that, but it is hardly ever intended.
        message = "there are no `*.tf` files here, so there is nothing to validate"
        warning = Finding("", Severity.WARNING, message, directory or ".")
        return Validated(directory, (warning,), has_files=False)
    aliased = await Get(
        AliasedProviders, AliasedProvidersRequest(directory, files.modules, files.tests)
    )
    if aliased.conflict and files.tests:
        # A test loads a module that calls this one: a file for it would be wrong there.
        alone = await Get(Validated, ValidateConfiguration(directory, None))
        message = (
            "the tests of this module are not validated, because one of them loads a module that "
            "calls it and passes providers to it; `tf-test` runs them"
        )
        warning = Finding("", Severity.WARNING, message, files.tests[0])
        return Validated(directory, (*alone.findings, warning))
    digest = await Get(Digest, MergeDigests((files.digest, aliased.digest)))
    with_tests = (
        ()
        if request.test_directory in (None, DEFAULT_TEST_DIRECTORY)
        else (f"-test-directory={request.test_directory}",)
    )
    read_only = ("-lockfile=readonly",) if files.has_lock_file else ()
    tests = f", {request.test_directory}" if with_tests else ""
    # Terraform configures no provider to validate a module.
    targets = await Get(ModuleTargets, ModuleTargetsRequest(directory))
    process = TerraformModuleProcess(
        directory=directory,
        init_arguments=(*read_only, *with_tests),
        arguments=("validate", "-json", *with_tests),
        input_digest=digest,
        share_providers=all(target.get(ProviderPoolField).value for target in targets.targets),
        description=f"terraform validate: {directory or '.'}{tests}",
        level=LogLevel.DEBUG,
        tests=files.tests,
    )
    result = await Get(FallibleProcessResult, TerraformRun(process))
    stdout = result.stdout.decode("utf-8", "replace")
    problems = pool_problems(stdout)
    if problems:
        await Get(Given, PoolProblems(problems, result.metadata))
    outcome = ValidateOutcome(
        directory,
        result.exit_code,
        stdout,
        result.stderr.decode("utf-8", "replace"),
        KnownProviders(providers.mirrors, mirrors.versions),
    )
    missing, *modules = await MultiGet(
        Get(FilesMissingInTests, FilesMissingInTestsRequest(directory, files.tests)),
        *(Get(TerraformModule, TerraformModuleRequest(module)) for module in files.modules),
    )
    found = read_outcome(outcome, [module.interface() for module in modules])
    return Validated(directory, (*found, *missing.findings))


@rule(desc="Validate a Terraform module", level=LogLevel.DEBUG)
async def validate_directory(request: ValidateDirectory) -> Validated:
    others = await Get(OtherTestDirectories, OtherTestDirectoriesRequest(request.directory))
    validated = await MultiGet(
        Get(Validated, ValidateConfiguration(request.directory, test_directory))
        for test_directory in (DEFAULT_TEST_DIRECTORY, *others.directories)
    )
    return Validated(
        request.directory,
        in_order(found for each in validated for found in each.findings),
        any(each.has_files for each in validated),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
