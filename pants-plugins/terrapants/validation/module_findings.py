"""The findings of the module rules, one module at a time: an edit affects only its module."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.base.specs import RawSpecsWithoutFileOwners
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.build_files import AddressFamilyDir, OptionalAddressFamily
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import SingleSourceField, Targets
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, in_order
from terrapants.findings.rule_levels import RuleSettings
from terrapants.hcl.file_facts import LARGEST_READ_BYTES, TEST_SUFFIXES
from terrapants.hcl.named_files import named_by_tests, named_files
from terrapants.hcl.paths import resolve_local
from terrapants.hcl.position import Position
from terrapants.terraform.file_names import TEST_GLOBS, VARIABLE_FILES, upwards
from terrapants.terraform.globs import literal_glob, may_have_targets
from terrapants.terraform.hcl_files import HclBatches, HclFile, HclFiles, HclFilesRequest
from terrapants.terraform.missing_files import MissingFiles, MissingFilesRequest
from terrapants.terraform.module_kind import ModuleKind, module_kind
from terrapants.terraform.modules import (
    ConfigurationDirectories,
    ConfigurationDirectoriesRequest,
    ModulesAbove,
    ModulesAboveRequest,
    TerraformModule,
    TerraformModuleRequest,
    by_name,
)
from terrapants.terraform.source_lines import FindingsInFiles, WithSourceLines
from terrapants.terraform.target_types import TerraformTestModuleField
from terrapants.validation.module_rules import run
from terrapants.validation.module_rules.catalogue import FILE_SIZE, RULES_ABOUT_TESTS
from terrapants.validation.module_rules.linted_module import LintedModule, ModuleFile, ModuleTest


@dataclass(frozen=True)
class TestFilesRequest:
    """A module's directory, relative to the build root."""

    __test__ = False

    directory: str


@dataclass(frozen=True)
class TestFilesOfModule:
    """The test files that test a module, in the order of their paths."""

    __test__ = False

    files: tuple[HclFile, ...]


@dataclass(frozen=True)
class NamedModulesRequest:
    """Directories, relative to the build root."""

    directories: tuple[str, ...]


@dataclass(frozen=True)
class NamedModules:
    """By the path of a test file, the directory of the module that its target says it tests, where
    a target of the directories says so."""

    by_test_file: FrozenDict[str, str]


@rule
async def named_modules(request: NamedModulesRequest) -> NamedModules:
    declared = await MultiGet(
        Get(OptionalAddressFamily, AddressFamilyDir(directory)) for directory in request.directories
    )
    naming = {
        each.path: [
            name
            for name, (_, adaptor) in each.address_family.name_to_target_adaptors.items()
            if adaptor.kwargs.get(TerraformTestModuleField.alias)
        ]
        for each in declared
        if each.address_family is not None
    }
    found = await MultiGet(
        Get(Targets, RawSpecsWithoutFileOwners, by_name(directory, names))
        for directory, names in naming.items()
        if names
    )
    named = {}
    for target in (target for targets in found for target in targets):
        if target.has_field(TerraformTestModuleField) and target.has_field(SingleSourceField):
            module = target[TerraformTestModuleField].to_address_input()
            if module is not None:
                named[target[SingleSourceField].file_path] = module.dir_to_address().spec_path
    return NamedModules(FrozenDict(named))


@rule(desc="Find the tests of a Terraform module", level=LogLevel.DEBUG)
async def test_files_of_module(request: TestFilesRequest) -> TestFilesOfModule:
    directory = request.directory
    below = await Get(
        Paths, PathGlobs(os.path.join(literal_glob(directory), "**", glob) for glob in TEST_GLOBS)
    )
    # Terraform runs a file only in a module that it is below.
    directories = {
        each
        for path in below.files
        for each in upwards(os.path.dirname(path))
        if each.startswith(directory)
    } | {directory}
    named, *above = await MultiGet(
        Get(NamedModules, NamedModulesRequest(tuple(sorted(directories)))),
        *(Get(ModulesAbove, ModulesAboveRequest(os.path.dirname(path))) for path in below.files),
    )
    tested = tuple(
        path
        for path, modules in zip(below.files, above)
        if named.by_test_file.get(path, modules.nearest(os.path.dirname(path))) == directory
        and may_have_targets(os.path.dirname(path))
    )
    read = await Get(HclFiles, HclFilesRequest(tuple(sorted(tested))))
    return TestFilesOfModule(read.files)


@dataclass(frozen=True)
class RunsByLoadedModule:
    """By the directory of a module, the test files elsewhere whose runs load it.

    Of each its path and the directory of the module that it tests.
    """

    files: FrozenDict[str, tuple[tuple[str, str], ...]]


@rule(desc="Find the modules that Terraform tests load", level=LogLevel.DEBUG)
async def runs_by_loaded_module(batches: HclBatches) -> RunsByLoadedModule:
    paths = sorted(
        path
        for batch in set(batches.by_directory.values())
        for path in batch
        if path.endswith(TEST_SUFFIXES)
    )
    directories = sorted({os.path.dirname(path) for path in paths})
    with_parents = sorted({each for directory in directories for each in upwards(directory)})
    read, named, *above = await MultiGet(
        Get(HclFiles, HclFilesRequest(tuple(paths))),
        Get(NamedModules, NamedModulesRequest(tuple(with_parents))),
        *(Get(ModulesAbove, ModulesAboveRequest(directory)) for directory in directories),
    )
    nearest = {
        directory: modules.nearest(directory) for directory, modules in zip(directories, above)
    }
    by_module: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in read.files:
        tested = named.by_test_file.get(file.path, nearest[os.path.dirname(file.path)])
        if tested and not file.path.startswith(f"{tested}/"):
            # Terraform runs no file for a module that it is not below, and `tf-test` says so.
            by_module[tested].append((file.path, tested))
        tests = file.get("tests") if tested is not None else None
        for block in tests.runs if tests is not None else ():
            source = block.module_source
            loaded = resolve_local(tested or "", source) if source is not None else None
            if loaded is not None and loaded != tested:
                by_module[loaded].append((file.path, tested or ""))
    return RunsByLoadedModule(
        FrozenDict(
            {directory: tuple(dict.fromkeys(found)) for directory, found in by_module.items()}
        )
    )


@dataclass(frozen=True)
class ModuleFindingsRequest:
    """A module to lint.

    :param directory: relative to the build root.
    :param kind: what its target says it is, if it says so.
    """

    directory: str
    kind: ModuleKind | None
    settings: RuleSettings


@dataclass(frozen=True)
class ModuleFindings:
    """What was found in a module, and whether there was any file to check."""

    findings: tuple[Finding, ...]
    has_configuration: bool = True


@rule(desc="Check the rules of a Terraform module", level=LogLevel.DEBUG)
async def module_findings(request: ModuleFindingsRequest) -> ModuleFindings:
    directory = request.directory
    own, tests, variable_files = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(directory)),
        Get(TestFilesOfModule, TestFilesRequest(directory)),
        Get(
            Paths,
            PathGlobs(os.path.join(literal_glob(directory), glob) for glob in VARIABLE_FILES),
        ),
    )
    if not own.files:
        return ModuleFindings((), has_configuration=False)
    unreadable = [finding for file in (*own.files, *tests.files) for finding in _unreadable(file)]
    if unreadable:
        # What the rest refers to, and what refers to it, is not known.
        found: Iterable[Finding] = in_order(request.settings.applied(unreadable))
        return ModuleFindings((await Get(WithSourceLines, FindingsInFiles(tuple(found)))).findings)
    files = tuple(ModuleFile(file.path, file.facts()) for file in own.files)
    module = LintedModule(
        directory,
        request.kind
        or module_kind(
            directory,
            any(file.interface.has_state for file in files),
            bool(variable_files.files),
        ),
        files,
        tuple(ModuleTest(file.path, file.facts(), directory) for file in tests.files),
    )
    named = {files[0].path: named_files(directory, module.interface.file_references)}
    for test in module.tests:
        if test.facts.tests is not None:
            named[test.path] = named_by_tests(directory, test.facts.tests)
    configured, *missing = await MultiGet(
        Get(
            ConfigurationDirectories,
            ConfigurationDirectoriesRequest(tuple(sorted(module.local_directories()))),
        ),
        *(
            Get(MissingFiles, MissingFilesRequest(path, by_file))
            for path, by_file in named.items()
            if by_file
        ),
    )
    module = replace(
        module,
        module_directories=configured.directories,
        missing_files=tuple(file for each in missing for file in each.files),
    )
    found = run.lint(module, request.settings)
    if not module.tests or any(finding.rule in RULES_ABOUT_TESTS for finding in found):
        # Only now is it worth asking which tests of other modules load this one.
        elsewhere = await Get(RunsByLoadedModule)
        loading = dict(elsewhere.files.get(directory, ()))
        read = await Get(HclFiles, HclFilesRequest(tuple(loading)))
        others = tuple(
            ModuleTest(file.path, file.facts(), loading[file.path]) for file in read.files
        )
        found = run.lint(replace(module, tests=(*module.tests, *others)), request.settings)
    return ModuleFindings((await Get(WithSourceLines, FindingsInFiles(found))).findings)


def _unreadable(file: HclFile) -> Iterable[Finding]:
    if file.is_too_large:
        message = (
            f"the file has {file.size_bytes / 1e6:.1f} MB: files of more than "
            f"{LARGEST_READ_BYTES / 1e6:.0f} MB are not read, so no other rule is checked in this "
            "module"
        )
        yield run.new_finding(FILE_SIZE, Position(file.path, 0, 0), message)
    problem = file.problem
    if problem is not None:
        yield run.syntax_finding(problem.error())


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
