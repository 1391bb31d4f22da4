from __future__ import annotations

import pytest

from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.testutil import VERSIONS, findings

REQUIRED = "terraform-required-provider"
UNUSED = "terraform-unused-provider"


def required(entry: str) -> str:
    return f"terraform {{\n  required_providers {{\n    {entry}\n  }}\n}}\n"


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ('resource "random_id" "a" {}', "random"),
        ('data "random_id" "a" {}', "random"),
        ('ephemeral "random_password" "a" {}', "random"),
        ('check "c" {\n  data "random_id" "a" {}\n}', "random"),
        ('resource "aws_x" "a" {\n  provider = random.b\n}', "random"),
        ('resource "google_x" "a" {\n  provider = google-beta\n}', "google-beta"),
        ('provider "random" {}', "random"),
        ('module "m" {\n  source = "./m"\n  providers = { a = random.b }\n}', "random"),
        ('locals {\n  a = provider::random::f("x")\n}', "random"),
    ],
)
def test_a_provider_that_is_used_is_required(text: str, provider: str) -> None:
    (found,) = findings({"a.tf": text + "\n"}, REQUIRED)
    assert found.message.startswith(f'provider "{provider}" is used here')
    entry = f'{provider} = {{\n      source = "x/y"\n      version = "~> 3.0"\n    }}'
    assert findings({"a.tf": text + "\n", "b.tf": required(entry)}, REQUIRED) == ()
    assert all(
        provider not in each.message
        for each in findings({"a.tf": text + "\n", "b.tf": required(entry)}, UNUSED)
    )


@pytest.mark.parametrize(
    "text",
    [
        'resource "terraform_data" "a" {}',
        'data "terraform_remote_state" "a" {}',
        'locals {\n  a = provider::terraform::encode_expr("x")\n}',
    ],
)
def test_what_is_part_of_terraform_needs_no_provider(text: str) -> None:
    assert findings({"a.tf": text + "\n"}, REQUIRED) == ()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("x = {}", 'provider "x" has no source and no version'),
        ('x = {\n source = "a/x"\n}', 'provider "x" has no version'),
        ('x = {\n version = "1.0"\n}', 'provider "x" has no source'),
        ('x = "~> 1.0"', 'provider "x" has no source'),
    ],
)
def test_what_an_entry_lacks(entry: str, message: str) -> None:
    (found,) = findings({"a.tf": required(entry)}, REQUIRED)
    assert found.message == message


def test_an_override_file_may_add_what_an_entry_lacks() -> None:
    changes = {
        "a.tf": required('x = {\n source = "a/x"\n}'),
        "a_override.tf": required('x = {\n version = "1.0"\n}'),
    }
    assert findings(changes, REQUIRED) == ()


def test_a_provider_whose_configuration_callers_pass_is_used() -> None:
    entry = 'x = {\n source = "a/x"\n version = "1"\n configuration_aliases = [x.y]\n}'
    assert findings({"a.tf": required(entry)}, UNUSED) == ()


@pytest.mark.parametrize(("kind", "count"), [("root", 0), ("reusable", 1), ("example", 1)])
def test_a_root_module_that_calls_others_may_pin_their_providers(kind: str, count: int) -> None:
    changes = {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "versions.tf": VERSIONS}
    assert len(findings(changes, UNUSED, kind=ModuleKind(kind))) == count


def test_the_provider_that_is_part_of_terraform() -> None:
    entry = 'terraform = {\n      source = "terraform.io/builtin/terraform"\n    }'
    used = {"a.tf": required(entry) + 'resource "terraform_data" "a" {}\n'}
    assert findings(used, REQUIRED) == ()
    assert [each.message for each in findings(used, UNUSED)] == []
    (found,) = findings({"a.tf": required(entry)}, UNUSED)
    assert found.message == 'provider "terraform" is required, but nothing uses it'


def test_a_version_in_a_provider_block() -> None:
    text = 'provider "aws" {\n  version = "~> 5.0"\n}\n'
    (found,) = findings({"a.tf": text}, REQUIRED, kind=ModuleKind.ROOT)
    assert found.message == (
        'the version of provider "aws" is in its provider block: write it in required_providers'
    )


def test_the_version_of_terraform_may_be_required_anywhere() -> None:
    split = VERSIONS.replace('  required_version = ">= 1.7.0"\n', "")
    rule = "terraform-required-version"
    assert findings({"versions.tf": split, "z.tf": VERSIONS}, rule) == ()
    assert [str(each.position) for each in findings({"versions.tf": None}, rule)] == [
        "infra/m/main.tf"
    ]
