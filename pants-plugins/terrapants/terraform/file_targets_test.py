from __future__ import annotations

import pytest
from pants.engine.addresses import Address
from pants.util.frozendict import FrozenDict

from terrapants.terraform import file_targets
from terrapants.terraform.file_names import TerraformFileNames
from terrapants.terraform.file_targets import file_address, inputs_address, targets_in


def test_the_address_of_a_plain_file_is_readable() -> None:
    address = file_address("infra/s3", "policy.json.tftpl")
    assert address == Address("infra/s3", target_name="terraform-file-policy.json.tftpl")


def test_the_address_of_a_name_that_pants_refuses_is_made_safe_and_stays_unique() -> None:
    names = ["a b.json", "a+b.json", "a_b.json", "@.json", "a#b.json", "a:b.json"]
    addresses = {file_address("infra", name) for name in names}
    assert len(addresses) == len(names)


def test_files_that_terraform_loads_together_have_one_target() -> None:
    names = [".terraform.lock.hcl", "terraform.tfvars", "a.auto.tfvars.json"]
    assert {file_address("m", name) for name in names} == {inputs_address("m")}
    assert file_address("m", "a.tfmock.hcl") == file_address("m", "b.tfmock.json")
    assert len({file_address("m", name) for name in (*names, "a.tfmock.hcl", "a.tf.json")}) == 3


@pytest.mark.parametrize(
    ("patterns", "own"),
    [
        ((), {"terraform-file-prod.tfvars", "terraform-file-s3.tfbackend"}),
        (("*.tfvars", "*.tfbackend"), set()),
    ],
)
def test_files_that_only_a_deployment_names_are_left_to_its_targets_where_pants_has_those(
    monkeypatch: pytest.MonkeyPatch, patterns: tuple[str, ...], own: set[str]
) -> None:
    monkeypatch.setattr(file_targets, "DEPLOYMENT_FILES", patterns)
    found = ("main.tf", "prod.tfvars", "s3.tfbackend", "terraform.tfvars", "x.auto.tfvars")
    files = TerraformFileNames(
        names=FrozenDict({"m": found, "": ()}),
        subdirectories=FrozenDict({"": ("m",)}),
        modules=frozenset({"m"}),
        outermost=frozenset({"m"}),
        above_modules=frozenset({""}),
        with_build_file=frozenset(),
        build_patterns=("BUILD",),
        listed=(),
        below_root=frozenset(),
        ignored=(),
    )
    targets = targets_in("m", files)
    assert set(targets) == {"terraform-inputs", *own}
    # Terraform loads these unasked.
    assert {"terraform.tfvars", "*.auto.tfvars"} <= set(targets["terraform-inputs"])
