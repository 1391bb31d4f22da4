"""Targets of Terraform test files."""

from __future__ import annotations

from pants.core.goals.test import (
    RuntimePackageDependenciesField,
    TestExtraEnvVarsField,
    TestSubsystem,
    TestTimeoutField,
)
from pants.engine.addresses import Address
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    Dependencies,
    InvalidFieldException,
    MultipleSourcesField,
    SingleSourceField,
    StringField,
    Target,
    TargetFilesGenerator,
    generate_multiple_sources_field_help_message,
)
from pants.util.strutil import help_text

from terrapants.terraform.target_types import ProviderPoolField, TerraformTestModuleField

# A year. The engine cannot start a process with a limit that is longer than some centuries.
LONGEST_TIMEOUT_SECONDS = 365 * 24 * 60 * 60
# The name of the targets that `tailor` writes.
TARGET_NAME = "tests"
# Pants compares only the last suffix.
TEST_FILE_EXTENSIONS = (".hcl", ".json")


class TerraformTestSourceField(SingleSourceField):
    expected_file_extensions = TEST_FILE_EXTENSIONS
    help = help_text('The test file. Example: `source="tests/defaults.tftest.hcl"`')


class TerraformTestDependenciesField(Dependencies):
    pass


class TerraformTestTimeoutField(TestTimeoutField):
    @classmethod
    def compute_value(cls, raw_value: int | None, address: Address) -> int | None:
        value = super().compute_value(raw_value, address)
        if value is not None and value > LONGEST_TIMEOUT_SECONDS:
            raise InvalidFieldException(
                f"The `{cls.alias}` field of {address} is {value}, but the longest timeout is "
                f"{LONGEST_TIMEOUT_SECONDS} seconds (a year)."
            )
        return value

    def calculate_from_global_options(self, test: TestSubsystem) -> int | None:
        """The time limit in seconds, None for none: that is what `test` takes 0 for."""
        seconds = super().calculate_from_global_options(test)
        return min(seconds, LONGEST_TIMEOUT_SECONDS) if seconds and seconds > 0 else None


class TerraformTestExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class SkipTerraformTestField(BoolField):
    alias = "skip_terraform_test"
    default = False
    help = "If true, `test` and `tf-test` skip this target."


class EmulatorField(StringField):
    alias = "emulator"
    valid_choices = ("aws",)
    help = help_text(
        """
        Run the test with an emulator of this cloud. It starts with the test's process, without any
        resource, and ends with it. `aws` is moto; environment variables lead the AWS provider to
        it, so no `provider` block is needed.

        For a test file that mocks all providers, no emulator is started.
        """
    )


class RealCloudField(BoolField):
    alias = "real_cloud"
    default = False
    help = help_text(
        """
        If true, the test may reach AWS, at your cost, with the credentials that `extra_env_vars`
        passes. Otherwise a test that does not mock the AWS provider can neither find credentials
        nor reach AWS.
        """
    )


TERRAFORM_TEST_FIELDS = (
    TerraformTestDependenciesField,
    TerraformTestModuleField,
    TerraformTestTimeoutField,
    TerraformTestExtraEnvVarsField,
    ProviderPoolField,
    EmulatorField,
    RealCloudField,
    RuntimePackageDependenciesField,
    SkipTerraformTestField,
)


class TerraformTestTarget(Target):
    alias = "terraform_test"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        *TERRAFORM_TEST_FIELDS,
        TerraformTestSourceField,
    )
    help = help_text(
        """
        A single Terraform test file, run by `test` and `tf-test` in the module it belongs to.
        """
    )


class TerraformTestsGeneratingSourcesField(MultipleSourcesField):
    default = (
        "*.tftest.hcl",
        "*.tftest.json",
        "tests/*.tftest.hcl",
        "tests/*.tftest.json",
    )
    expected_file_extensions = TEST_FILE_EXTENSIONS
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['mock_tests/*.tftest.hcl']`"
    )


class TerraformTestsGeneratorTarget(TargetFilesGenerator):
    alias = "terraform_tests"
    core_fields = (*COMMON_TARGET_FIELDS, TerraformTestsGeneratingSourcesField)
    generated_target_cls = TerraformTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = TERRAFORM_TEST_FIELDS
    help = "Generates a `terraform_test` target for each test file of a Terraform module."
