"""What `terraform_module` targets depend on, and the targets of the files that modules read."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address, Addresses
from pants.engine.rules import QueryRule
from pants.engine.target import (
    AllUnexpandedTargets,
    Dependencies,
    DependenciesRequest,
    SourcesField,
)
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform.rules import rules, target_types
from terrapants.terraform.target_types import TerraformFilesTarget
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner

MODULE = "terraform_module()\n"


@pytest.fixture
def rule_runner() -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Addresses, [DependenciesRequest]),
            QueryRule(AllUnexpandedTargets, []),
            QueryRule(SourceFiles, [SourceFilesRequest]),
        ],
        target_types(),
    )


def dependencies(rule_runner: RuleRunner, directory: str) -> set[str]:
    """The dependencies of the module of a directory."""
    target = rule_runner.get_target(Address(directory, target_name=None if directory else "root"))
    found = rule_runner.request(Addresses, [DependenciesRequest(target[Dependencies])])
    return {address.spec for address in found}


def files_targets(rule_runner: RuleRunner) -> set[str]:
    """The `terraform_files` targets, all of them found by reading."""
    return {
        target.address.spec
        for target in rule_runner.request(AllUnexpandedTargets, [])
        if isinstance(target, TerraformFilesTarget)
    }


def files_of(rule_runner: RuleRunner, address: Address) -> tuple[str, ...]:
    target = rule_runner.get_target(address)
    return rule_runner.request(
        SourceFiles, [SourceFilesRequest([target[SourcesField]])]
    ).snapshot.files


def call(source: str, name: str = "called") -> str:
    return f'module "{name}" {{\n  source = "{source}"\n}}\n'


def test_called_modules(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b") + call("./inner", "inner") + call("../b", "twice"),
            "a/inner/BUILD": MODULE,
            "a/inner/main.tf": call("../../c"),
            "b/BUILD": MODULE,
            "b/main.tf": call("git::https://example.com/m.git") + call("acme/m/aws", "registry"),
            "c/BUILD": MODULE,
            "c/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b", "a/inner:inner"}
    assert dependencies(rule_runner, "a/inner") == {"c:c"}
    assert dependencies(rule_runner, "b") == set()


def test_modules_that_call_each_other(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b"),
            "b/BUILD": MODULE,
            "b/main.tf": call("../a") + call("./", "itself"),
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b"}
    assert dependencies(rule_runner, "b") == {"a:a"}


def test_module_at_the_build_root(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "BUILD": 'terraform_module(name="root")\n',
            "main.tf": call("./a") + 'locals {\n  text = file("${path.module}/data.txt")\n}\n',
            "data.txt": "",
            "a/BUILD": MODULE,
            "a/main.tf": call("../", "upwards") + call("../../outside", "outside"),
        }
    )
    assert dependencies(rule_runner, "") == {"a:a", "//:terraform-file-data.txt"}
    assert dependencies(rule_runner, "a") == {"//:root"}


def test_missing_target_of_a_called_module(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b"),
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == set()
    assert caplog.messages == [
        (
            'a/main.tf:1:1: module "called" has the source ../b, but no `terraform_module` target '
            "is in b. Run `./pants tailor ::`."
        )
    ]


def test_a_called_module_that_is_not_there(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    rule_runner.write_files({"a/BUILD": MODULE, "a/main.tf": call("../nowhere")})
    assert dependencies(rule_runner, "a") == set()
    assert caplog.messages == [
        (
            'a/main.tf:1:1: module "called" has the source ../nowhere, but there are no `*.tf` '
            "files in nowhere that Pants may read. Correct the source."
        )
    ]


def test_files_that_functions_read(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": dedent(
                """\
                locals {
                  plain    = file("${path.module}/plain.txt")
                  bare     = filebase64("./data/bare.bin")
                  template = templatefile("${path.module}/templates/my greeting.tftpl", {})
                  hashed   = filesha256("${path.module}/../shared/hashed.txt")
                  globbed  = fileset("${path.module}/policies", "*.json")
                  elsewhere = file("${path.module}/../../../outside.txt")
                  absolute  = file("/etc/hostname")
                  dynamic   = file("${path.module}/${var.name}.txt")
                }
                """
            ),
            "a/plain.txt": "",
            "a/data/bare.bin": "",
            "a/templates/my greeting.tftpl": "",
            "a/policies/one.json": "",
            "a/policies/two.json": "",
            "a/policies/readme.md": "",
            "shared/hashed.txt": "",
        }
    )
    found = dependencies(rule_runner, "a")
    plain = {spec for spec in found if "policies" not in spec and "greeting" not in spec}
    # Terraform looks for `./data/bare.bin` in the root module, so it depends on who calls this one.
    assert plain == {
        "a:terraform-file-plain.txt",
        "shared:terraform-file-hashed.txt",
    }
    # Names that hold other characters than an address may have a digest added to them.
    (greeting,) = (spec for spec in found if "greeting" in spec)
    assert greeting.startswith("a/templates:terraform-file-my_greeting.tftpl-")
    (policies,) = (spec for spec in found if "policies" in spec)
    directory, _, name = policies.partition(":")
    assert files_of(rule_runner, Address(directory, target_name=name)) == (
        "a/policies/one.json",
        "a/policies/two.json",
    )


def test_paths_that_are_handed_on(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": dedent(
                """\
                locals {
                  scripts = { linux = "${path.module}/setup.sh" }
                  script  = templatefile(local.scripts[var.os], {})
                  policy  = file("${path.module}/policies/${var.name}.json")
                  bracket = file("${path.module}/[x].txt")
                  twice   = file("${path.module}/twice.txt")
                  again   = "${path.module}/twice.txt"
                }

                data "archive_file" "lambda" {
                  source_dir  = "${path.module}/src"
                  output_path = "${path.module}/../.."
                }
                """
            ),
            "a/setup.sh": "",
            "a/policies/deep/one.json": "",
            "a/[x].txt": "",
            "a/twice.txt": "",
            "a/src/main.py": "",
        }
    )
    sources = {
        address.target_name: files_of(rule_runner, address)
        for spec in dependencies(rule_runner, "a")
        for address in [Address(*spec.split(":")[:1], target_name=spec.split(":")[1])]
    }
    (policies,) = (name for name in sources if name.startswith("terraform-file-__"))
    (bracket,) = (name for name in sources if name.startswith("terraform-file-_x_"))
    assert sources == {
        "terraform-file-setup.sh": ("a/setup.sh",),
        "terraform-file-twice.txt": ("a/twice.txt",),
        "terraform-file-src": ("a/src/main.py",),
        bracket: ("a/[x].txt",),
        policies: ("a/policies/deep/one.json",),
    }


def test_deleted_template_is_still_a_dependency(rule_runner: RuleRunner) -> None:
    template = 'locals {\n  text = templatefile("${path.module}/a.tftpl", {})\n}\n'
    rule_runner.write_files({"a/BUILD": MODULE, "a/main.tf": template, "a/a.tftpl": ""})
    owner = Address("a", target_name="terraform-file-a.tftpl")
    assert dependencies(rule_runner, "a") == {owner.spec}
    assert files_of(rule_runner, owner) == ("a/a.tftpl",)

    Path(rule_runner.build_root, "a/a.tftpl").unlink()
    rule_runner.scheduler.invalidate_files({"a", "a/a.tftpl"})
    assert dependencies(rule_runner, "a") == {owner.spec}
    assert files_of(rule_runner, owner) == ()


def test_json_configuration(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": "",
            "a/calls.tf.json": '{"module": {"called": {"source": "../b"}}}',
            "b/BUILD": MODULE,
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"a:terraform-json", "b:b"}
    assert files_of(rule_runner, Address("a", target_name="terraform-json")) == ("a/calls.tf.json",)


def test_files_targets(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/main.tf": "",
            "a/.terraform.lock.hcl": "",
            "a/terraform.tfvars": "",
            "a/more.auto.tfvars.json": "",
            "a/other.tfvars": "",
            "a/tests/a.tftest.hcl": 'run "a" {\n}\n',
            "a/tests/b.tftest.json": '{"run": {"b": {}}}',
            "a/tests/terraform.tfvars": "",
            "a/tests/mocks/one.tfmock.hcl": "",
            "a/tests/mocks/two.tfmock.json": "{}",
        }
    )
    assert files_targets(rule_runner) == {
        "a:terraform-inputs",
        "a/tests:terraform-inputs",
        "a/tests/mocks:terraform-mocks",
    }
    assert files_of(rule_runner, Address("a", target_name="terraform-inputs")) == (
        "a/.terraform.lock.hcl",
        "a/more.auto.tfvars.json",
        "a/terraform.tfvars",
    )
    assert files_of(rule_runner, Address("a/tests", target_name="terraform-inputs")) == (
        "a/tests/terraform.tfvars",
    )
    assert files_of(rule_runner, Address("a/tests/mocks", target_name="terraform-mocks")) == (
        "a/tests/mocks/one.tfmock.hcl",
        "a/tests/mocks/two.tfmock.json",
    )


@pytest.mark.parametrize(
    "unparsable",
    [
        'module "called" {',
        "\x00\x01",
        'locals {\n  a = "${file("${path.module}/x")"\n}\n',
        '"""',
    ],
)
def test_unparsable_file_hides_nothing_else(rule_runner: RuleRunner, unparsable: str) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/good.tf": call("../b"),
            "a/bad.tf": unparsable,
            "a/bad.tf.json": "{",
            "a/tests/bad.tftest.hcl": unparsable,
            "a/tests/bad.tftest.json": "[",
            "a/tests/bad.tfmock.hcl": unparsable,
            "b/BUILD": MODULE,
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"a:terraform-json", "b:b"}


def test_syntax_newer_than_the_builtin_parser_knows(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b")
            + dedent(
                """\
                locals {
                  chosen = (
                    var.a ?
                    provider::aws::arn_parse(var.b) :
                    null
                  )
                }
                """
            ),
            "b/BUILD": MODULE,
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b"}
