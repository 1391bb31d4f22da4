"""Where provider mirrors are found."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from launcher.machine import Machine, terraform_platform

NAME = "registry.terraform.io/hashicorp/aws"


def unpacked(mirror: Path, name: str = NAME, platform: str | None = None) -> Path:
    (mirror / name / "5.100.0" / (platform or terraform_platform())).mkdir(parents=True)
    return mirror


def packed(mirror: Path) -> Path:
    archive = mirror / NAME / f"terraform-provider-aws_5.100.0_{terraform_platform()}.zip"
    archive.parent.mkdir(parents=True)
    archive.touch()
    return mirror


def find(machine: Machine, *roots: Path, **env: str | None) -> list[Path]:
    """The mirrors that the launcher finds, with these directories in place of /opt and the like."""
    listed = " ".join(f"'{root}'" for root in roots)
    env = {"TERRAPANTS_PROVIDER_MIRROR": None, "TF_CLI_CONFIG_FILE": None, **env}
    found = machine.call(f"addon_roots=({listed or '/nowhere'}); find_mirrors", **env)
    return [Path(line) for line in found.splitlines()]


def test_none(machine: Machine) -> None:
    assert find(machine) == []


def test_the_option_names_all_there_are(machine: Machine) -> None:
    unpacked(machine.home / ".terraform.d/plugins")
    first, second = machine.home / "first", machine.home / "with space"
    for directory in (first, second):
        directory.mkdir()
    named = f"{first}:{second}"
    assert find(machine, TERRAPANTS_PROVIDER_MIRROR=named) == [first, second]
    assert find(machine, TERRAPANTS_PROVIDER_MIRROR="") == []


def test_the_option_may_be_relative_to_the_checkout(machine: Machine) -> None:
    (machine.root / "mirror").mkdir()
    assert find(machine, TERRAPANTS_PROVIDER_MIRROR="mirror") == [machine.root / "mirror"]


def test_the_option_naming_nothing_is_an_error(machine: Machine) -> None:
    result = machine.run("--version", TERRAPANTS_PROVIDER_MIRROR="/no/such/place")
    assert result.returncode == 1
    assert result.stdout == ""
    assert (
        "./pants: TERRAPANTS_PROVIDER_MIRROR names '/no/such/place', which is not a directory."
        in result.stderr
    )
    assert not machine.rc.exists()


@pytest.mark.parametrize("layout", [unpacked, packed])
def test_implied_directories(machine: Machine, layout: object) -> None:
    assert callable(layout)
    home, data = machine.home, machine.home / "data"
    expected = [
        layout(machine.root / "terraform.d/plugins"),
        layout(home / ".terraform.d/plugins"),
        layout(home / "Library/Application Support/io.terraform/plugins"),
        layout(data / "terraform/plugins"),
        layout(home / "share/terraform/plugins"),
    ]
    assert find(machine, XDG_DATA_HOME=str(data)) == expected


def test_implied_directories_may_have_any_host(machine: Machine) -> None:
    mirror = unpacked(machine.home / ".terraform.d/plugins", "example.com/platform/dns")
    assert find(machine) == [mirror]


def test_below_addon_roots(machine: Machine, tmp_path: Path) -> None:
    root = tmp_path / "opt"
    expected = [unpacked(root), unpacked(root / "a"), packed(root / "b")]
    unpacked(root / "too/deep/down")
    assert find(machine, root) == expected
    # A directory that two roots lead to is one mirror.
    assert find(machine, root, root / "a") == expected


def test_another_platform_or_layout_is_no_mirror(machine: Machine, tmp_path: Path) -> None:
    root = tmp_path / "opt"
    unpacked(root / "a", platform="plan9_mips")
    (root / "b/registry.terraform.io/hashicorp").mkdir(parents=True)
    assert find(machine, root) == []


def test_a_configuration_that_names_no_mirror_changes_nothing(machine: Machine) -> None:
    mirror = unpacked(machine.home / ".terraform.d/plugins")
    config = machine.home / "config.tfrc"
    config.write_text("disable_checkpoint = true\n")
    for file in (config, machine.home / "missing"):
        assert find(machine, TF_CLI_CONFIG_FILE=str(file)) == [mirror]


def test_they_are_in_the_file(machine: Machine) -> None:
    mirror = machine.home / 'with "quotes" and \\'
    mirror.mkdir()
    machine.run(TERRAPANTS_PROVIDER_MIRROR=str(mirror))
    rc = tomllib.loads(machine.rc.read_text())
    assert rc["terraform-providers"] == {"mirrors": [str(mirror)]}
    machine.run(TERRAPANTS_PROVIDER_MIRROR="")
    rc = tomllib.loads(machine.rc.read_text())
    assert rc["terraform-providers"] == {"mirrors": []}
