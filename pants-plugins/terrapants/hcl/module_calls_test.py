from __future__ import annotations

from terrapants.hcl.module_calls import CalledModule, called_modules
from terrapants.hcl.module_interface import read_module

CALLS = """
module "vpc" {
  source  = "acme/vpc/aws"
  version = "1.0.0"
}

module "names" {
  source = "./names"
}
"""


def called(**overrides: str) -> dict[str, CalledModule]:
    files = {f"{name}.tf": text for name, text in {"main": CALLS, **overrides}.items()}
    return called_modules(read_module(files).module_calls)


def test_calls() -> None:
    assert called() == {
        "vpc": CalledModule("vpc", "acme/vpc/aws", "1.0.0"),
        "names": CalledModule("names", "./names", None),
    }


def test_last_override_counts() -> None:
    found = called(
        a_override='module "vpc" {\n  source = "./vpc"\n  version = "2.0.0"\n}\n',
        override='module "vpc" {\n  version = "3.0.0"\n}\n',
    )
    assert found["vpc"] == CalledModule("vpc", "./vpc", "3.0.0")


def test_values_that_are_not_literal() -> None:
    found = called(override='module "vpc" {\n  source = var.source\n  version = var.version\n}\n')
    assert found["vpc"] == CalledModule("vpc", None, None, has_literal_version=False)
