"""Which directories are Terraform modules."""

from __future__ import annotations

from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform import hcl_files, input_files, modules
from terrapants.terraform.input_files import TerraformInputFiles
from terrapants.terraform.modules import TerraformModuleDirectories


def test_directories_without_build_files_have_no_modules_and_no_input_files() -> None:
    rule_runner = RuleRunner(
        rules=[
            *hcl_files.rules(),
            *modules.rules(),
            *input_files.rules(),
            QueryRule(BuildFileOptions, []),
            QueryRule(TerraformModuleDirectories, []),
            QueryRule(TerraformInputFiles, []),
        ]
    )
    for directory in ("module", "templates/a/{{ cookiecutter.name }}"):
        rule_runner.write_files(
            {
                f"{directory}/main.tf": "",
                f"{directory}/tests/a.tftest.hcl": "",
                f"{directory}/tests/mocks/a.tfmock.hcl": "",
            }
        )
    rule_runner.set_options(["--build-ignore=['templates/**']"])

    found = rule_runner.request(TerraformModuleDirectories, [])
    assert list(found.directories) == ["module"]
    files = rule_runner.request(TerraformInputFiles, [])
    assert sorted(address.spec for address in files.sources) == [
        "module/tests/mocks:terraform-mocks",
        "module/tests:terraform-inputs",
        "module:terraform-inputs",
    ]
