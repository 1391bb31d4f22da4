"""`tailor` for Terraform test files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.core.goals.tailor import (
    AllOwnedSources,
    PutativeTarget,
    PutativeTargets,
    PutativeTargetsRequest,
)
from pants.engine.fs import PathGlobs, Paths
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.dirutil import group_by_dir
from pants.util.logging import LogLevel

from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY, MODULE_GLOBS
from terrapants.testing.subsystem import TerraformTestSubsystem
from terrapants.testing.target_types import TARGET_NAME, TerraformTestsGeneratorTarget


@dataclass(frozen=True)
class PutativeTerraformTestsRequest(PutativeTargetsRequest):
    pass


@rule(desc="Determine candidate Terraform tests to create", level=LogLevel.DEBUG)
async def find_putative_terraform_tests(
    request: PutativeTerraformTestsRequest,
    subsystem: TerraformTestSubsystem,
    all_owned_sources: AllOwnedSources,
) -> PutativeTargets:
    if not subsystem.tailor:
        return PutativeTargets()
    found = await Get(Paths, PathGlobs, request.path_globs("*.tftest.hcl", "*.tftest.json"))
    # Include the module above `tests` even if `tailor` was asked only about `tests`.
    above = {
        os.path.dirname(directory)
        for directory in request.dirs
        if os.path.basename(directory) == DEFAULT_TEST_DIRECTORY
    }
    modules = await Get(
        Paths,
        PathGlobs(
            os.path.join(directory, glob)
            for directory in sorted({*request.dirs, *above})
            for glob in MODULE_GLOBS
        ),
    )
    module_directories = {os.path.dirname(path) for path in modules.files}
    by_owner = by_target_directory(set(found.files) - set(all_owned_sources), module_directories)
    return PutativeTargets(
        PutativeTarget.for_target_type(
            TerraformTestsGeneratorTarget,
            path=directory,
            name=TARGET_NAME,
            triggering_sources=sorted(files),
        )
        for directory, files in by_owner.items()
    )


def by_target_directory(files: Iterable[str], module_directories: set[str]) -> dict[str, set[str]]:
    """Test files by the directory in which their target belongs.

    Files in `tests` belong to the module above, since the default `sources` of its
    `terraform_tests` include them; those of any other directory get a target there.
    """
    by_owner: dict[str, set[str]] = {}
    for directory, names in group_by_dir(files).items():
        parent, name = os.path.split(directory)
        in_module_above = (
            name == DEFAULT_TEST_DIRECTORY
            and parent in module_directories
            and directory not in module_directories
        )
        owner = parent if in_module_above else directory
        by_owner.setdefault(owner, set()).update(
            os.path.relpath(os.path.join(directory, file), owner or ".") for file in names
        )
    return by_owner


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(PutativeTargetsRequest, PutativeTerraformTestsRequest),
    ]
