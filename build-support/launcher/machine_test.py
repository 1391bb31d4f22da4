from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from machine import Machine


def with_variables(machine: Machine, **variables: str) -> Machine:
    return replace(machine, variables={**machine.variables, **variables})


@pytest.mark.parametrize("value", [None, "", "relative"])
def test_a_cache_that_is_not_named_is_in_the_home_directory(
    machine: Machine, value: str | None
) -> None:
    if value is not None:
        machine = with_variables(machine, XDG_CACHE_HOME=value)
    assert machine.cache == machine.home / ".cache/terrapants"


@pytest.mark.parametrize("name", ["with space", "José", "a%b", "a#b"])
def test_a_cache_path_that_urls_escape_is_not_used(machine: Machine, name: str) -> None:
    machine = with_variables(machine, XDG_CACHE_HOME=str(machine.home / name))
    assert machine.cache == Path(f"/var/tmp/terrapants-{os.getuid()}")


def test_an_empty_name_of_the_cli_configuration_is_none(machine: Machine) -> None:
    default = machine.home / ".terraformrc"
    assert machine.cli_config == default
    assert with_variables(machine, TF_CLI_CONFIG_FILE="").cli_config == default
    named = with_variables(machine, TF_CLI_CONFIG_FILE="/nowhere/cli.tfrc")
    assert named.cli_config == Path("/nowhere/cli.tfrc")
