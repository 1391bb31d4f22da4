"""The findings of the module rules, one module at a time: an edit affects only its module."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import AllTargets, SingleSourceField
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, in_order, with_source_line
from terrapants.hcl.position import Position
from terrapants.hcl.test_file import test_file
from terrapants.terraform.hcl_files import LARGEST_READ_BYTES, HclFile, HclFileRequest
from terrapants.terraform.input_files import TEST_GLOBS, VARIABLE_FILES, nearest_module
from terrapants.terraform.modules import (
    MODULE_GLOBS,
    TerraformModuleDirectories,
    may_have_targets,
    wherever_targets_may_be,
)
from terrapants.terraform.target_types import TerraformTestModuleField
from terrapants.validation.module_rules import run
from terrapants.validation.module_rules.catalogue import FILE_SIZE
from terrapants.validation.module_rules.linted_module import (
    LintedModule,
    ModuleKind,
    ModuleTest,
    module_kind,
)
from terrapants.validation.module_rules.settings import RuleSettings


@dataclass(frozen=True)
class TestFilesByModule:
    """The test files that test a module or load it in a run, by the directory of the module.

    Each is its path and the directory of the module that it tests.
    """

    # Not a test class, whatever pytest makes of the name.
    __test__ = False

    files: FrozenDict[str, tuple[tuple[str, str], ...]]


def _modules_that_targets_name(all_targets: AllTargets) -> dict[str, str]:
    """The directory of the module that a test target names, by the path of the test file."""
    named = {}
    for target in all_targets:
        if target.has_field(TerraformTestModuleField) and target.has_field(SingleSourceField):
            module = target[TerraformTestModuleField].to_address_input()
            if module is not None:
                named[target[SingleSourceField].file_path] = module.dir_to_address().spec_path
    return named


@rule(desc="Find the tests of all Terraform modules", level=LogLevel.DEBUG)
async def test_files_by_module(
    found: TerraformModuleDirectories, all_targets: AllTargets, options: BuildFileOptions
) -> TestFilesByModule:
    paths = await Get(Paths, PathGlobs, wherever_targets_may_be(TEST_GLOBS, options))
    named = _modules_that_targets_name(all_targets)
    tested = {
        path: directory
        for path in sorted(paths.files)
        if may_have_targets(os.path.dirname(path))
        for directory in [named.get(path, nearest_module(os.path.dirname(path), found.directories))]
        if directory is not None
    }
    files = await MultiGet(Get(HclFile, HclFileRequest(path)) for path in tested)
    by_module: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in files:
        entry = (file.path, tested[file.path])
        modules = {entry[1]}
        if file.document is not None:
            test = ModuleTest(file.document, test_file(file.document), entry[1])
            modules.update(
                directory for directory in map(test.loaded, test.test.runs) if directory is not None
            )
        for directory in modules:
            by_module[directory].append(entry)
    return TestFilesByModule(
        FrozenDict({directory: tuple(entries) for directory, entries in by_module.items()})
    )


@dataclass(frozen=True)
class ModuleFindingsRequest:
    """A module to lint.

    :param directory: relative to the build root.
    :param kind: what its target says it is, or None.
    :param tests: as in `TestFilesByModule`.
    """

    directory: str
    kind: ModuleKind | None
    tests: tuple[tuple[str, str], ...]
    settings: RuleSettings


@dataclass(frozen=True)
class ModuleFindings:
    """What was found in a module, and whether there was any file to check."""

    findings: tuple[Finding, ...]
    has_configuration: bool = True


@rule(desc="Check the rules of a Terraform module", level=LogLevel.DEBUG)
async def module_findings(request: ModuleFindingsRequest) -> ModuleFindings:
    own, variable_files = await MultiGet(
        Get(Paths, PathGlobs(os.path.join(request.directory, glob) for glob in MODULE_GLOBS)),
        Get(Paths, PathGlobs(os.path.join(request.directory, glob) for glob in VARIABLE_FILES)),
    )
    if not own.files:
        return ModuleFindings((), has_configuration=False)
    tested = dict(request.tests)
    files = await MultiGet(
        Get(HclFile, HclFileRequest(path)) for path in (*sorted(own.files), *tested)
    )
    unreadable = tuple(finding for file in files for finding in _unreadable(file))
    if unreadable:
        # What this file refers to is unknown, so other findings might be wrong.
        return ModuleFindings(in_order(request.settings.applied(unreadable)))
    documents = tuple(file.document for file in files if file.document is not None)
    configuration = tuple(each for each in documents if each.path not in tested)
    module = LintedModule(
        request.directory,
        request.kind or module_kind(request.directory, configuration, bool(variable_files.files)),
        configuration,
        tuple(
            ModuleTest(document, test_file(document), tested[document.path])
            for document in documents
            if document.path in tested
        ),
    )
    local = sorted(module.local_directories())
    found = await MultiGet(
        Get(Paths, PathGlobs(os.path.join(directory, glob) for glob in MODULE_GLOBS))
        for directory in local
    )
    module = replace(
        module,
        module_directories=frozenset(
            directory for directory, paths in zip(local, found) if paths.files
        ),
    )
    return ModuleFindings(
        run.lint(module, {file.path: file.text for file in files}, request.settings)
    )


def _unreadable(file: HclFile) -> Iterable[Finding]:
    if file.is_too_large:
        message = (
            f"the file has {file.size_bytes / 1e6:.1f} MB: files of more than "
            f"{LARGEST_READ_BYTES / 1e6:.0f} MB are not read, so no other rule is checked in this "
            "module"
        )
        yield run.new_finding(FILE_SIZE, Position(file.path, 0, 0), message)
    if file.problem is not None:
        yield with_source_line(run.syntax_finding(file.problem), file.text)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
