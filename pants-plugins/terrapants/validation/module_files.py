"""The files that Terraform loads when it validates a directory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import Digest, MergeDigests, PathGlobs, Paths, Snapshot
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.paths import join_path, resolve_local
from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY
from terrapants.terraform.input_files import (
    LOCK_FILE,
    MOCK_GLOBS,
    TEST_GLOBS,
    TerraformTestFile,
    TerraformTestFileRequest,
    nearest_module,
    repository_references,
)
from terrapants.terraform.modules import (
    MODULE_GLOBS,
    TerraformModule,
    TerraformModuleDirectories,
    TerraformModuleRequest,
    TerraformModuleTargets,
    wherever_targets_may_be,
)
from terrapants.terraform.target_files import TargetFiles, TargetFilesRequest


@dataclass(frozen=True)
class OtherTestDirectoriesRequest:
    """:param directory: a module's, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class OtherTestDirectories:
    """The directories of a module's tests that Terraform has to be told of, relative to it."""

    directories: tuple[str, ...]


@rule(level=LogLevel.DEBUG)
async def other_test_directories(
    request: OtherTestDirectoriesRequest,
    modules: TerraformModuleDirectories,
    options: BuildFileOptions,
) -> OtherTestDirectories:
    every = await Get(Paths, PathGlobs, wherever_targets_may_be(TEST_GLOBS, options))
    found = {
        os.path.relpath(directory, request.directory or ".")
        for directory in map(os.path.dirname, every.files)
        if nearest_module(directory, modules.directories) == request.directory
    }
    return OtherTestDirectories(tuple(sorted(found - {".", DEFAULT_TEST_DIRECTORY})))


@dataclass(frozen=True)
class ConfigurationFilesRequest:
    """What to load: a module, with its tests in one directory.

    :param directory: relative to the build root.
    :param test_directory: relative to the module.
    """

    directory: str
    test_directory: str = DEFAULT_TEST_DIRECTORY


@dataclass(frozen=True)
class ConfigurationFiles:
    """At their paths in the repository.

    :param own: the module's own `*.tf` and `*.tf.json` files.
    :param modules: the directories of the module and of all local ones that are loaded with it.
    """

    digest: Digest
    own: tuple[str, ...]
    modules: tuple[str, ...]
    has_lock_file: bool


@rule(desc="Find the files of a Terraform configuration", level=LogLevel.DEBUG)
async def configuration_files(
    request: ConfigurationFilesRequest, targets: TerraformModuleTargets
) -> ConfigurationFiles:
    """The module and all that it and its tests load, with or without targets; and whatever the
    modules' targets depend on."""
    root = request.directory
    test_globs = [
        os.path.join(root, directory, glob)
        for directory in ("", request.test_directory)
        for glob in TEST_GLOBS
    ]
    globs = {os.path.join(root, LOCK_FILE), *test_globs}
    test_paths = await Get(Paths, PathGlobs(test_globs))
    tests = await MultiGet(
        Get(TerraformTestFile, TerraformTestFileRequest(path)) for path in test_paths.files
    )
    directories = {root}
    for test in tests:
        # Terraform resolves these from the module, not from the test file.
        if test.test is None:
            continue
        directories |= _local(root, (run.module_source for run in test.test.runs))
        for mock in test.test.mock_providers:
            mocks = join_path(root, mock.source) if mock.source else None
            if mocks is not None:
                globs.update(os.path.join(mocks, glob) for glob in MOCK_GLOBS)
    seen: set[str] = set()
    while directories - seen:
        module = await Get(TerraformModule, TerraformModuleRequest(min(directories - seen)))
        seen.add(module.directory)
        directories |= _local(
            module.directory, (call.source for call in module.interface.module_calls)
        )
        globs.update(os.path.join(module.directory, glob) for glob in MODULE_GLOBS)
        for reference in module.interface.file_references:
            base = root if reference.base == "root" else module.directory
            globs.update(repository_references(base, [reference]))
    addresses = sorted(
        address for directory in seen for address in targets.by_directory.get(directory, ())
    )
    files, of_targets = await MultiGet(
        Get(Snapshot, PathGlobs(sorted(globs))),
        Get(TargetFiles, TargetFilesRequest(tuple(addresses))),
    )
    digest = await Get(Digest, MergeDigests((files.digest, of_targets.digest)))
    own = tuple(
        path
        for path in files.files
        if os.path.dirname(path) == root and path.endswith((".tf", ".tf.json"))
    )
    modules = (root, *sorted(seen - {root}))
    return ConfigurationFiles(digest, own, modules, os.path.join(root, LOCK_FILE) in files.files)


def _local(directory: str, sources: Iterable[str | None]) -> set[str]:
    """The directories of those sources that are local."""
    found = (resolve_local(directory, source) for source in sources if source)
    return {local for local in found if local is not None}


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
