from __future__ import annotations

import pytest
from pants.engine.addresses import Address
from pants.util.docutil import bin_name

from terrapants.terraform.tested_module import ModuleUnderTest, find_module

S3 = Address("infra/s3")
KMS = Address("infra/kms")
ROOT = Address("", target_name="root")


def modules(*addresses: Address) -> dict[str, tuple[Address, ...]]:
    found: dict[str, tuple[Address, ...]] = {}
    for address in addresses:
        found[address.spec_path] = (*found.get(address.spec_path, ()), address)
    return found


@pytest.mark.parametrize(
    "file",
    [
        "infra/s3/a.tftest.hcl",
        "infra/s3/tests/a.tftest.hcl",
        "infra/s3/mock_tests/a.tftest.hcl",
        "infra/s3/terraform-tests/unit/a.tftest.hcl",
    ],
)
def test_the_module_is_in_the_nearest_directory_upwards(file: str) -> None:
    assert find_module(file, modules(S3, KMS, ROOT), ()) == ModuleUnderTest(S3, "infra/s3")


def test_a_module_in_the_build_root() -> None:
    assert find_module("tests/a.tftest.hcl", modules(ROOT), ()) == ModuleUnderTest(ROOT, "")
    assert find_module("a.tftest.hcl", modules(ROOT), ()) == ModuleUnderTest(ROOT, "")


@pytest.mark.parametrize(
    ("file", "start"),
    [
        ("infra/vpc/tests/a.tftest.hcl", "infra/vpc/tests"),
        ("infra/s3-more/a.tftest.hcl", "infra/s3-more"),
        ("a.tftest.hcl", "the build root"),
    ],
)
def test_no_module_above_the_file(file: str, start: str) -> None:
    found = find_module(file, modules(S3), ())
    assert found.address is None
    assert found.problem == (
        f"{file}: there is no `terraform_module` target in {start} or above. If its module has no "
        f"target yet, run `{bin_name()} tailor ::`; otherwise set the `module` field of the file's "
        "`terraform_tests` target."
    )


def test_the_nearest_module_has_no_target() -> None:
    file = "infra/s3/modules/inner/tests/a.tftest.hcl"
    found = find_module(file, modules(S3), {"infra/s3", "infra/s3/modules/inner"})
    assert found.address is None
    assert found.problem == (
        f"{file}: the module above it, in infra/s3/modules/inner, has no `terraform_module` "
        f"target. Run `{bin_name()} tailor ::`."
    )


def test_two_targets_in_the_modules_directory() -> None:
    file = "infra/s3/tests/a.tftest.hcl"
    other = Address("infra/s3", target_name="other")
    found = find_module(file, modules(S3, other), ())
    assert found.address is None
    assert found.problem == (
        f"{file}: the module under test could be {S3} or {other}. Set the `module` field of the "
        "file's `terraform_tests` target to one of them."
    )


def test_a_module_in_tests_beside_the_one_above() -> None:
    # Terraform would run the file in both.
    file = "infra/s3/tests/a.tftest.hcl"
    own = Address("infra/s3/tests")
    found = find_module(file, modules(S3, own), ())
    assert found.address is None
    assert f"the module under test could be {own} or {S3}." in found.problem
    assert "Set the `module` field" in found.problem


def test_a_module_in_tests_with_none_above() -> None:
    own = Address("infra/s3/tests")
    assert find_module("infra/s3/tests/a.tftest.hcl", modules(own), ()) == ModuleUnderTest(
        own, "infra/s3/tests"
    )


def test_a_module_in_another_directory_of_tests_is_the_one_under_test() -> None:
    own = Address("infra/s3/examples")
    assert find_module("infra/s3/examples/a.tftest.hcl", modules(S3, own), ()) == ModuleUnderTest(
        own, "infra/s3/examples"
    )


def test_the_root_module_and_one_in_tests() -> None:
    found = find_module("tests/a.tftest.hcl", modules(ROOT, Address("tests")), ())
    assert found.address is None
    assert "//:root" in found.problem
