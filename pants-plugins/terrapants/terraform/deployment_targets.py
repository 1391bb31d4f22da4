"""The targets of deployments, as the Terraform backend of Pants 2.18 and later releases has them.

Pants 2.17 has none, so there these are used.
"""

from __future__ import annotations

from pants.backend.terraform.target_types import TerraformDependenciesField
from pants.engine.addresses import AddressInput
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    MultipleSourcesField,
    SingleSourceField,
    StringField,
    Target,
    generate_multiple_sources_field_help_message,
)


class TerraformRootModuleField(StringField, AsyncFieldMixin):
    alias = "root_module"
    required = True
    help = 'The Terraform module to deploy. Example: `root_module=":network"`'

    def to_address_input(self) -> AddressInput:
        return AddressInput.parse(
            self.value or "",
            relative_to=self.address.spec_path,
            description_of_origin=f"the `root_module` field of the target {self.address}",
        )


class TerraformBackendConfigField(SingleSourceField):
    default = ".tfbackend"
    help = "Settings to be merged with what is in the root module's `backend` block."


class TerraformBackendTarget(Target):
    alias = "terraform_backend"
    core_fields = (*COMMON_TARGET_FIELDS, TerraformBackendConfigField)
    help = "Settings to be merged with what is in the root module's `backend` block."


class TerraformVarFileSourceField(MultipleSourcesField):
    default = ("*.tfvars",)
    expected_file_extensions = (".tfvars",)
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['common.tfvars', 'prod.tfvars']`"
    )


class TerraformVarFileTarget(Target):
    alias = "terraform_var_files"
    core_fields = (*COMMON_TARGET_FIELDS, TerraformVarFileSourceField)
    help = "Variable files of a deployment."


class TerraformDeploymentTarget(Target):
    alias = "terraform_deployment"
    core_fields = (*COMMON_TARGET_FIELDS, TerraformDependenciesField, TerraformRootModuleField)
    help = "A root module that is deployed, with its backend configuration and variable files."


TARGETS: tuple[type[Target], ...] = (
    TerraformBackendTarget,
    TerraformDeploymentTarget,
    TerraformVarFileTarget,
)
