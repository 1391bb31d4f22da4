from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from pants.util.frozendict import FrozenDict

from terrapants.hcl.module_calls import called_modules
from terrapants.hcl.module_interface import read_module
from terrapants.hcl.paths import resolve_local
from terrapants.hcl.provider_needs import ProviderConfiguration, provider_needs
from terrapants.hcl.terraform_tests import read_terraform_tests
from terrapants.terraform.loaded_modules import LoadedModule, LoadedModules
from terrapants.testing.mocked_providers import may_use_aws, mocked_in_all_runs

BUCKET = 'resource "aws_s3_bucket" "a" {}'
ALIASED = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", configuration_aliases = [aws.replica] }
  }
}
resource "aws_s3_bucket" "b" { provider = aws.replica }
"""
RUN = 'run "a" {}'


def loaded(modules: Mapping[str, str]) -> LoadedModules:
    found = {}
    for directory, text in modules.items():
        interface = read_module({f"{directory}/main.tf": text})
        calls = tuple(
            resolve_local(directory, call.source or "") or "" for call in interface.module_calls
        )
        called = tuple(called_modules(interface.module_calls).values())
        found[directory] = LoadedModule(provider_needs(interface), calls, True, called)
    return LoadedModules("m", FrozenDict(found), (), True)


def mocked(tests: str, main: str = BUCKET, **others: str) -> bool:
    found = mocked_in_all_runs(
        read_terraform_tests(tests, "m/a.tftest.hcl"), loaded({"m": main, **others})
    )
    return found is not None


@pytest.mark.parametrize(
    ("tests", "main", "expected"),
    [
        (f'mock_provider "aws" {{}}\n{RUN}', BUCKET, True),
        (RUN, BUCKET, False),
        (RUN, 'resource "terraform_data" "a" {}', True),
        (f'mock_provider "aws" {{ alias = "x" }}\n{RUN}', BUCKET, False),
        (f'mock_provider "aws" {{}}\nprovider "random" {{}}\n{RUN}', BUCKET, False),
        (f'mock_provider "aws" {{}}\n{RUN}', ALIASED, False),
        (f'mock_provider "aws" {{ alias = "replica" }}\n{RUN}', ALIASED, True),
        (f'mock_provider "aws" {{}}\n{RUN}', f'{BUCKET}\nresource "random_id" "r" {{}}', False),
    ],
)
def test_the_module_under_test(tests: str, main: str, expected: bool) -> None:
    assert mocked(tests, main) is expected


@pytest.mark.parametrize(
    ("providers", "expected"),
    [
        ("aws = aws.fake", True),
        ("aws = aws.real", False),
        ("aws.other = aws.fake", False),
        ("", True),
    ],
)
def test_what_a_run_gives_the_module(providers: str, expected: bool) -> None:
    tests = f"""
    mock_provider "aws" {{}}
    mock_provider "aws" {{ alias = "fake" }}
    run "a" {{ providers = {{ {providers} }} }}
    """
    assert mocked(tests) is expected


def test_local_names_may_differ() -> None:
    main = """
    terraform {
      required_providers {
        cloud = { source = "hashicorp/aws" }
      }
    }
    resource "cloud_x" "a" {}
    """
    assert mocked(f'mock_provider "cloud" {{}}\n{RUN}', main)
    run = 'run "a" {\n module { source = "./other" }\n}'
    assert mocked(f'mock_provider "cloud" {{}}\n{run}', main, **{"m/other": BUCKET})


def test_modules_that_runs_load_and_modules_call() -> None:
    calls = 'module "x" { source = "./x" }'
    mock = f'mock_provider "aws" {{}}\n{RUN}'
    assert mocked(mock, calls, **{"m/x": BUCKET})
    assert not mocked(mock, calls, **{"m/x": 'resource "random_id" "r" {}'})
    assert not mocked(mock, calls, **{"m/x": f'provider "aws" {{}}\n{BUCKET}'})
    run = 'mock_provider "aws" {}\nrun "a" {\n module { source = "./x" }\n}'
    assert not mocked(run, BUCKET, **{"m/x": 'resource "random_id" "r" {}'})


def test_a_circle_of_calls_ends() -> None:
    other = f'{BUCKET}\nmodule "m" {{ source = "../" }}'
    assert mocked(
        f'mock_provider "aws" {{}}\n{RUN}', 'module "x" { source = "./x" }', **{"m/x": other}
    )


def test_what_is_not_known_whole_is_not_mocked() -> None:
    modules = loaded({"m": BUCKET})
    tests = read_terraform_tests(f'mock_provider "aws" {{}}\n{RUN}', "m/a.tftest.hcl")
    incomplete = LoadedModules("m", modules.modules, (), complete=False)
    assert mocked_in_all_runs(tests, incomplete) is None


def test_what_counts_is_mocked_in_all_runs() -> None:
    tests = """
    mock_provider "aws" {}
    mock_provider "aws" { alias = "replica" }
    mock_provider "random" {}
    run "all" {}
    run "some" {
      providers = { aws = aws, aws.replica = aws.replica }
    }
    """
    found = mocked_in_all_runs(
        read_terraform_tests(tests, "m/a.tftest.hcl"), loaded({"m": ALIASED})
    )
    aws = "registry.terraform.io/hashicorp/aws"
    assert found == frozenset({ProviderConfiguration(aws), ProviderConfiguration(aws, "replica")})


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        (BUCKET, True),
        ('resource "awscc_s3_bucket" "a" {}', True),
        ('resource "random_id" "r" {}', False),
        ('resource "terraform_data" "a" {}', False),
        ('module "x" { source = "./x" }', True),
        ('module "x" { source = "acme/queue/aws" }', True),
    ],
)
def test_whether_aws_may_be_used(main: str, expected: bool) -> None:
    called = {"m/x": BUCKET} if "./x" in main else {}
    assert may_use_aws(loaded({"m": main, **called})) is expected


def test_what_is_not_known_may_use_aws() -> None:
    assert may_use_aws(replace(loaded({"m": ""}), complete=False))
