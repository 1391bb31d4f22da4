"""Fields of `terraform_module` by which a module opts out."""

from __future__ import annotations

from collections.abc import Iterable

from pants.backend.terraform.target_types import TerraformModuleTarget
from pants.engine.target import BoolField
from pants.engine.unions import UnionRule

from terrapants.terraform.pants_compat import builtin_validates


class SkipTerraformFmtField(BoolField):
    alias = "skip_terraform_fmt"
    default = False
    help = "If true, don't run `terraform fmt` on the files of this module."


class SkipTerraformValidateField(BoolField):
    alias = "skip_terraform_validate"
    default = False
    help = "If true, don't run `terraform validate` on this module."


def rules() -> Iterable[UnionRule]:
    fields: list[type[BoolField]] = [SkipTerraformFmtField]
    if not builtin_validates():
        fields.append(SkipTerraformValidateField)
    return [TerraformModuleTarget.register_plugin_field(field) for field in fields]
