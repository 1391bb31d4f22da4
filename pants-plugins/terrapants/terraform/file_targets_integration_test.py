"""Which directories have targets for their files."""

from __future__ import annotations

import pytest
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.rules import QueryRule
from pants.engine.target import AllUnexpandedTargets
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform import file_names, file_targets, notices
from terrapants.terraform.target_types import TerraformFilesTarget
from terrapants.testutil.terraform_rule_runner import emptied


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return RuleRunner(
        rules=[
            *file_names.rules(),
            *notices.rules(),
            *file_targets.rules(),
            QueryRule(AllUnexpandedTargets, []),
            QueryRule(Owners, [OwnersRequest]),
        ],
        target_types=[TerraformFilesTarget],
    )


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


def targets(rule_runner: RuleRunner) -> list[str]:
    found = rule_runner.request(AllUnexpandedTargets, [])
    return sorted(target.address.spec for target in found)


def test_directories_that_pants_ignores_have_no_targets(rule_runner: RuleRunner) -> None:
    for directory in ("module", "templates/a/{{ cookiecutter.name }}"):
        rule_runner.write_files(
            {
                f"{directory}/main.tf": "",
                f"{directory}/tests/a.tftest.hcl": "",
                f"{directory}/tests/mocks/a.tfmock.hcl": "",
            }
        )
    rule_runner.set_options(["--build-ignore=['templates/**']"])
    assert targets(rule_runner) == [
        "//:terraform-inputs",
        "module/tests/mocks:terraform-mocks",
        "module:terraform-inputs",
    ]


def test_a_file_where_pants_ignores_targets_is_not_taken_for_a_missing_one(
    rule_runner: RuleRunner,
) -> None:
    rule_runner.write_files(
        {"a/module/main.tf": "", "a/templates/x.json": "", "templates/x.json": ""}
    )
    rule_runner.set_options(["--build-ignore=['templates/**', 'a/templates/**']"])
    for path in ("a/templates/x.json", "templates/x.json"):
        assert not rule_runner.request(Owners, [OwnersRequest((path,))])
    assert rule_runner.request(Owners, [OwnersRequest(("a/gone/x.json",))])


def test_files_outside_of_modules_have_targets_where_no_build_file_says_what_there_is(
    rule_runner: RuleRunner,
) -> None:
    rule_runner.write_files(
        {
            "BUILD": "",
            "package.json": "",
            "policies/read.json": "",
            "policies/notes.md": "",
            "services/one/BUILD": "",
            "services/one/config/settings.yaml": "",
            "infra/BUILD": "",
            "infra/shared/users.yaml": "",
            "infra/a/main.tf": "",
            "infra/a/README.md": "",
            "infra/a/src/index.js": "",
        }
    )
    assert targets(rule_runner) == [
        "//:terraform-inputs",
        "infra/a/src:terraform-file-index.js",
        "infra/a:terraform-inputs",
        "infra/shared:terraform-file-users.yaml",
        "infra/shared:terraform-inputs",
        "infra:terraform-inputs",
        "policies:terraform-file-read.json",
        "policies:terraform-inputs",
    ]


def test_below_a_module_in_the_build_root(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "BUILD": "",
            "main.tf": "",
            "pants.toml": "",
            "README.md": "",
            "LICENSE": "",
            "user_data.sh": "",
            "terraform.tfvars": "",
            "tests/unit/a.tftest.hcl": "",
            "tests/unit/data/input.bin": "",
            "files/a.txt": "",
            "files/deep/b.html": "",
            "scripts/check.py": "",
            ".github/settings.md": "",
            "packages/one/BUILD": "",
            "packages/one/deep/notes.md": "",
            "modules/part/main.tf": "",
            "modules/part/BUILD": "",
            "modules/part/src/index.js": "",
        }
    )
    assert targets(rule_runner) == [
        "//:terraform-file-user_data.sh",
        "//:terraform-inputs",
        "files/deep:terraform-file-b.html",
        "files/deep:terraform-inputs",
        "files:terraform-file-a.txt",
        "files:terraform-inputs",
        "modules/part/src:terraform-file-index.js",
        "modules/part:terraform-inputs",
        "modules:terraform-inputs",
        "tests/unit/data:terraform-file-input.bin",
        "tests/unit/data:terraform-inputs",
        "tests/unit:terraform-inputs",
    ]


def test_without_modules_nothing_has_a_target(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"policies/read.json": "", "a/b.yaml": ""})
    assert targets(rule_runner) == []
