"""Which module a test file tests."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pants.engine.addresses import Address
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.unions import UnionRule

from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY
from terrapants.terraform.input_files import nearest_module
from terrapants.terraform.modules import TerraformModuleDirectories, TerraformModuleTargets
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
async def module_under_test(
    request: ModuleUnderTestRequest,
    targets: TerraformModuleTargets,
    found: TerraformModuleDirectories,
) -> ModuleUnderTest:
    address_input = request.module.to_address_input()
    if address_input is None:
        return find_module(request.file, targets.by_directory, found.directories)
    address = address_input.dir_to_address()
    if address not in targets.by_directory.get(address.spec_path, ()):
        return ModuleUnderTest(
            None,
            problem=f"{request.file}: its `module` field names {address}, which is no "
            "`terraform_module` target. "
            "`./pants list --filter-target-type=terraform_module ::` shows those there are.",
        )
    return _checked(request.file, address, address.spec_path)


def find_module(
    file: str,
    by_directory: Mapping[str, tuple[Address, ...]],
    module_directories: Collection[str],
) -> ModuleUnderTest:
    """The module in the nearest directory upwards of a test file, if it is the only candidate.

    :param by_directory: the `terraform_module` targets of each directory.
    :param module_directories: all directories with Terraform configuration.
    """
    own = os.path.dirname(file)
    directory = nearest_module(own, {*by_directory, *module_directories})
    if directory is None:
        return ModuleUnderTest(
            None,
            problem=f"{file}: no directory from {own or 'the build root'} upwards has a "
            "`terraform_module` target. Run `./pants tailor ::` if the module has none yet, or "
            "set the `module` field of its `terraform_tests` target.",
        )
    if directory not in by_directory:
        return ModuleUnderTest(
            None,
            problem=f"{file}: the module above it, in {directory or 'the build root'}, has no "
            "`terraform_module` target. Run `./pants tailor ::`.",
        )
    candidates = list(by_directory[directory])
    if directory == own and os.path.basename(own) == DEFAULT_TEST_DIRECTORY:
        # Terraform would run the file in `tests` itself and in the module above.
        candidates.extend(by_directory.get(os.path.dirname(own), ()))
    if len(candidates) > 1:
        return ModuleUnderTest(
            None,
            problem=f"{file}: found two candidates for the module under test, {candidates[0]} and "
            f"{candidates[1]}. Set the `module` field of its `terraform_tests` target to one.",
        )
    return _checked(file, candidates[0], directory)


def _checked(file: str, address: Address, directory: str) -> ModuleUnderTest:
    if directory and not file.startswith(f"{directory}/"):
        return ModuleUnderTest(
            None,
            problem=f"{file}: its `module` field names {address}, but Terraform runs only test "
            "files below the module's directory. Move the file there, or name another module.",
        )
    return ModuleUnderTest(address, directory)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
