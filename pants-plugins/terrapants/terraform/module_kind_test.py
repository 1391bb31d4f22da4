from __future__ import annotations

import pytest

from terrapants.hcl.module_interface import read_module
from terrapants.terraform.module_kind import ModuleKind, module_kind


@pytest.mark.parametrize(
    ("directory", "text", "kind"),
    [
        ("infra/m", "", ModuleKind.REUSABLE),
        ("infra/m/modules/n", 'terraform {\n  required_version = "1"\n}\n', ModuleKind.REUSABLE),
        ("live/prod", 'terraform {\n  backend "s3" {}\n}\n', ModuleKind.ROOT),
        ("live/prod", "terraform {\n  cloud {}\n}\n", ModuleKind.ROOT),
        ("infra/m/examples/a", "", ModuleKind.EXAMPLE),
        ("infra/m/examples/a", 'terraform {\n  backend "s3" {}\n}\n', ModuleKind.EXAMPLE),
        ("infra/m/tests/setup", "", ModuleKind.TEST),
        ("tests/fixtures/examples/a", "", ModuleKind.TEST),
        ("latests/m", "", ModuleKind.REUSABLE),
        ("", "", ModuleKind.REUSABLE),
    ],
)
def test_kinds(directory: str, text: str, kind: ModuleKind) -> None:
    has_state = read_module({f"{directory}/main.tf": text}).has_state
    assert module_kind(directory, has_state, False) is kind


def test_variable_files_are_of_root_modules() -> None:
    assert module_kind("live/prod", False, True) is ModuleKind.ROOT
    assert module_kind("m/examples/a", False, True) is ModuleKind.EXAMPLE
