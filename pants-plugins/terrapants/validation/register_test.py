from __future__ import annotations

from pants.backend.experimental.terraform import register as terraform_backend
from pants.backend.terraform.target_types import TerraformModuleTarget
from pants.engine.unions import UnionMembership, UnionRule

from terrapants.validation import register


def test_each_field_of_a_module_is_there_once() -> None:
    """Later releases of the Terraform backend have one of these fields themselves."""
    rules = [*terraform_backend.rules(), *register.rules()]
    unions = UnionMembership.from_rules(each for each in rules if isinstance(each, UnionRule))
    fields = [each.alias for each in TerraformModuleTarget.class_field_types(unions)]
    assert {
        "module_kind",
        "rule_levels",
        "skip_terraform_fmt",
        "skip_terraform_rules",
        "skip_terraform_validate",
    } <= set(fields)
    assert len(fields) == len(set(fields))
