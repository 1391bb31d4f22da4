"""The tables, row by row: each text is what terraform-docs writes for the same module."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from terrapants.readme.docs_settings import DocsSettings
from terrapants.readme.markers import TableStyle
from terrapants.readme.module_docs_for_tests import module_docs
from terrapants.readme.tables import generate_sections

HCL = """
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

module "inner" {
  source  = "example/part/aws"
  version = "1.2.3"
}

module "another" {
  source = "./another"
}

resource "aws_s3_bucket" "this" {}

data "aws_region" "current" {}

variable "z_first" {
  type = string
}

variable "settings" {
  description = <<-EOT
    Settings of the thing:
    - `a`: one | two
    - b_c: more
  EOT
  type = object({
    a   = string
    b_c = optional(number, 1)
  })
  default = {
    a = "x|y"
  }
}

variable "a_last" {
  description = "Last."
  type        = bool
  default     = false
}

output "the_id" {
  description = "The id."
  value       = 1
}

output "plain" {
  value = 2
}
"""
REQUIREMENTS = """\
## Requirements

| Name | Version |
| ---- | ------- |
| <a name="requirement_terraform"></a> [terraform](#requirement\\_terraform) | >= 1.5 |
| <a name="requirement_aws"></a> [aws](#requirement\\_aws) | >= 5.0 |"""
PROVIDERS = """\
## Providers

| Name | Version |
| ---- | ------- |
| <a name="provider_aws"></a> [aws](#provider\\_aws) | 5.100.0 |"""
MODULES = """\
## Modules

| Name | Source | Version |
| ---- | ------ | ------- |
| <a name="module_another"></a> [another](#module\\_another) | ./another | n/a |
| <a name="module_inner"></a> [inner](#module\\_inner) | example/part/aws | 1.2.3 |"""
URL = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
RESOURCES = f"""\
## Resources

| Name | Type |
| ---- | ---- |
| [aws_s3_bucket.this]({URL}/resources/s3_bucket) | resource |
| [aws_region.current]({URL}/data-sources/region) | data source |"""
LAST_ROW = (
    '| <a name="input_a_last"></a> [a\\_last](#input\\_a\\_last) | Last. | `bool` | `false` | no |'
)
SETTINGS_ROW = (
    '| <a name="input_settings"></a> [settings](#input\\_settings) | Settings of the thing:<br/>- '
    "`a`: one \\| two<br/>- b\\_c: more | <pre>object({<br/>    a   = string<br/>    b_c = "
    'optional(number, 1)<br/>  })</pre> | <pre>{<br/>  "a": "x|y"<br/>}</pre> | no |'
)
FIRST_ROW = (
    '| <a name="input_z_first"></a> [z\\_first](#input\\_z\\_first) | n/a | `string` | n/a | yes |'
)
INPUTS_HEAD = """\
## Inputs

| Name | Description | Type | Default | Required |
| ---- | ----------- | ---- | ------- | :------: |
"""
INPUTS = INPUTS_HEAD + "\n".join((LAST_ROW, SETTINGS_ROW, FIRST_ROW))
PLAIN_ROW = '| <a name="output_plain"></a> [plain](#output\\_plain) | n/a |'
ID_ROW = '| <a name="output_the_id"></a> [the\\_id](#output\\_the\\_id) | The id. |'
OUTPUTS = f"""\
## Outputs

| Name | Description |
| ---- | ----------- |
{PLAIN_ROW}
{ID_ROW}"""
EVERYTHING = (REQUIREMENTS, PROVIDERS, MODULES, RESOURCES, INPUTS, OUTPUTS)


def content(
    hcl: str = HCL, style: TableStyle | None = None, header: str = "", **changes: object
) -> str:
    settings = replace(DocsSettings(), **changes)  # type: ignore[arg-type]
    docs = module_docs(hcl, locked={"aws": "5.100.0"})
    return generate_sections(docs, settings, style or TableStyle(), header).content


def test_everything() -> None:
    assert content() == "\n\n".join(EVERYTHING)


def test_sections_one_by_one() -> None:
    docs = module_docs(HCL, locked={"aws": "5.100.0"})
    by_name = generate_sections(docs, DocsSettings(), TableStyle()).by_name
    names = ("requirements", "providers", "modules", "resources", "inputs", "outputs")
    assert tuple(by_name[name] for name in names) == EVERYTHING


def test_older_delimiters_and_line_breaks() -> None:
    old = content(style=TableStyle(spaced_delimiters=False, line_break="<br>"))
    assert "|------|---------|\n" in old
    assert "|------|--------|---------|\n" in old
    assert "|------|------|\n" in old
    assert "|------|-------------|------|---------|:--------:|\n" in old
    assert "|------|-------------|\n" in old
    assert "| ---" not in old
    assert "of the thing:<br>- `a`" in old


def test_nothing() -> None:
    assert content("") == (
        "## Requirements\n\nNo requirements.\n\n## Providers\n\nNo providers.\n\n"
        "## Modules\n\nNo modules.\n\n## Resources\n\nNo resources.\n\n"
        "## Inputs\n\nNo inputs.\n\n## Outputs\n\nNo outputs."
    )


def test_nothing_hidden() -> None:
    assert content("", hide_empty=True) == ""
    only_output = content('output "plain" {}\n', hide_empty=True)
    assert only_output == f"\n\n{OUTPUTS.rpartition(chr(10))[0]}"


def test_header() -> None:
    assert content(
        "", header="# A_B\n\n\n\nText  \nmore ", hidden=frozenset({"footer", "outputs"})
    ).startswith("# A\\_B\n\nText  \nmore\n\n## Requirements\n\nNo requirements.")


def test_columns_can_be_left_out() -> None:
    bare = content(required=False, default=False, type=False, anchor=False, escape=False)
    assert "| Name | Description |\n| ---- | ----------- |\n| a_last | Last. |\n" in bare
    assert "| inner | example/part/aws | 1.2.3 |" in bare


def test_headings() -> None:
    assert "\n#### Inputs ####\n" in content(indent=4, atx_closed=True)


def test_without_html() -> None:
    row = next(line for line in content(html=False).split("\n") if "input_settings" in line)
    assert row == (
        '| <a name="input_settings"></a> [settings](#input\\_settings) | Settings of the thing: - '
        "`a`: one \\| two - b\\_c: more | ```object({ a = string b_c = optional(number, 1) })``` | "
        '```{ "a": "x|y" }``` | no |'
    )


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({"sort_by": "name"}, (LAST_ROW, SETTINGS_ROW, FIRST_ROW)),
        ({"sort_by": "required"}, (FIRST_ROW, LAST_ROW, SETTINGS_ROW)),
        ({"sort_by": "type"}, (LAST_ROW, SETTINGS_ROW, FIRST_ROW)),
        ({"sort": False}, (FIRST_ROW, SETTINGS_ROW, LAST_ROW)),
    ],
)
def test_order_of_inputs(changes: dict[str, Any], order: tuple[str, ...]) -> None:
    assert INPUTS_HEAD + "\n".join(order) + "\n\n" in content(**changes)


def test_order_of_the_source() -> None:
    unsorted = content(sort=False)
    assert unsorted.index("module_inner") < unsorted.index("module_another")
    assert f"{ID_ROW}\n{PLAIN_ROW}" in unsorted
    by_source = content(sort_by="type")
    assert by_source.index("module_another") < by_source.index("module_inner")


def test_resources_of_one_kind() -> None:
    only_data = content(hidden=frozenset({"footer", "resources"}))
    assert "aws_region.current" in only_data
    assert "aws_s3_bucket.this" not in only_data
    neither = content(hidden=frozenset({"footer", "resources", "data-sources"}))
    assert "## Resources" not in neither
    no_data = content('resource "a_b" "c" {}\n', hidden=frozenset({"footer", "resources"}))
    assert "## Resources\n\nNo resources.\n" in no_data
