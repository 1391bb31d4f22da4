from __future__ import annotations

import pytest

from terrapants.validation.module_rules.testutil import findings


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('variable "a" {}\n', 'variable "a"'),
        ("locals {\n  a = 1\n}\n", 'local value "a"'),
        ('output "a" {}\n', 'output "a"'),
        ('resource "b" "a" {}\n', "b.a"),
        ('data "b" "a" {}\n', "data.b.a"),
        ('ephemeral "b" "a" {}\n', "ephemeral.b.a"),
        ('module "a" {}\n', 'module "a"'),
        ('provider "a" {}\n', 'provider "a"'),
        ('provider "a" {\n  alias = "b"\n}\n', 'provider "a" with the alias "b"'),
        ('check "a" {}\n', 'check "a"'),
        (
            'terraform {\n  required_providers {\n    a = "1"\n  }\n}\n',
            'required provider "a"',
        ),
    ],
)
def test_duplicates_in_one_and_in_several_files(text: str, what: str) -> None:
    rule = "terraform-duplicate-declaration"
    for changes in ({"a.tf": text + text}, {"a.tf": text, "b.tf": text}):
        (found,) = findings(changes, rule)
        assert found.message.startswith(f"{what} is already declared at infra/m/a.tf:")
    assert findings({"a.tf": text, "a_override.tf": text}, rule) == ()
