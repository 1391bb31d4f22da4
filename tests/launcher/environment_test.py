"""The environment with Pants: which interpreter, when built, what a killed build leaves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from launcher.machine import PYTHON, Machine, make_old

# An installation that hangs until the test lets it go on.
HANG = 'touch "$XDG_CACHE_HOME/hanging"; until [[ -e $XDG_CACHE_HOME/$GO ]]; do sleep 0.05; done'


def wait_for(file: Path) -> None:
    end = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < end, f"{file} did not appear"
        time.sleep(0.02)


def pip_calls(machine: Machine) -> list[str]:
    return (machine.cache / "pip-calls").read_text().splitlines()


def builds(machine: Machine) -> list[Path]:
    return sorted(machine.environments.glob("build.*"))


def test_first_run_installs_with_hashes_only_and_starts_pants(machine: Machine) -> None:
    result = machine.run("tf-test", "::")
    assert result.returncode == 0, result.stderr
    assert "tf-test|::" in result.stdout
    assert result.stderr.count("installing Pants from 3rdparty/python/pants.lock") == 1
    calls = pip_calls(machine)
    assert len(calls) == 3
    assert all("--require-hashes" in call and "--no-deps" in call for call in calls)
    assert not any("http" in call or "index" in call for call in calls)
    assert f"--no-build-isolation -r {machine.lock}" in calls[1]


def test_what_the_lock_is_built_and_packed_with_comes_from_the_lock(machine: Machine) -> None:
    machine.run()
    (build,) = builds(machine)
    for file, names in (("build.txt", ["setuptools", "wheel"]), ("pex.txt", ["pex"])):
        lines = (build / file).read_text().splitlines()
        assert [line.split("==")[0] for line in lines if not line.startswith(" ")] == names
        assert any("--hash=sha256:" in line for line in lines)
        assert set(lines) <= set(machine.lock.read_text().splitlines())


def test_second_run_installs_and_says_nothing(machine: Machine) -> None:
    machine.add_terraform("1.12.0")
    machine.run()
    before = len(pip_calls(machine))
    result = machine.run("--version")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(pip_calls(machine)) == before


def test_a_changed_lock_gives_a_new_environment_and_the_old_one_stays(machine: Machine) -> None:
    machine.run()
    original = machine.lock.read_text()
    machine.lock.write_text(original + "# changed\n")
    machine.run()
    assert len(builds(machine)) == 2
    machine.lock.write_text(original)
    before = len(pip_calls(machine))
    assert machine.run().returncode == 0
    assert len(pip_calls(machine)) == before


def test_checkouts_share_an_environment(machine: Machine, tmp_path: Path) -> None:
    machine.run()
    other = shutil.copytree(machine.root, tmp_path / "other")
    (other / ".pants.rc").unlink()
    result = Machine(other, machine.home, machine.cache, machine.path).run()
    assert result.returncode == 0
    assert "installing" not in result.stderr
    assert len(builds(machine)) == 1


def test_a_failed_installation_shows_why_and_leaves_nothing(machine: Machine) -> None:
    result = machine.run(FAKE_INSTALL="echo 'ERROR: hashes do not match'; exit 1")
    assert result.returncode == 1
    assert "ERROR: hashes do not match" in result.stderr
    assert "Pants could not be installed" in result.stderr
    assert builds(machine) == []
    assert not machine.rc.exists()
    assert machine.run().returncode == 0


def test_a_killed_first_run_does_not_disturb_the_next(machine: Machine) -> None:
    first = machine.start(FAKE_INSTALL=HANG, GO="never")
    wait_for(machine.cache / "hanging")
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    (killed,) = builds(machine)
    result = machine.run("--version")
    assert result.returncode == 0
    assert "--version" in result.stdout
    assert str(killed) not in machine.rc.read_text()


def test_an_interrupted_first_run_cleans_up(machine: Machine) -> None:
    first = machine.start(FAKE_INSTALL=HANG, GO="never")
    wait_for(machine.cache / "hanging")
    os.killpg(first.pid, signal.SIGTERM)
    first.communicate()
    assert first.returncode != 0
    assert builds(machine) == []


def test_killed_builds_go_after_a_day_but_not_what_is_in_use(machine: Machine) -> None:
    machine.run()
    (used,) = builds(machine)
    killed_today = machine.environments / "build.today1"
    killed_before = machine.environments / "build.before"
    for directory in (killed_today, killed_before):
        directory.mkdir()
    for directory in (used, killed_before):
        make_old(directory, 3 * 24 * 3600)
    machine.lock.write_text(machine.lock.read_text() + "# changed\n")
    machine.run()
    left = builds(machine)
    assert {used, killed_today} <= set(left)
    assert killed_before not in left


def test_the_second_of_two_first_runs_waits_and_uses_what_the_first_made(machine: Machine) -> None:
    first = machine.start("goal", "first", FAKE_INSTALL=HANG, GO="go")
    wait_for(machine.cache / "hanging")
    second = machine.start("goal", "second")
    assert second.stderr
    assert second.stderr.readline() == (
        "./pants: another run is installing Pants: waiting until it has finished.\n"
    )
    (machine.cache / "go").touch()
    for process, name in ((first, "first"), (second, "second")):
        stdout, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr
        assert f"goal|{name}" in stdout
    assert len(builds(machine)) == 1
    assert len(pip_calls(machine)) == 3
    assert "installing" not in machine.run().stderr


def test_a_run_that_waits_for_one_that_is_killed_installs_by_itself(machine: Machine) -> None:
    first = machine.start(FAKE_INSTALL=HANG, GO="never")
    wait_for(machine.cache / "hanging")
    second = machine.start("--version")
    assert second.stderr
    assert "waiting" in second.stderr.readline()
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    stdout, stderr = second.communicate(timeout=60)
    assert second.returncode == 0, stderr
    assert "--version" in stdout


def environment_of_another_lock(machine: Machine) -> Path:
    """Makes an environment, and changes the lock. Returns the environment."""
    machine.run()
    (environment,) = builds(machine)
    machine.lock.write_text(machine.lock.read_text() + "# changed\n")
    return environment


def test_an_environment_without_use_for_a_month_is_deleted(machine: Machine) -> None:
    environment = environment_of_another_lock(machine)
    make_old(environment / "used", 31 * 24 * 3600)
    machine.run()
    assert environment not in builds(machine)
    assert len(builds(machine)) == 1
    # With all that belonged to it.
    assert len(list(machine.environments.glob("py39-*"))) == 1
    assert not list(machine.environments.glob("deleted.*"))


def test_an_environment_used_less_than_a_month_ago_stays(machine: Machine) -> None:
    environment = environment_of_another_lock(machine)
    make_old(environment, 90 * 24 * 3600)
    make_old(environment / "used", 29 * 24 * 3600)
    machine.run()
    assert environment in builds(machine)


def test_each_run_counts_as_a_use(machine: Machine) -> None:
    machine.add_terraform("1.12.0")
    machine.run()
    (environment,) = builds(machine)
    make_old(environment / "used", 90 * 24 * 3600)
    machine.run()
    assert time.time() - (environment / "used").stat().st_mtime < 3600


def test_an_environment_that_a_process_runs_from_stays(machine: Machine) -> None:
    environment = environment_of_another_lock(machine)
    make_old(environment / "used", 90 * 24 * 3600)
    (environment / "bin/sleep").symlink_to(machine.path / "sleep")
    process = subprocess.Popen([environment / "bin/sleep", "600"])
    try:
        machine.run()
        assert environment in builds(machine)
    finally:
        process.kill()
        process.wait()
    (machine.root / "pants").touch()
    machine.run()
    assert environment not in builds(machine)


def test_an_environment_of_an_earlier_launcher_has_a_month_from_now(machine: Machine) -> None:
    environment = environment_of_another_lock(machine)
    (environment / "used").unlink()
    make_old(environment, 90 * 24 * 3600)
    machine.run()
    assert environment in builds(machine)
    assert time.time() - (environment / "used").stat().st_mtime < 3600


def test_a_lost_environment_is_built_again(machine: Machine) -> None:
    machine.run()
    shutil.rmtree(builds(machine)[0])
    result = machine.run("--version")
    assert result.returncode == 0
    assert len(builds(machine)) == 1


def test_an_interpreter_that_went_away_is_replaced(machine: Machine) -> None:
    machine.run()
    python = builds(machine)[0] / "bin/python"
    python.unlink()
    python.symlink_to(machine.home / "gone")
    assert machine.run().returncode == 0


def test_no_python_is_one_sentence_that_says_what_to_install(machine: Machine) -> None:
    (machine.path / "python3.9").unlink()
    result = machine.run("--version")
    assert result.returncode == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert "needs CPython 3.9" in line
    assert "pyenv install 3.9" in line


def test_a_shim_that_fails_is_passed_over_for_the_version_under_pyenv(machine: Machine) -> None:
    machine.add("python3.9", "#!/usr/bin/env bash\necho 'pyenv: command not found' >&2\nexit 127\n")
    versions = machine.home / ".pyenv/versions"
    for version in ("3.8.18", "3.9.18"):
        (versions / version / "bin").mkdir(parents=True)
    machine.add("stub", PYTHON).rename(versions / "3.9.18/bin/python3.9")
    (versions / "3.9.18/bin/python3.9").chmod(0o755)
    found = machine.call("find_python")
    assert found == str(versions / "3.9.18/bin/python3.9")
    assert machine.run().returncode == 0


def test_python3_counts_only_if_it_is_3_9(machine: Machine) -> None:
    (machine.path / "python3.9").unlink()
    machine.add("python3", "#!/usr/bin/env bash\n:\n")  # prints nothing: another version
    machine.add("python", PYTHON)
    assert machine.call("find_python") == str(machine.path / "python")


def test_uv_supplies_a_missing_python(machine: Machine) -> None:
    stub = (machine.path / "python3.9").rename(machine.home / "stub")
    target = "$HOME/.local/share/uv/python/cpython-3.9.25-any/bin"
    machine.add(
        "uv",
        "#!/usr/bin/env bash\n"
        'echo "uv $*" >>"$HOME/uv-calls"\n'
        f'mkdir -p "{target}" && cp "{stub}" "{target}/python3.9"\n',
    )
    result = machine.run("--version")
    assert result.returncode == 0, result.stderr
    assert (machine.home / "uv-calls").read_text() == "uv python install 3.9\n"


def test_uv_that_fails_leaves_the_sentence(machine: Machine) -> None:
    (machine.path / "python3.9").unlink()
    machine.add("uv", "#!/usr/bin/env bash\necho 'uv: no network' >&2\nexit 2\n")
    result = machine.run()
    assert result.returncode == 1
    assert "needs CPython 3.9" in result.stderr


def test_a_cache_that_cannot_be_made_is_one_sentence(machine: Machine) -> None:
    blocked = machine.home / "file"
    blocked.touch()
    result = machine.run(XDG_CACHE_HOME=str(blocked))
    assert result.returncode == 1
    assert f"cannot use {blocked}/terrapants as a cache: set XDG_CACHE_HOME" in result.stderr


def test_without_home_it_is_the_home_of_the_account(machine: Machine) -> None:
    for home in (None, ""):
        assert machine.call('printf %s "$home"', HOME=home).startswith("/")


def test_a_missing_lock_says_how_to_get_it_back(machine: Machine) -> None:
    machine.lock.unlink()
    result = machine.run()
    assert result.returncode == 1
    assert "pants.lock is missing: restore it with 'git checkout" in result.stderr
