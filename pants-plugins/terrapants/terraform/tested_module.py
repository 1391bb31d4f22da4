"""Which module a test file tests."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name

from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY, nearest_module
from terrapants.terraform.modules import (
    ModulesAbove,
    ModulesAboveRequest,
    ModuleTargets,
    ModuleTargetsRequest,
)
from terrapants.terraform.target_types import TerraformTestModuleField


@dataclass(frozen=True)
class ModuleUnderTestRequest:
    """:param file: the test file, relative to the build root."""

    file: str
    module: TerraformTestModuleField


@dataclass(frozen=True)
class ModuleUnderTest:
    """The target of the module under test, or the problem in a sentence.

    :param directory: the module's directory, relative to the build root.
    """

    address: Address | None
    directory: str = ""
    problem: str = ""


@rule
async def module_under_test(request: ModuleUnderTestRequest) -> ModuleUnderTest:
    address_input = request.module.to_address_input()
    if address_input is None:
        above = await Get(ModulesAbove, ModulesAboveRequest(os.path.dirname(request.file)))
        return find_module(request.file, above.targets, above.configured)
    address = address_input.dir_to_address()
    targets = await Get(ModuleTargets, ModuleTargetsRequest(address.spec_path))
    if address not in targets.addresses:
        return ModuleUnderTest(
            None,
            problem=f"{request.file}: the `module` field of its target names {address}, which is "
            "not a `terraform_module` target. To see these, run "
            f"`{bin_name()} list --filter-target-type=terraform_module ::`.",
        )
    return _checked(request.file, address, address.spec_path)


def find_module(
    file: str,
    by_directory: Mapping[str, tuple[Address, ...]],
    module_directories: Collection[str],
) -> ModuleUnderTest:
    """The module in the test file's own directory or the nearest above it, if there is only one.

    :param by_directory: the `terraform_module` targets of each directory.
    :param module_directories: all directories with Terraform configuration.
    """
    own = os.path.dirname(file)
    directory = nearest_module(own, {*by_directory, *module_directories})
    if directory is None:
        return ModuleUnderTest(
            None,
            problem=f"{file}: there is no `terraform_module` target in {own or 'the build root'} "
            f"or above. If its module has no target yet, run `{bin_name()} tailor ::`; otherwise "
            "set the `module` field of the file's `terraform_tests` target.",
        )
    if directory not in by_directory:
        return ModuleUnderTest(
            None,
            problem=f"{file}: the module above it, in {directory or 'the build root'}, has no "
            f"`terraform_module` target. Run `{bin_name()} tailor ::`.",
        )
    candidates = list(by_directory[directory])
    if directory == own and os.path.basename(own) == DEFAULT_TEST_DIRECTORY:
        # Terraform would run the file in `tests` itself and in the module above.
        candidates.extend(by_directory.get(os.path.dirname(own), ()))
    if len(candidates) > 1:
        return ModuleUnderTest(
            None,
            problem=f"{file}: the module under test could be {candidates[0]} or {candidates[1]}. "
            "Set the `module` field of the file's `terraform_tests` target to one of them.",
        )
    return _checked(file, candidates[0], directory)


def _checked(file: str, address: Address, directory: str) -> ModuleUnderTest:
    if directory and not file.startswith(f"{directory}/"):
        return ModuleUnderTest(
            None,
            problem=f"{file}: the `module` field of its target names {address}, but Terraform only "
            "runs test files that are in the module's directory or below. Move the file there, or "
            "name another module.",
        )
    return ModuleUnderTest(address, directory)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
