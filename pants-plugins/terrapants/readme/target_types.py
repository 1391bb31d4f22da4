"""Targets of READMEs and of the index of modules, and what a module's target says of its README."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    Dependencies,
    StringSequenceField,
    Target,
)
from pants.util.strutil import help_text

from terrapants.terraform.target_types import TerraformFilesSourcesField


class ModuleReadmeSourcesField(TerraformFilesSourcesField):
    """The README, which may not exist yet."""


class ModuleReadmeDependenciesField(Dependencies):
    pass


class ModuleReadmeTarget(Target):
    alias = "terraform_module_readme"
    core_fields = (*COMMON_TARGET_FIELDS, ModuleReadmeDependenciesField, ModuleReadmeSourcesField)
    help = help_text(
        """
        The README of a Terraform module.

        Never written by hand: every directory with Terraform files has one, `:terraform-readme`.
        """
    )


class ModuleIndexSourcesField(TerraformFilesSourcesField):
    """The index of modules, which may not exist yet."""


class ModuleIndexDependenciesField(Dependencies):
    pass


class ModuleIndexTarget(Target):
    alias = "terraform_module_index"
    core_fields = (*COMMON_TARGET_FIELDS, ModuleIndexDependenciesField, ModuleIndexSourcesField)
    help = help_text(
        """
        The page that lists all Terraform modules.

        Never written by hand: `[module-index].path` says where it is.
        """
    )


class SkipModuleReadmeField(BoolField):
    alias = "skip_module_readme"
    default = False
    help = "If true, `fix`, `lint` and `check` pass over this module's README."


class ReadmeSkipRulesField(StringSequenceField):
    alias = "readme_skip_rules"
    help = help_text(
        """
        Rules that are not applied to this module's README, beside those of
        `[module-readme].skip_rules`. Example: `readme_skip_rules=["usage-example"]`.
        """
    )
