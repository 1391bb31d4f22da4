"""A verdict does not depend on the provider pool, and neither does what it is stored under.

Terraform cannot start the provider of these tests itself: a verdict on it comes from the pool of
this checkout, or from the server. Where all verdicts come from the server, no pool is prepared.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from remote_cache.checkout import Checkout, Finished
from remote_cache.server import Server
from terrapants.provider_pool.testutil import install_tiny_provider
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import NO_POOL

MAIN = """\
terraform {
  required_providers {
    tiny = {
      source = "acme/tiny"
    }
  }
}

resource "tiny_thing" "this" {
  name = "a"
}
"""
TEST = """\
mock_provider "tiny" {}

run "has_its_name" {
  command = plan

  assert {
    condition     = tiny_thing.this.name == "a"
    error_message = "It is called otherwise."
  }
}
"""


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, because the provider writes down its calls where it was installed."""
    place = tmp_path_factory.mktemp("mirror")
    install_tiny_provider(place / "installed")
    return Path(shutil.copytree(place / "installed", place / "copy"))


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The options with which the pool can be installed."""
    return (
        *pex_tool_options(tmp_path_factory.mktemp("pex")),
        "--terraform-provider-pool-idle-seconds=1",
    )


def verdicts(
    place: Path, mirror: Path, options: tuple[str, ...], environment: dict[str, str]
) -> Finished:
    for name in ("PYENV_ROOT", "PIP_CONFIG_FILE", "PIP_INDEX_URL"):
        if name in os.environ:
            environment[name] = os.environ[name]
    checkout = Checkout(place, environment, backends=("terrapants.validation",), pool=options)
    checkout.add_module("tiny")
    checkout.write("tiny/main.tf", MAIN)
    checkout.write("tiny/tests/name.tftest.hcl", TEST)
    return checkout.pants(f"--terraform-providers-mirrors=['{mirror}']", "tf-test", "check", "::")


def sources(run: Finished) -> dict[str, set[str]]:
    """Where verdicts come from."""
    return {
        description: found
        for description, found in run.sources().items()
        if description.startswith(("terraform test", "terraform validate"))
    }


def preparations(run: Finished) -> list[str]:
    """Processes that install the pool or prepare it, wherever their results come from."""
    return [
        process["description"]
        for process in run.processes
        if "provider_pool" in json.dumps(process["definition"]["argv"])
    ]


def test_a_verdict_of_one_pool_is_that_of_every_checkout(
    server: Server, mirror: Path, pool: tuple[str, ...], tmp_path: Path
) -> None:
    reading = server.options(write=False)
    first = verdicts(tmp_path / "first", mirror, pool, server.options(write=True))
    assert first.exit_code == 0, first.stdout + first.stderr
    assert set().union(*sources(first).values()) == {"Ran"}
    assert preparations(first)

    other_pools = {
        "without": NO_POOL,
        "of another size": (*pool, "--terraform-provider-pool-max-providers=7"),
    }
    for name, options in other_pools.items():
        run = verdicts(tmp_path / name, mirror, options, reading)
        assert run.exit_code == 0, run.stdout + run.stderr
        assert sources(run) == {each: {"HitRemotely"} for each in sources(first)}
        assert preparations(run) == []

    alone = verdicts(tmp_path / "alone", mirror, NO_POOL, {})
    assert alone.exit_code == 1, "This test needs a provider that only the pool can start."
