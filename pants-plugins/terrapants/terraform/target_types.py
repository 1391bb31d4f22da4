"""The target type of files that Terraform reads besides `*.tf`, and fields that two rooms read."""

from __future__ import annotations

from pants.engine.addresses import AddressInput
from pants.engine.fs import GlobMatchErrorBehavior, PathGlobs
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    BoolField,
    MultipleSourcesField,
    StringField,
    Target,
)
from pants.util.strutil import help_text

from terrapants.terraform.module_kind import ModuleKind
from terrapants.terraform.pants_compat import UnmatchedBuildFileGlobs


class TerraformFilesSourcesField(MultipleSourcesField):
    help = help_text("The files, as globs relative to the directory. They may be gone.")

    def path_globs(  # type: ignore[misc]  # @final, and an option says what a missing file means.
        self, unmatched_build_file_globs: UnmatchedBuildFileGlobs
    ) -> PathGlobs:
        """Terraform is the one to say that a file is missing, and `--changed-since` still works."""
        return super().path_globs(UnmatchedBuildFileGlobs(GlobMatchErrorBehavior.ignore))


class TerraformFilesTarget(Target):
    alias = "terraform_files"
    core_fields = (*COMMON_TARGET_FIELDS, TerraformFilesSourcesField)
    help = help_text(
        """
        Files that a Terraform module or test file reads besides its `*.tf` files: the provider lock
        file, variable files, mock files, and files named by functions such as `templatefile()`.

        These targets are found by reading the modules; no BUILD file needs them. A file
        that cannot be found so is put in a `file` target and named in `dependencies`.
        """
    )


class ProviderPoolField(BoolField):
    alias = "provider_pool"
    default = True
    help = help_text(
        """
        If false, Terraform starts providers of its own for this target, where others share running
        ones (`[terraform-provider-pool]`).
        """
    )


class TerraformTestModuleField(StringField, AsyncFieldMixin):
    alias = "module"
    help = help_text(
        """
        The address of the `terraform_module` target under test.

        By default it is the one in the nearest directory upwards that has one. Set it where that
        is not the module meant. Example: `module="infra-packages/aws/vpc"`.
        """
    )

    def to_address_input(self) -> AddressInput | None:
        if self.value is None:
            return None
        return AddressInput.parse(
            self.value,
            relative_to=self.address.spec_path,
            description_of_origin=f"the `module` field of the target {self.address}",
        )


class ModuleKindField(StringField):
    alias = "module_kind"
    valid_choices = tuple(kind.value for kind in ModuleKind)
    help = help_text(
        """
        What the module is for, because not every rule makes sense for every module: `reusable`
        (called by other modules), `root` (applied by itself), `example`, or `test` (loaded by
        tests).

        By default, a module below a directory `tests` is for tests, and one below `examples` is an
        example. One with a `backend` or `cloud` block, `terraform.tfvars` or `*.auto.tfvars` is a
        root module. Any other module is reusable.
        """
    )
