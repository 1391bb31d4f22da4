from __future__ import annotations

from pants.engine.addresses import Address

from terrapants.terraform.file_targets import file_address, inputs_address


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
