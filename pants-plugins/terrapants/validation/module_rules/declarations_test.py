from __future__ import annotations

import pytest

from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.testutil import findings, shown

REUSABLE, ROOT, EXAMPLE, TEST = ModuleKind


@pytest.mark.parametrize(("kind", "count"), [(REUSABLE, 1), (ROOT, 1), (EXAMPLE, 1), (TEST, 0)])
@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("terraform-variable-description", 'variable "a" {}\n'),
        ("terraform-output-description", 'output "a" {}\n'),
    ],
)
def test_what_tests_load_needs_no_descriptions(
    kind: ModuleKind, count: int, rule: str, text: str
) -> None:
    assert len(findings({"a.tf": text}, rule, kind=kind)) == count


def test_an_override_file_amends_and_declares_nothing() -> None:
    changes = {
        "a_override.tf": 'variable "name" {\n  default = "x"\n}\n'
        'output "arn" {\n  sensitive = true\n}\nresource "aws_s3_bucket" "this" {}\n'
    }
    assert shown(changes) == ""
