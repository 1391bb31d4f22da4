"""What deployments and lock files of the Terraform backend get through our dependencies."""

from __future__ import annotations

import pytest
from pants.core.target_types import FileSourceField
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address, Addresses, AddressInput
from pants.engine.rules import QueryRule
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AllUnexpandedTargets,
    Dependencies,
    DependenciesRequest,
    SourcesField,
    Target,
    TransitiveTargets,
    TransitiveTargetsRequest,
)
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform import file_targets
from terrapants.terraform.pants_compat import HAS_LOCK_FILE_TARGETS, TerraformRootModuleField
from terrapants.terraform.rules import rules, target_types
from terrapants.terraform.target_types import TerraformFilesTarget
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner

MODULE = {
    "m/BUILD": "terraform_module()\n",
    "m/main.tf": 'locals {\n  text = templatefile("${path.module}/hello.tftpl", {})\n}\n',
    "m/hello.tftpl": "hello\n",
    "m/.terraform.lock.hcl": "# no provider\n",
    "m/terraform.tfvars": 'name = "a"\n',
    "m/prod.auto.tfvars": 'name = "b"\n',
}


class RootModule(TerraformRootModuleField):  # type: ignore[misc, valid-type]
    alias = "root_module"
    value: str

    def to_address_input(self) -> AddressInput:
        return AddressInput.parse(self.value, description_of_origin="a test")


class Deployment(Target):
    """As the `terraform_deployment` of later releases."""

    alias = "deployment"
    core_fields = (*COMMON_TARGET_FIELDS, Dependencies, RootModule)
    help = "A deployment."


@pytest.fixture
def rule_runner() -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Addresses, [DependenciesRequest]),
            QueryRule(AllUnexpandedTargets, []),
            QueryRule(SourceFiles, [SourceFilesRequest]),
            QueryRule(TransitiveTargets, [TransitiveTargetsRequest]),
        ],
        [*target_types(), Deployment],
    )


def dependencies(rule_runner: RuleRunner, address: Address) -> set[str]:
    target = rule_runner.get_target(address)
    found = rule_runner.request(Addresses, [DependenciesRequest(target[Dependencies])])
    return {each.spec for each in found}


def test_a_deployment_has_the_files_that_terraform_loads_or_is_told_to_read(
    rule_runner: RuleRunner,
) -> None:
    rule_runner.write_files({**MODULE, "live/BUILD": 'deployment(name="d", root_module="m")\n'})
    deployment = Address("live", target_name="d")
    assert dependencies(rule_runner, deployment) >= {"m:terraform-inputs"}
    # As the backend asks: for files, of what the root module and the deployment depend on.
    closures = [
        rule_runner.request(TransitiveTargets, [TransitiveTargetsRequest([address])]).closure
        for address in (deployment, Address("m"))
    ]
    request = SourceFilesRequest(
        [target.get(SourcesField) for closure in closures for target in closure],
        for_sources_types=(FileSourceField,),
        enable_codegen=True,
    )
    assert set(rule_runner.request(SourceFiles, [request]).files) == {
        "m/hello.tftpl",
        "m/.terraform.lock.hcl",
        "m/terraform.tfvars",
        "m/prod.auto.tfvars",
    }


def test_a_module_depends_on_its_lock_file_where_that_has_a_target(
    rule_runner: RuleRunner,
) -> None:
    rule_runner.write_files({**MODULE, "n/BUILD": "terraform_module()\n", "n/main.tf": ""})
    lock_file = {"m:.terraform.lock.hcl"} if HAS_LOCK_FILE_TARGETS else set()
    assert dependencies(rule_runner, Address("m")) == {"m:terraform-file-hello.tftpl", *lock_file}
    assert dependencies(rule_runner, Address("n")) == set()


@pytest.mark.parametrize(
    ("patterns", "own"),
    [
        ((), {"m:terraform-file-test.tfvars", "m:terraform-file-s3.tfbackend"}),
        (("*.tfvars", "*.tfbackend"), set()),
    ],
)
def test_files_that_only_a_deployment_names_are_left_to_its_targets_where_pants_has_those(
    rule_runner: RuleRunner,
    monkeypatch: pytest.MonkeyPatch,
    patterns: tuple[str, ...],
    own: set[str],
) -> None:
    monkeypatch.setattr(file_targets, "DEPLOYMENT_FILES", patterns)
    rule_runner.write_files({**MODULE, "m/test.tfvars": "", "m/s3.tfbackend": ""})
    targets = {
        target.address.spec
        for target in rule_runner.request(AllUnexpandedTargets, [])
        if isinstance(target, TerraformFilesTarget) and target.address.spec_path == "m"
    }
    # Terraform loads what is in the inputs unasked.
    assert targets == {"m:terraform-inputs", "m:terraform-file-hello.tftpl", *own}
