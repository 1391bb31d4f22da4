"""Rules of tflint's ruleset for Terraform that ours stand for: its comments count here too."""

from __future__ import annotations

from collections.abc import Mapping

# "all" is every rule.
ALL = "all"
# By the ID of our rule, the names of tflint's (tflint-ruleset-terraform 0.15).
TFLINT_RULES: Mapping[str, tuple[str, ...]] = {
    "terraform-comment-syntax": ("terraform_comment_syntax",),
    "terraform-deprecated-index": ("terraform_deprecated_index",),
    "terraform-deprecated-interpolation": ("terraform_deprecated_interpolation",),
    "terraform-deprecated-lookup": ("terraform_deprecated_lookup",),
    "terraform-duplicate-key": ("terraform_map_duplicate_keys",),
    "terraform-empty-list-equality": ("terraform_empty_list_equality",),
    "terraform-naming": ("terraform_naming_convention",),
    "terraform-output-description": ("terraform_documented_outputs",),
    "terraform-pinned-source": ("terraform_module_pinned_source", "terraform_module_version"),
    "terraform-required-provider": ("terraform_required_providers",),
    "terraform-required-version": ("terraform_required_version",),
    "terraform-standard-files": ("terraform_standard_module_structure",),
    "terraform-unused-declaration": ("terraform_unused_declarations",),
    "terraform-unused-provider": ("terraform_unused_required_providers",),
    "terraform-variable-description": ("terraform_documented_variables",),
    "terraform-variable-type": ("terraform_typed_variables",),
}
