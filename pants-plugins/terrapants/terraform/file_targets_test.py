from __future__ import annotations

from terrapants.terraform.file_targets import inputs_address, target_name


def test_the_target_of_a_plain_file_is_readable() -> None:
    assert target_name("policy.json.tftpl") == "terraform-file-policy.json.tftpl"


def test_the_target_of_a_name_that_pants_refuses_is_made_safe_and_stays_unique() -> None:
    names = ["a b.json", "a+b.json", "a_b.json", "@.json", "a#b.json", "a:b.json"]
    assert len({target_name(name) for name in names}) == len(names)


def test_files_that_terraform_loads_together_have_one_target() -> None:
    names = [".terraform.lock.hcl", "terraform.tfvars", "a.auto.tfvars.json"]
    assert {target_name(name) for name in names} == {inputs_address("m").target_name}
    assert target_name("a.tfmock.hcl") == target_name("b.tfmock.json")
    assert len({target_name(name) for name in (*names, "a.tfmock.hcl", "a.tf.json")}) == 3
