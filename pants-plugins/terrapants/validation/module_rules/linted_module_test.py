from __future__ import annotations

import pytest

from terrapants.hcl.file_facts import read_file
from terrapants.hcl.paths import is_override
from terrapants.validation.module_rules.linted_module import (
    ModuleFile,
    ModuleKind,
    module_kind,
)
from terrapants.validation.module_rules.testutil import module


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
    path = f"{directory}/main.tf"
    files = (ModuleFile(path, read_file(path, text.encode())),)
    assert module_kind(directory, files, False) is kind


def test_variable_files_are_of_root_modules() -> None:
    assert module_kind("live/prod", (), True) is ModuleKind.ROOT
    assert module_kind("m/examples/a", (), True) is ModuleKind.EXAMPLE


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/override.tf", True),
        ("a/b_override.tf", True),
        ("a/b_override.tf.json", True),
        ("a_override/b.tf", False),
        ("a/overrides.tf", False),
        ("a/myoverride.tf", False),
    ],
)
def test_override_files(path: str, expected: bool) -> None:
    assert is_override(path) is expected


def test_the_file_that_stands_for_the_module() -> None:
    assert module({"a.tf": "locals {}\n"}).whole.path == "infra/m/main.tf"
    assert module({"main.tf": None, "a.tf": "locals {}\n"}).whole.path == "infra/m/a.tf"
    assert module({"main.tf": None, "main.tf.json": "{}"}).whole.path == "infra/m/main.tf.json"


def test_the_local_modules_it_names() -> None:
    changes = {
        "a.tf": 'module "a" {\n  source = "../n"\n}\nmodule "b" {\n  source = "x/y/z"\n}\n',
        "tests/a.tftest.hcl": 'run "a" {\n  module {\n    source = "./tests/setup"\n  }\n}\n',
    }
    assert module(changes).local_directories() == {"infra/n", "infra/m/tests/setup"}
