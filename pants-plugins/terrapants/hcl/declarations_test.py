from __future__ import annotations

import json

import pytest

from terrapants.hcl.module_interface import ModuleInterface, read_module

NATIVE = """\
variable "token" {
  type = object({
    name = string # who
    ttl  = optional(number, 60)
  })
  description = "A token."
  default     = { name = "x" }
  sensitive   = true
  ephemeral   = true
  nullable    = false

  validation {
    condition     = length(var.token.name) > 0
    error_message = "A token has a name."
  }
  validation {
    condition     = var.token.ttl > 0
    error_message = "Too short."
  }
}

variable "bare" {}

variable "computed" {
  description = "${var.bare}, and more"
  sensitive   = var.bare
}

output "arn" {
  value       = aws_sqs_queue.this.arn
  description = <<-EOT
    The ARN.
  EOT
  sensitive   = true
}

output "bare" {}

locals {
  name = var.bare
  size = 3
}
locals {
  more = []
}
"""
JSON = json.dumps(
    {
        "variable": {
            "token": {
                "type": "object({ name = string })",
                "description": "A token.",
                "default": {"name": "x", "list": [1, None, "y"]},
                "sensitive": "true",
                "validation": [{"condition": "${var.x}", "error_message": "No."}],
            }
        },
        "output": {"arn": {"value": "${aws_sqs_queue.this.arn}", "description": "The ARN."}},
        "locals": {"name": "${var.bare}"},
    },
    indent=1,
)


@pytest.fixture(scope="module")
def module() -> ModuleInterface:
    return read_module({"m/main.tf": NATIVE})


def test_a_variable_with_everything(module: ModuleInterface) -> None:
    variable = module.variables[0]
    assert variable.type is not None
    assert variable.type.text == (
        "object({\n    name = string # who\n    ttl  = optional(number, 60)\n  })"
    )
    assert str(variable.type.position) == "m/main.tf:2:3"
    assert variable.default is not None
    assert variable.default.json == '{\n  "name": "x"\n}'
    assert variable.default.type == "map"
    assert variable.description == "A token."
    assert (variable.sensitive, variable.ephemeral) == (True, True)
    assert [str(validation) for validation in variable.validations] == [
        "m/main.tf:12:3",
        "m/main.tf:16:3",
    ]
    assert variable.own_references == ("var.token", "var.token")


def test_a_variable_with_nothing(module: ModuleInterface) -> None:
    variable = module.variables[1]
    assert (variable.type, variable.default, variable.description) == (None, None, None)
    assert (variable.sensitive, variable.ephemeral) == (None, False)
    assert variable.validations == ()


def test_what_is_no_literal_is_not_known(module: ModuleInterface) -> None:
    variable = module.variables[2]
    assert variable.description is None
    assert variable.sensitive is False


def test_outputs(module: ModuleInterface) -> None:
    with_everything, bare = module.outputs
    assert with_everything.description == "The ARN.\n"
    assert with_everything.sensitive is True
    assert (bare.description, bare.sensitive) == (None, None)


def test_locals_of_all_blocks(module: ModuleInterface) -> None:
    assert [(local.name, str(local.position)) for local in module.locals] == [
        ("name", "m/main.tf:40:3"),
        ("size", "m/main.tf:41:3"),
        ("more", "m/main.tf:44:3"),
    ]


def test_json_syntax() -> None:
    module = read_module({"m/main.tf.json": JSON})
    (variable,) = module.variables
    assert variable.type is not None
    assert variable.type.text == "object({ name = string })"
    assert variable.default is not None
    assert json.loads(variable.default.json) == {"name": "x", "list": [1, None, "y"]}
    assert (variable.description, variable.sensitive) == ("A token.", True)
    assert len(variable.validations) == 1
    assert module.outputs[0].description == "The ARN."
    assert [local.name for local in module.locals] == ["name"]


@pytest.mark.parametrize(
    ("default", "kind"),
    [
        ("null", "any"),
        ("true", "bool"),
        ("1 + 1", "number"),
        ('"x"', "string"),
        ("[1]", "list"),
        ("{ a = 1 }", "map"),
    ],
)
def test_the_kind_of_a_default(default: str, kind: str) -> None:
    (variable,) = read_module({"a.tf": f'variable "a" {{\n  default = {default}\n}}\n'}).variables
    assert variable.default is not None
    assert (variable.default.type, variable.default.not_constant) == (kind, None)


def test_a_default_that_depends_on_something() -> None:
    (variable,) = read_module({"a.tf": 'variable "a" {\n  default = [var.b]\n}\n'}).variables
    assert variable.default is not None
    assert (variable.default.json, str(variable.default.not_constant)) == ("", "a.tf:2:14")


def test_the_comment_above_a_block() -> None:
    text = '# One\n// two.\nvariable "a" {}\n\n# Not this.\n\noutput "b" {}\n'
    module = read_module({"a.tf": text})
    assert module.variables[0].comment == "One two."
    assert module.outputs[0].comment == ""


def test_a_type_in_quotation_marks() -> None:
    (variable,) = read_module({"a.tf": 'variable "a" {\n  type = "list"\n}\n'}).variables
    assert variable.type is not None
    assert (variable.type.text, variable.type.is_quoted) == ("list", True)
