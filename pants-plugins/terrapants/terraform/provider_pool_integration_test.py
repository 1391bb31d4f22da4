"""What Pants prepares for the provider pool, and what it says where it cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner, engine_error

from terrapants.findings.user_error import UserError
from terrapants.terraform.provider_pool import AnnouncedPool, PreparedPool
from terrapants.terraform.providers import PROVIDERS_CACHE
from terrapants.terraform.rules import rules, target_types
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import NO_POOL, terraform_rule_runner


@pytest.fixture
def rule_runner(tmp_path: Path) -> RuleRunner:
    return terraform_rule_runner(
        [*rules(), QueryRule(AnnouncedPool, []), QueryRule(PreparedPool, [])],
        target_types(),
        caches=str(tmp_path / "caches"),
    )


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """The file by which children of this process find the pool."""
    return tmp_path / "caches/named" / PROVIDERS_CACHE / "pool/clients" / str(os.getpid())


def announce(rule_runner: RuleRunner, *options: str) -> str:
    rule_runner.set_options(options, env_inherit={"PATH", "PYENV_ROOT", "HOME"})
    return rule_runner.request(AnnouncedPool, []).problem


def test_children_find_the_pool_as_long_as_it_is_switched_on(
    rule_runner: RuleRunner, client: Path, tmp_path: Path
) -> None:
    assert not announce(rule_runner, *pex_tool_options(tmp_path / "pex"))
    assert client.read_text() == "unprepared\n"
    assert not rule_runner.request(PreparedPool, []).problem
    python, program, settings = client.read_text().splitlines()
    assert os.access(python, os.X_OK)
    assert Path(program).name == "client.py"
    assert settings == '{"idle_seconds": 30, "max_providers": 4}'
    assert not announce(rule_runner, *NO_POOL)
    assert client.read_text() == ""


def test_only_this_user_can_reach_the_pool(rule_runner: RuleRunner, client: Path) -> None:
    assert not announce(rule_runner)
    assert client.parent.parent.stat().st_mode & 0o077 == 0


def test_a_resolve_that_is_not_there(rule_runner: RuleRunner, client: Path) -> None:
    client.parent.mkdir(parents=True)
    client.write_text("what an earlier run with other options wrote\n")
    problem = announce(rule_runner, "--terraform-provider-pool-install-from-resolve=nope")
    assert problem == (
        "Providers are not shared: `[terraform-provider-pool].install_from_resolve` is 'nope', "
        "which is none of `[python].resolves`: python-default. Unset it to install the versions "
        "that come with the suite."
    )
    assert client.read_text() == ""


def test_a_pool_that_cannot_be_installed(rule_runner: RuleRunner, client: Path) -> None:
    assert not announce(
        rule_runner,
        "--pex-cli-url-template=file:///nowhere/pex",
        "--pex-cli-known-versions=[]",
    )
    problem = rule_runner.request(PreparedPool, []).problem
    assert problem.startswith("Providers are not shared: the pool cannot be installed (")
    assert "\n" not in problem
    assert client.read_text() == ""


@pytest.mark.parametrize(
    ("option", "value", "largest"),
    [
        ("idle_seconds", -1, 86_400),
        ("idle_seconds", 0, 86_400),
        # With more than 64 bits, Pants 2.27 and later end with a panic of their own.
        ("idle_seconds", 10**18, 86_400),
        ("max_providers", 0, 100),
        ("max_providers", 101, 100),
    ],
)
def test_numbers_out_of_range(
    rule_runner: RuleRunner, option: str, value: int, largest: int
) -> None:
    message = f"`[terraform-provider-pool].{option}` is {value}, but must be from 1 to {largest}."
    with engine_error(UserError, contains=message):
        announce(rule_runner, f"--terraform-provider-pool-{option.replace('_', '-')}={value}")


def test_remote_execution_has_no_pool(rule_runner: RuleRunner, client: Path) -> None:
    """It would be prepared on a worker, for whatever that worker runs next."""
    assert announce(rule_runner, "--remote-execution") == ""
    assert not client.exists()


def test_constraints_on_python_that_are_none(rule_runner: RuleRunner) -> None:
    message = "`[terraform-provider-pool].interpreter_constraints` has 'x y', which is not"
    with engine_error(UserError, contains=message):
        announce(rule_runner, "--terraform-provider-pool-interpreter-constraints=['x y']")
