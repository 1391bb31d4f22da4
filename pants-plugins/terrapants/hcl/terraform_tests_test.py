from __future__ import annotations

import pytest

from terrapants.hcl.document import HclSyntaxError
from terrapants.hcl.position import Position
from terrapants.hcl.terraform_tests import MockProvider, Run, read_terraform_tests

NATIVE = """\
# What the bucket promises.
variables {
  name   = "logs"
  policy = file("./tests/policy.json")
}

provider "random" {}

mock_provider "aws" {
  source = "./tests/mocks"
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

mock_provider "aws" {
  alias = "replica"
}

run "setup" {
  module {
    source  = "./tests/setup"
    version = "1.0.0"
  }
}

run "plan" {
  command = plan

  plan_options {
    mode = refresh-only
  }

  variables {
    template = templatefile("${path.module}/tests/t.tftpl", {})
  }

  expect_failures = [
    var.name,
    aws_s3_bucket.this["a"],
    check.health,
  ]

  assert {
    condition     = aws_s3_bucket.this.bucket == "logs"
    error_message = "Name is ${aws_s3_bucket.this.bucket}."
  }
}
"""
JSON = """\
{
  "variables": {"name": "logs"},
  "provider": {"random": {}},
  "mock_provider": {
    "aws": [{"source": "./tests/mocks"}, {"alias": "replica"}]
  },
  "run": {
    "setup": {"module": {"source": "./tests/setup"}},
    "plan": {
      "command": "plan",
      "expect_failures": ["var.name", "${check.health}"],
      "assert": {"condition": "${file(\\"tests/x.json\\") != \\"\\"}", "error_message": "No."}
    }
  }
}
"""


def test_native_syntax() -> None:
    path = "m/tests/a.tftest.hcl"
    test = read_terraform_tests(NATIVE, path)
    assert test.path == path
    assert test.runs == (
        Run("setup", "apply", "./tests/setup", "1.0.0", (), Position(path, 20, 1)),
        Run(
            "plan",
            "plan",
            None,
            None,
            ("var.name", 'aws_s3_bucket.this["a"]', "check.health"),
            Position(path, 27, 1),
        ),
    )
    assert test.mock_providers == (
        MockProvider("aws", None, "./tests/mocks", Position(path, 9, 1)),
        MockProvider("aws", "replica", None, Position(path, 16, 1)),
    )
    assert [(item.name, item.alias) for item in test.providers] == [("random", None)]
    assert [(item.path, item.base, item.position.line) for item in test.file_references] == [
        ("tests/policy.json", "root", 4),
        ("tests/t.tftpl", "module", 35),
    ]


def test_json_syntax() -> None:
    path = "m/a.tftest.json"
    test = read_terraform_tests(JSON, path)
    assert test.runs == (
        Run("setup", "apply", "./tests/setup", None, (), Position(path, 8, 5)),
        Run("plan", "plan", None, None, ("var.name", "check.health"), Position(path, 9, 5)),
    )
    assert test.mock_providers == (
        MockProvider("aws", None, "./tests/mocks", Position(path, 5, 5)),
        MockProvider("aws", "replica", None, Position(path, 5, 5)),
    )
    assert [item.name for item in test.providers] == ["random"]
    assert [item.path for item in test.file_references] == ["tests/x.json"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.tftest.hcl", ""),
        ("a.tftest.hcl", "# no runs yet\n"),
        ("a.tftest.hcl", 'provider "aws" {}\n'),
        ("a.tftest.json", "{}"),
        ("a.tftest.json", '{"run": {}}'),
    ],
)
def test_a_file_without_runs_is_readable(path: str, text: str) -> None:
    test = read_terraform_tests(text, path)
    assert test.runs == ()


def test_the_command_may_be_in_quotes() -> None:
    (run,) = read_terraform_tests('run "a" {\n  command = "plan"\n}\n', "a.tftest.hcl").runs
    assert run.command == "plan"


def test_sources_that_are_not_literal_are_none() -> None:
    test = read_terraform_tests(
        'mock_provider "aws" {\n  source = var.mocks\n}\n'
        'run "a" {\n  module {\n    source = "./${var.x}"\n  }\n}\n',
        "a.tftest.hcl",
    )
    assert test.mock_providers[0].source is None
    assert test.runs[0].module_source is None


def test_a_syntax_error() -> None:
    with pytest.raises(HclSyntaxError) as raised:
        read_terraform_tests(
            'run "a" {\n  assert {\n    condition = \n  }\n}\n', "m/tests/a.tftest.hcl"
        )
    assert str(raised.value) == (
        "m/tests/a.tftest.hcl:3:17: found the end of the line, expected a value"
    )


def test_strings_in_variables_that_may_name_files() -> None:
    test = read_terraform_tests(
        """
variables {
  config = "./tests/fixtures/a.yml"
  region = "eu-west-1"
  nested = { paths = ["tests/b.json", "/etc/c.json", "~/d.json", "e.\\n"] }
}
run "a" {
  variables {
    cidr = "10.0.0.0/16"
  }
  assert {
    condition     = output.name == "f.json"
    error_message = "g.h"
  }
}
""",
        "tests/a.tftest.hcl",
    )
    assert test.possible_files == ("tests/fixtures/a.yml", "tests/b.json", "10.0.0.0/16")
