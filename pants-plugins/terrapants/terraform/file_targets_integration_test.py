"""Which directories have targets for their files."""

from __future__ import annotations

from pants.engine.rules import QueryRule
from pants.engine.target import AllUnexpandedTargets
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform import file_names, file_targets
from terrapants.terraform.target_types import TerraformFilesTarget


def test_directories_that_pants_ignores_have_no_targets() -> None:
    rule_runner = RuleRunner(
        rules=[
            *file_names.rules(),
            *file_targets.rules(),
            QueryRule(AllUnexpandedTargets, []),
        ],
        target_types=[TerraformFilesTarget],
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
    found = rule_runner.request(AllUnexpandedTargets, [])
    assert sorted(target.address.spec for target in found) == [
        "//:terraform-inputs",
        "module/tests/mocks:terraform-mocks",
        "module:terraform-inputs",
    ]
