from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from machine import Machine, UserError, platform_names
from mirrors import find_mirrors

NAME = "registry.terraform.io/hashicorp/aws"


def unpacked(mirror: Path, name: str = NAME, platform: str = "") -> Path:
    (mirror / name / "5.100.0" / (platform or platform_names()[0])).mkdir(parents=True)
    return mirror


def packed(mirror: Path) -> Path:
    archive = mirror / NAME / f"terraform-provider-aws_5.100.0_{platform_names()[0]}.zip"
    archive.parent.mkdir(parents=True)
    archive.touch()
    return mirror


def find(machine: Machine, **variables: str) -> list[Path]:
    """The mirrors that are used."""
    machine = replace(machine, variables={**machine.variables, **variables})
    # Terraform's other implied directories are this machine's own.
    return [
        mirror.directory
        for mirror in find_mirrors(machine)
        if not mirror.weak_spot and not str(mirror.directory).startswith("/Library/")
    ]


def test_none(machine: Machine) -> None:
    assert find(machine) == []


def test_the_option_names_all_there_are(machine: Machine) -> None:
    unpacked(machine.home / ".terraform.d/plugins")
    first, second = machine.home / "first", machine.home / "with space"
    for directory in (first, second):
        directory.mkdir()
    assert find(machine, TERRAPANTS_PROVIDER_MIRROR=f"{first}:{second}") == [first, second]
    assert find(machine, TERRAPANTS_PROVIDER_MIRROR="") == []


def test_the_option_may_be_relative_to_the_checkout(machine: Machine) -> None:
    (machine.root / "mirror").mkdir()
    assert find(machine, TERRAPANTS_PROVIDER_MIRROR="mirror") == [machine.root / "mirror"]


def test_the_option_naming_nothing_is_an_error(machine: Machine) -> None:
    with pytest.raises(UserError, match="names '/no/such/place', which is not a directory"):
        find(machine, TERRAPANTS_PROVIDER_MIRROR="/no/such/place")


@pytest.mark.parametrize("layout", [unpacked, packed])
def test_implied_directories(machine: Machine, layout: Callable[[Path], Path]) -> None:
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
    # A directory that two patterns lead to is one mirror.
    expected = [unpacked(root), unpacked(root / "a"), packed(root / "b"), unpacked(root / "c/d e")]
    unpacked(root / "too/deep/down")
    assert find(machine) == expected


def test_another_platform_or_layout_is_no_mirror(machine: Machine, tmp_path: Path) -> None:
    root = tmp_path / "opt"
    unpacked(root / "a", platform="plan9_mips")
    (root / "b/registry.terraform.io/hashicorp").mkdir(parents=True)
    assert find(machine) == []


def test_one_that_others_can_change_is_not_used(machine: Machine, tmp_path: Path) -> None:
    good, bad = unpacked(tmp_path / "opt/good"), unpacked(tmp_path / "opt/bad")
    bad.chmod(0o777)
    assert find(machine) == [good]
    (mirror,) = [mirror for mirror in find_mirrors(machine) if mirror.directory == bad]
    assert mirror.warning() == (
        f"the provider mirror {bad} is not used, because everyone can write to {bad}: "
        f"run 'chmod -R go-w {bad}'."
    )
    assert find(machine, TERRAPANTS_PROVIDER_MIRROR=str(bad)) == []


CONFIG = """\
provider_installation {
  filesystem_mirror {
    path    = "/srv/mirror one" # the first
    include = ["example.com/*/*"]
  }
  # filesystem_mirror { path = "/not/this" }
  filesystem_mirror { path = "relative" }
  direct {
    exclude = ["example.com/*/*"]
  }
}
"""


def test_those_of_the_cli_configuration_come_before_implied_ones(machine: Machine) -> None:
    unpacked(machine.home / ".terraform.d/plugins")
    (machine.home / ".terraformrc").write_text(CONFIG)
    assert find(machine) == [Path("/srv/mirror one"), machine.root / "relative"]


@pytest.mark.parametrize("text", ["disable_checkpoint = true\n", "# filesystem_mirror\n", None])
def test_a_configuration_that_names_no_mirror_changes_nothing(
    machine: Machine, text: str | None
) -> None:
    mirror = unpacked(machine.home / ".terraform.d/plugins")
    config = machine.home / "config.tfrc"
    if text is not None:
        config.write_text(text)
    assert find(machine, TF_CLI_CONFIG_FILE=str(config)) == [mirror]


@pytest.mark.parametrize(
    "text",
    [
        "provider_installation {\n  filesystem_mirror {\n",
        'provider_installation {\n  filesystem_mirror {\n    include = ["*/*"]\n  }\n}\n',
    ],
)
def test_a_configuration_that_does_not_parse_is_one_sentence(
    machine: Machine, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = machine.home / ".terraformrc"
    config.write_text(text)
    assert find(machine) == []
    assert capsys.readouterr().err == (
        f"./pants: {config} does not parse, so the provider mirrors it names are not used.\n"
    )
