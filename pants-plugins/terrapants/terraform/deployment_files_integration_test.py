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

from terrapants.terraform import deployment_targets
from terrapants.terraform.pants_compat import (
    HAS_DEPLOYMENTS,
    HAS_LOCK_FILE_TARGETS,
    TerraformRootModuleField,
)
from terrapants.terraform.rules import rules, target_types
from terrapants.terraform.target_types import TerraformFilesTarget
from terrapants.testutil.terraform_rule_runner import emptied, terraform_rule_runner

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


def new_rule_runner(*targets: type[Target]) -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Addresses, [DependenciesRequest]),
            QueryRule(AllUnexpandedTargets, []),
            QueryRule(SourceFiles, [SourceFilesRequest]),
            QueryRule(TransitiveTargets, [TransitiveTargetsRequest]),
        ],
        [*target_types(), Deployment, *targets],
    )


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return new_rule_runner()


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


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


def test_files_of_deployments_have_a_target_by_inference_until_there_are_such_targets(
    rule_runner: RuleRunner,
) -> None:
    by_inference = {"m:terraform-file-test.tfvars", "m:terraform-file-s3.tfbackend"}
    # Terraform loads what is in the inputs unasked.
    others = {"m:terraform-inputs", "m:terraform-file-hello.tftpl"}
    if HAS_DEPLOYMENTS:
        assert own_targets(rule_runner) == others
    else:
        assert own_targets(rule_runner) == {*by_inference, *others}
        assert own_targets(new_rule_runner(*deployment_targets.TARGETS)) == others


def own_targets(rule_runner: RuleRunner) -> set[str]:
    """Those that stand in no BUILD file."""
    rule_runner.write_files({**MODULE, "m/test.tfvars": "", "m/s3.tfbackend": ""})
    return {
        target.address.spec
        for target in rule_runner.request(AllUnexpandedTargets, [])
        if isinstance(target, TerraformFilesTarget) and target.address.spec_path == "m"
    }
