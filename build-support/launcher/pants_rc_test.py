from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

import pants_rc
from machine import Machine, UserError
from pants_rc import Conditions
from terraform import Tool

STAT = (
    *(sys.executable, "-c"),
    "import os, sys\nfor file in sys.argv[1:]:\n  if os.path.exists(file): print(file, 5, 1.25)",
)


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    environment = tmp_path / "environment"
    (environment / "pex-cli").mkdir(parents=True)
    (environment / "pex-cli/pex").write_text("the PEX tool")
    (environment / "pex.txt").write_text("pex==2.1.137 \\\n    --hash=sha256:aaaa\n")
    (environment / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.9.18\n")
    return environment


def test_a_file_that_cannot_be_written_is_one_sentence(machine: Machine, environment: Path) -> None:
    nowhere = replace(machine, root=Path("/nowhere"))
    with pytest.raises(UserError) as error:
        pants_rc.write(nowhere, Conditions("", STAT), environment, [], None, "")
    assert str(error.value) == (
        "cannot write /nowhere/.pants.rc: Pants needs a checkout that you can write to."
    )


def test_comments_hold_what_was_seen(machine: Machine) -> None:
    file = machine.root / "with a space"
    file.write_text("12345")
    comments = Conditions("one\n\ntwo\n", STAT).comments([machine.root / "none", file])
    assert comments[:4] == [
        "# setting: one",
        "# setting: ",
        "# setting: two",
        f"# no input: {machine.root}/none",
    ]
    assert comments[4:] == [f"# input: {file} 5 1.25"]


def test_the_oldest_terraform_that_will_do_is_an_input(machine: Machine) -> None:
    # By it a Terraform on PATH is accepted or refused.
    path = machine.root / "pants-plugins/terrapants/terraform/minimum_version.py"
    assert path in pants_rc.find_inputs(machine, [], None)


def test_interpreters_of_uv_are_options(machine: Machine, environment: Path) -> None:
    python = machine.home / ".local/share/uv/python/cpython-3.11-any/bin"
    python.mkdir(parents=True)
    pants_rc.write(machine, Conditions("", STAT), environment, [], None, "")
    assert f'search_path.add = ["/usr/bin", "{python}"]' in machine.rc.read_text()


def test_a_link_to_a_tool_is_made_again(machine: Machine, environment: Path) -> None:
    terraform = machine.home / "my tools/terraform"
    terraform.parent.mkdir()
    terraform.write_text("Terraform")
    tool = Tool("download-terraform", "1.12.0", terraform)
    for _first_then_again in range(2):
        options = pants_rc.tool_options(machine, tool)
        link = Path(options["url_template"].removeprefix("file://"))
        assert link.readlink() == terraform
