"""Targets of READMEs and of the index of modules, and fields of modules about their READMEs."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    Dependencies,
    DictStringToStringField,
    StringSequenceField,
    Target,
)
from pants.util.strutil import help_text

from terrapants.terraform.target_types import TerraformFilesSourcesField


class ModuleReadmeSourcesField(TerraformFilesSourcesField):
    help = "The README, which may not exist yet."


class ModuleReadmeDependenciesField(Dependencies):
    pass


class ModuleReadmeTarget(Target):
    alias = "terraform_module_readme"
    core_fields = (*COMMON_TARGET_FIELDS, ModuleReadmeDependenciesField, ModuleReadmeSourcesField)
    help = help_text(
        """
        The README of a Terraform module.

        These targets are generated: every module with a target has one, `:terraform-readme`. One
        that needs no README has it only where there is one.
        """
    )


class ModuleIndexSourcesField(TerraformFilesSourcesField):
    help = "The index of modules, which may not exist yet."


class ModuleIndexDependenciesField(Dependencies):
    pass


class ModuleIndexTarget(Target):
    alias = "terraform_module_index"
    core_fields = (*COMMON_TARGET_FIELDS, ModuleIndexDependenciesField, ModuleIndexSourcesField)
    help = help_text(
        """
        The page that lists all Terraform modules.

        This target is generated for the page that `[module-index].path` names, if it exists or
        `[module-index].create` is set.
        """
    )


class SkipModuleReadmeField(BoolField):
    alias = "skip_module_readme"
    default = False
    help = "If true, `fix`, `lint` and `check` skip this module's README."


class ReadmeSkipRulesField(StringSequenceField):
    alias = "readme_skip_rules"
    help = help_text(
        """
        Rules whose level is `off` for this module's README, in addition to those of
        `[module-readme].skip_rules`. Example: `readme_skip_rules=["usage-example"]`.
        """
    )


class ReadmeRuleLevelsField(DictStringToStringField):
    alias = "readme_rule_levels"
    help = help_text(
        """
        The levels of rules for this module's README, instead of those in `[module-readme].levels`:
        `off`, `warning` or `error`. Example: `readme_rule_levels={"usage-example": "warning"}`
        """
    )
