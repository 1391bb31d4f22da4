"""The files that Terraform loads when it validates a directory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import Digest, MergeDigests, PathGlobs, Paths, Snapshot
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import LOCK_FILE
from terrapants.terraform.dependency_inference import (
    TestFileDependencies,
    TestFileDependenciesRequest,
)
from terrapants.terraform.file_names import (
    DEFAULT_TEST_DIRECTORY,
    TEST_GLOBS,
    VARIABLE_FILES,
    TerraformFileNames,
    nearest_module,
)
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest, module_globs
from terrapants.terraform.needed_files import NeededFiles, NeededFilesRequest


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
    request: OtherTestDirectoriesRequest, names: TerraformFileNames
) -> OtherTestDirectories:
    module = request.directory
    below = await Get(
        Paths, PathGlobs(os.path.join(literal_glob(module), "**", glob) for glob in TEST_GLOBS)
    )
    found = {
        os.path.relpath(directory, module or ".")
        for directory in map(os.path.dirname, below.files)
        if directory in names.names and nearest_module(directory, names.modules) == module
    }
    return OtherTestDirectories(tuple(sorted(found - {".", DEFAULT_TEST_DIRECTORY})))


@dataclass(frozen=True)
class ConfigurationFilesRequest:
    """What to load: a module, with its tests in one directory.

    :param directory: relative to the build root.
    :param test_directory: relative to the module; None for the module without any test.
    """

    directory: str
    test_directory: str | None = DEFAULT_TEST_DIRECTORY


@dataclass(frozen=True)
class ConfigurationFiles:
    """At their paths in the repository.

    :param own: the module's own `*.tf` and `*.tf.json` files.
    :param tests: the test files of the module and of the one directory of tests.
    :param modules: the directories of the module and of all local ones that are loaded with it.
    """

    digest: Digest
    own: tuple[str, ...]
    tests: tuple[str, ...]
    modules: tuple[str, ...]
    has_lock_file: bool


@rule(desc="Find the files of a Terraform configuration", level=LogLevel.DEBUG)
async def configuration_files(request: ConfigurationFilesRequest) -> ConfigurationFiles:
    """The module, with or without a target, and all that it and its tests need."""
    root = request.directory
    test_globs = [
        os.path.join(literal_glob(root), directory, glob)
        for directory in ("", request.test_directory or "")
        for glob in TEST_GLOBS
        if request.test_directory is not None
    ]
    own_globs = [os.path.join(literal_glob(root), name) for name in (LOCK_FILE, *VARIABLE_FILES)]
    test_paths, targets, own = await MultiGet(
        Get(Paths, PathGlobs(test_globs)),
        Get(ModuleTargets, ModuleTargetsRequest(root)),
        Get(Snapshot, PathGlobs((*module_globs([root]), *own_globs, *test_globs))),
    )
    tests = await MultiGet(
        Get(TestFileDependencies, TestFileDependenciesRequest(path, root))
        for path in test_paths.files
    )
    needed = await Get(
        NeededFiles,
        NeededFilesRequest(
            tuple(
                sorted(
                    {
                        *targets.addresses,
                        *(address for test in tests for address in test.found.addresses),
                    }
                )
            ),
            (
                *(() if targets.targets else (root,)),
                *(directory for test in tests for directory in test.found.without_target),
            ),
        ),
    )
    return ConfigurationFiles(
        await Get(Digest, MergeDigests((needed.digest, own.digest))),
        tuple(
            path
            for path in own.files
            if os.path.dirname(path) == root and path.endswith((".tf", ".tf.json"))
        ),
        test_paths.files,
        (root, *sorted({*needed.modules} - {root})),
        os.path.join(root, LOCK_FILE) in own.files,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
