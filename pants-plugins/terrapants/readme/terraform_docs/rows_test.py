"""What the golden files do not show: they have rows and no problems."""

from __future__ import annotations

from terrapants.hcl.module_interface import read_module
from terrapants.hcl.position import Position
from terrapants.readme.terraform_docs.rows import ModuleRows, RowProblem, read_module_rows


def rows_of(text: str) -> ModuleRows:
    return read_module_rows(read_module({"main.tf": text}))


def test_windows_line_ends_in_descriptions() -> None:
    (found,) = rows_of('variable "v" {\r\n  description = <<EOT\r\na\r\nb\r\nEOT\r\n}\r\n').inputs
    assert found.description == "a\nb\n"


def test_a_default_that_is_not_constant() -> None:
    problem = RowProblem(
        Position("main.tf", 2, 13),
        'the default of variable "v" refers to something or calls a function, expected a constant, '
        "as Terraform does",
    )
    assert rows_of('variable "v" {\n  default = var.x\n}\n').problems == (problem,)
