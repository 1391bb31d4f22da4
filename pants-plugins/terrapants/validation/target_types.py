"""Fields of `terraform_module` that say how a module is checked."""

from __future__ import annotations

from collections.abc import Iterable

from pants.backend.terraform.target_types import TerraformModuleTarget
from pants.engine.target import BoolField, DictStringToStringField
from pants.engine.unions import UnionRule
from pants.util.strutil import help_text

from terrapants.terraform.pants_compat import skip_terraform_validate_rules
from terrapants.terraform.target_types import ModuleKindField


class SkipTerraformFmtField(BoolField):
    alias = "skip_terraform_fmt"
    default = False
    help = "If true, don't run `terraform fmt` on the files of this module."


class RuleLevelsField(DictStringToStringField):
    alias = "rule_levels"
    help = help_text(
        """
        The levels of rules for this module, instead of those in `[terraform-rules].levels`: `off`,
        `warning` or `error`. Example: `rule_levels={"terraform-naming": "off"}`
        """
    )


class SkipTerraformRulesField(BoolField):
    alias = "skip_terraform_rules"
    default = False
    help = "If true, `lint` does not check this module against the module rules."


def rules() -> Iterable[UnionRule]:
    fields = (SkipTerraformFmtField, ModuleKindField, RuleLevelsField, SkipTerraformRulesField)
    return [
        *(TerraformModuleTarget.register_plugin_field(field) for field in fields),
        *skip_terraform_validate_rules(),
    ]
