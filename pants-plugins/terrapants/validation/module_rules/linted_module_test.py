from __future__ import annotations

import pytest

from terrapants.hcl.paths import is_override
from terrapants.validation.module_rules.testutil import module


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
