from __future__ import annotations

import json

import pytest

from terrapants.hcl.document import HclSyntaxError
from terrapants.hcl.module_interface import (
    ModuleCall,
    ModuleInterface,
    ProviderBlock,
    RequiredProvider,
    RequiredVersion,
    read_module,
)
from terrapants.hcl.position import Position

MAIN = """\
# Buckets.
terraform {
  required_version = ">= 1.6, < 2.0"

  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.0"
      configuration_aliases = [aws.replica]
    }
    random = { source = "hashicorp/random" }
    null   = "~> 3.0"
  }
}

provider "aws" {
  alias  = "replica"
  region = var.region
}

provider "random" {}

module "label" {
  source = "../label"
  name   = "x"
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.0"
}

module "computed" {
  source = "${var.region}/x"
}

resource "aws_s3_bucket" "this" {
  provider = aws.replica
  bucket   = file("${path.module}/name.txt")
}

data "aws_iam_policy_document" "this" {}

ephemeral "random_password" "this" {}
"""
VARIABLES = """\
variable "region" {
  type = string
}

output "arn" {
  value = aws_s3_bucket.this.arn
}
"""


def test_native_syntax() -> None:
    module = read_module({"m/variables.tf": VARIABLES, "m/main.tf": MAIN})
    assert module.module_calls == (
        ModuleCall(
            "label",
            "../label",
            None,
            Position("m/main.tf", 23, 1),
            Position("m/main.tf", 24, 3),
            source_text="../label",
        ),
        ModuleCall(
            "vpc",
            "terraform-aws-modules/vpc/aws",
            "5.1.0",
            Position("m/main.tf", 28, 1),
            Position("m/main.tf", 29, 3),
            has_version=True,
            source_text="terraform-aws-modules/vpc/aws",
            version_text="5.1.0",
        ),
        ModuleCall(
            "computed",
            None,
            None,
            Position("m/main.tf", 33, 1),
            Position("m/main.tf", 34, 3),
            source_text="${var.region}/x",
        ),
    )
    assert module.required_versions == (
        RequiredVersion(">= 1.6, < 2.0", Position("m/main.tf", 3, 3)),
    )
    assert module.required_providers[0] == RequiredProvider(
        "aws", "hashicorp/aws", "~> 5.0", Position("m/main.tf", 6, 5), aliases=("aws.replica",)
    )
    assert module.providers == (
        ProviderBlock("aws", "replica", Position("m/main.tf", 16, 1)),
        ProviderBlock("random", None, Position("m/main.tf", 21, 1)),
    )
    assert [str(resource) for resource in module.resources] == [
        "aws_s3_bucket.this",
        "data.aws_iam_policy_document.this",
        "ephemeral.random_password.this",
    ]
    assert module.resources[0].position == Position("m/main.tf", 37, 1)
    assert [resource.provider for resource in module.resources] == ["aws.replica", None, None]
    assert [(item.name, str(item.position)) for item in module.variables] == [
        ("region", "m/variables.tf:1:1")
    ]
    assert [(item.name, str(item.position)) for item in module.outputs] == [
        ("arn", "m/variables.tf:5:1")
    ]
    assert [(item.path, str(item.position)) for item in module.file_references] == [
        ("name.txt", "m/main.tf:39:14")
    ]


def test_required_providers_in_all_their_forms() -> None:
    module = read_module({"main.tf": MAIN})
    assert [(item.name, item.source, item.version) for item in module.required_providers] == [
        ("aws", "hashicorp/aws", "~> 5.0"),
        ("random", "hashicorp/random", None),
        ("null", None, "~> 3.0"),
    ]


def test_json_syntax_says_the_same() -> None:
    text = json.dumps(
        {
            "//": "Buckets.",
            "terraform": {
                "required_version": ">= 1.6",
                "required_providers": {
                    "aws": {"source": "hashicorp/aws", "version": "~> 5.0"},
                    "null": "~> 3.0",
                },
            },
            "provider": {"aws": [{"alias": "replica"}, {}], "random": {}},
            "module": {"label": {"source": "../label"}, "vpc": {"source": "a/b/c", "version": "1"}},
            "resource": {"aws_s3_bucket": {"this": {"bucket": '${file("${path.module}/name")}'}}},
            "data": {"aws_ami": {"this": {}}},
            "variable": {"region": {"type": "string"}},
            "output": {"arn": {"value": "${aws_s3_bucket.this.arn}"}},
        },
        indent=2,
    )
    module = read_module({"m/main.tf.json": text})
    assert [(call.name, call.source, call.version) for call in module.module_calls] == [
        ("label", "../label", None),
        ("vpc", "a/b/c", "1"),
    ]
    line = text.split("\n").index('    "label": {') + 1
    assert module.module_calls[0].position == Position("m/main.tf.json", line, 5)
    assert [item.constraint for item in module.required_versions] == [">= 1.6"]
    assert [(item.name, item.source, item.version) for item in module.required_providers] == [
        ("aws", "hashicorp/aws", "~> 5.0"),
        ("null", None, "~> 3.0"),
    ]
    assert [(item.name, item.alias) for item in module.providers] == [
        ("aws", "replica"),
        ("aws", None),
        ("random", None),
    ]
    assert [str(item) for item in module.resources] == ["aws_s3_bucket.this", "data.aws_ami.this"]
    assert [item.name for item in module.variables] == ["region"]
    assert [item.name for item in module.outputs] == ["arn"]
    assert [item.path for item in module.file_references] == ["name"]


def test_several_terraform_blocks_and_override_files_add_up() -> None:
    module = read_module(
        {
            "override.tf": 'module "a" {\n  source = "./fake"\n}\n',
            "main.tf": 'terraform {\n  required_version = "> 1"\n}\n'
            'module "a" {\n  source = "./a"\n}\n',
            "z.tf": 'terraform {\n  required_version = "< 2"\n}\n',
        }
    )
    assert [call.source for call in module.module_calls] == ["./a", "./fake"]
    assert [item.constraint for item in module.required_versions] == ["> 1", "< 2"]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"m/main.tf": ""},
        {"m/main.tf": "# nothing\n"},
        {"m/main.tf.json": "{}"},
        {"m/README.md": "# ?", "m/a.tfvars": "?", "m/a.tftest.hcl": "?", "m/BUILD": "?"},
    ],
)
def test_nothing(files: dict[str, str]) -> None:
    module = read_module(files)
    assert module == ModuleInterface()


def test_blocks_that_are_not_as_terraform_wants_them_are_left_out() -> None:
    module = read_module(
        {
            "main.tf": 'module {}\nmodule "a" "b" {}\nresource "c" {}\nprovider {}\n'
            "terraform {\n  required_version = var.v\n}\n"
        }
    )
    assert module == ModuleInterface(
        terraform_blocks=(Position("main.tf", 5, 1),), references={"var.v": 1}
    )


def test_a_syntax_error_names_the_file_as_it_was_given() -> None:
    with pytest.raises(HclSyntaxError) as raised:
        read_module({"m/a.tf": "a = 1\n", "m/b.tf": 'module "x" {\n  source = \n}\n'})
    assert raised.value.path == "m/b.tf"
    assert str(raised.value) == "m/b.tf:2:12: found the end of the line, expected a value"


def test_what_a_module_uses() -> None:
    module = read_module({"m/variables.tf": VARIABLES, "m/main.tf": MAIN})
    assert [each.name for each in module.provider_uses] == ["aws", "random"]
    assert module.references["var.region"] == 2
    assert module.references["aws_s3_bucket.this"] == 1
    assert [str(each) for each in module.terraform_blocks] == ["m/main.tf:2:1"]
    assert not module.has_state


def test_checks_and_their_data_sources() -> None:
    text = """\
check "health" {
  data "http" "this" {
    url = "x"
  }
}

data "aws_ami" "this" {
  lifecycle {
    postcondition {
      condition = self.arch == "x"
    }
  }
}
"""
    module = read_module({"a.tf": text})
    assert [each.name for each in module.checks] == ["health"]
    assert [(each.type, each.asserts) for each in module.data_sources] == [
        ("aws_ami", True),
        ("http", False),
    ]
    assert [str(each) for each in module.resources] == ["data.aws_ami.this"]


def test_where_the_state_is() -> None:
    for block in ('backend "s3" {}', "cloud {}"):
        assert read_module({"a.tf": f"terraform {{\n  {block}\n}}\n"}).has_state
