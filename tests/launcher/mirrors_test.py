"""Provider mirrors, from where they are named to `.pants.rc`."""

from __future__ import annotations

import tomllib

from launcher.machine import Machine, terraform_platform


def mirrors(machine: Machine) -> list[str]:
    found = tomllib.loads(machine.rc.read_text())["terraform-providers"]
    # Not `mirrors`: what the user sets counts, and this file would override pants.toml.
    assert list(found) == ["machine_mirrors"]
    named: list[str] = found["machine_mirrors"]
    return named


def test_the_option_naming_nothing_is_an_error(machine: Machine) -> None:
    result = machine.run("--version", TERRAPANTS_PROVIDER_MIRROR="/no/such/place")
    assert result.returncode == 1
    assert result.stdout == ""
    assert (
        "./pants: TERRAPANTS_PROVIDER_MIRROR names '/no/such/place', which is not a directory."
        in result.stderr
    )
    assert not machine.rc.exists()


def test_they_are_in_the_file(machine: Machine) -> None:
    mirror = machine.home / 'with "quotes" and \\'
    mirror.mkdir()
    machine.run(TERRAPANTS_PROVIDER_MIRROR=str(mirror))
    assert mirrors(machine) == [str(mirror)]
    machine.run(TERRAPANTS_PROVIDER_MIRROR="")
    assert mirrors(machine) == []


def test_a_configuration_that_does_not_exist_does_no_harm(machine: Machine) -> None:
    result = machine.run(TF_CLI_CONFIG_FILE=str(machine.home / "missing/config.tfrc"))
    assert result.returncode == 0
    assert "config.tfrc" not in result.stderr


def test_one_that_others_can_write_to_is_not_used_until_that_changes(machine: Machine) -> None:
    machine.add_terraform("1.12.0")
    mirror = machine.home / "share/terraform/plugins"
    provider = mirror / "example.com/platform/dns"
    (provider / "1.0.0" / terraform_platform()).mkdir(parents=True)
    provider.chmod(0o777)
    result = machine.run(TERRAPANTS_PROVIDER_MIRROR=None)
    assert result.returncode == 0
    (warning,) = [line for line in result.stderr.splitlines() if str(mirror) in line]
    assert warning == (
        f"./pants: the provider mirror {mirror} is not used, because everyone can write to "
        f"{provider}: run 'chmod -R go-w {mirror}'."
    )
    assert str(mirror) not in mirrors(machine)
    provider.chmod(0o755)
    assert str(mirror) not in machine.run(TERRAPANTS_PROVIDER_MIRROR=None).stderr
    assert str(mirror) in mirrors(machine)
