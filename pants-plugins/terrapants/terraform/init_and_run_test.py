from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from terrapants.terraform.json_output import json_lines
from terrapants.terraform.providers import PROVIDERS_DIRECTORY
from terrapants.terraform.testutil import PACKAGE, Sandbox, executable, make_sandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    return make_sandbox(tmp_path / "sandbox", tmp_path / "cache")


def test_init_and_the_command_run_in_the_module(sandbox: Sandbox) -> None:
    result = sandbox.run("-backend=false", "-json")
    assert result.code == 0
    assert result.calls == (
        ("init", "-input=false", "-no-color", "-backend=false", "-json"),
        ("test", "-json"),
    )
    here = f"in {sandbox.root / 'infra/s3'}"
    assert [line for line in result.stdout.splitlines() if line.startswith("in ")] == [here, here]
    assert result.stderr == "init says\n"


def test_a_line_between_the_outputs_says_how_init_ended(sandbox: Sandbox) -> None:
    result = sandbox.run()
    assert list(json_lines(result.stdout)) == [{"type": "terrapants_init", "exit_code": 0}]
    before, _, after = result.stdout.partition('{"type":"terrapants_init","exit_code":0}\n')
    assert before.count("in /") == after.count("in /") == 1


def test_without_arguments_for_init(sandbox: Sandbox) -> None:
    assert sandbox.run().calls[0] == ("init", "-input=false", "-no-color")


def test_a_failed_init_gives_its_exit_code_and_nothing_else_runs(sandbox: Sandbox) -> None:
    result = sandbox.run(init_code=3, download="a provider")
    assert result.code == 3
    assert [call[0] for call in result.calls] == ["init"]
    assert list(json_lines(result.stdout)) == [{"type": "terrapants_init", "exit_code": 3}]


@pytest.mark.parametrize("code", [1, 7])
def test_the_exit_code_is_the_commands(sandbox: Sandbox, code: int) -> None:
    assert sandbox.run(run_code=code).code == code


def test_arguments_reach_terraform_as_they_are(sandbox: Sandbox) -> None:
    command = (
        "test",
        "-var",
        "name=a b",
        "-var=json={\"a\": '$HOME'}",
        "--",
        "-",
        "*",
        "",
        "-filter=tests/a b.tftest.hcl",
    )
    result = sandbox.run("-test-directory=my tests", "-", "--x", command=command)
    assert result.calls == (
        ("init", "-input=false", "-no-color", "-test-directory=my tests", "-", "--x"),
        command,
    )


@pytest.mark.parametrize("module", ["my module/s3", "-n", "--", "$(touch pwned)", "."])
def test_any_module_directory_will_do(tmp_path: Path, module: str) -> None:
    sandbox = make_sandbox(tmp_path / "sandbox", tmp_path / "cache", "other")
    (sandbox.root / module).mkdir(parents=True, exist_ok=True)
    result = sandbox.run(module=module, download="a provider")
    assert result.code == 0
    assert f"in {sandbox.root / module}" in result.stdout.splitlines()
    assert result.stdout.endswith("a provider\n")
    assert not list(tmp_path.rglob("pwned"))


def test_a_module_directory_that_is_not_there(sandbox: Sandbox) -> None:
    result = sandbox.run(module="infra/none")
    assert result.code == 1
    assert "infra/none: No such file or directory" in result.stderr
    assert result.calls == ()


@pytest.mark.parametrize("name", ["sandbox", "sand box", "r&d", "a*b", "$(x)"])
def test_the_configuration_names_this_sandbox(tmp_path: Path, name: str) -> None:
    sandbox = make_sandbox(tmp_path / name, tmp_path / "cache")
    result = sandbox.run(download="a provider")
    configuration = Path(result.value("TF_CLI_CONFIG_FILE"))
    assert configuration == sandbox.root / ".terrapants/cli.tfrc"
    assert configuration.read_text() == (
        f'provider_installation {{\n  filesystem_mirror {{ path = "{sandbox.root}/a" }}\n'
        f'  filesystem_mirror {{ path = "{sandbox.root}/b" }}\n}}\n'
    )
    assert result.stdout.endswith("a provider\n")


def test_home_is_within_the_sandbox_unless_it_is_given(sandbox: Sandbox) -> None:
    assert sandbox.run().value("HOME") == str(sandbox.root / ".terrapants")
    assert sandbox.run(env={"HOME": ""}).value("HOME") == str(sandbox.root / ".terrapants")
    assert sandbox.run(env={"HOME": "/somewhere"}).value("HOME") == "/somewhere"


@pytest.fixture
def short_path() -> Iterator[Path]:
    """Shorter than `tmp_path` on any machine."""
    with tempfile.TemporaryDirectory(dir="/tmp") as path:
        yield Path(path).resolve()


def test_temporary_files_stay_within_the_sandbox(short_path: Path) -> None:
    sandbox = make_sandbox(short_path / "sandbox", short_path / "cache")
    result = sandbox.run(env={"TMPDIR": "/var/tmp"})
    assert result.value("TMPDIR") == str(sandbox.root / ".terrapants/tmp")
    assert (sandbox.root / ".terrapants/tmp").is_dir()


@pytest.mark.parametrize("letter", ["x", "ä"])
@pytest.mark.parametrize(("spare", "inside"), [(0, True), (-1, False)])
def test_the_socket_of_a_provider_fits_where_temporary_files_are(
    short_path: Path, letter: str, spare: int, inside: bool
) -> None:
    within = "/.terrapants/tmp"
    length = 103 - spare - len(os.fsencode(f"{short_path}/{within}/plugin4294967295"))
    name = letter * (length // len(letter.encode()))
    name += "x" * (length - len(name.encode()))
    sandbox = make_sandbox(short_path / name, short_path / "cache")
    temporary = sandbox.run(env={"LC_ALL": "C.UTF-8"}).value("TMPDIR")
    assert temporary == (f"{sandbox.root}{within}" if inside else "/tmp")
    assert len(os.fsencode(f"{temporary}/plugin4294967295")) <= 103


# Which downloads of `terraform init` are kept for other runs.


def files(directory: Path) -> set[str]:
    return {
        os.path.relpath(os.path.join(parent, name), directory)
        for parent, directories, names in os.walk(directory)
        for name in (*directories, *names)
    }


def test_a_download_is_published_and_still_usable(sandbox: Sandbox) -> None:
    result = sandbox.run(download="a provider")
    assert result.code == 0
    assert result.stdout.endswith("a provider\n")
    assert sandbox.package().is_symlink()
    assert sandbox.stored.is_symlink()
    assert (sandbox.stored / "provider").read_text() == "a provider\n"


def test_a_second_run_uses_what_the_first_published(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.run(download="the first")
    published = os.readlink(sandbox.stored)
    # Links must not lead into a sandbox, which Pants deletes.
    sandbox.root.rename(tmp_path / "deleted")

    second = make_sandbox(tmp_path / "second", sandbox.cache)
    result = second.run(download="the second")

    assert result.stdout.endswith("the first\n")
    assert os.readlink(sandbox.stored) == published
    assert len(list(sandbox.cache.glob("package.*"))) == 1


def test_a_run_at_the_same_time_keeps_its_own_and_leaves_the_published_one(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.run(download="the first")
    late = make_sandbox(tmp_path / "late", sandbox.cache)
    # It looked before the first published.
    result = late.run(download="the second", env={"STORED": "/nowhere"})
    assert result.code == 0
    assert result.stdout.endswith("the second\n")
    assert (sandbox.stored / "provider").read_text() == "the first\n"
    assert len(list(sandbox.cache.glob("p*.*"))) == 1
    assert files(sandbox.cache / "store") == {
        "key",
        *(f"key/{parent}" for parent in map(str, Path(PACKAGE).parents) if parent != "."),
        f"key/{PACKAGE}",
    }


def test_what_a_mirror_supplied_is_not_published(tmp_path: Path, sandbox: Sandbox) -> None:
    mirrored = tmp_path / "mirror" / PACKAGE
    mirrored.mkdir(parents=True)
    (mirrored / "provider").write_text("of the mirror\n")
    result = sandbox.run(download="a provider", env={"STORED": str(mirrored)})
    assert result.stdout.endswith("of the mirror\n")
    assert os.readlink(sandbox.package()) == str(mirrored)
    assert not sandbox.stored.exists()


@pytest.mark.parametrize("tool", ["cp", "mv", "mktemp"])
def test_an_unfinished_copy_publishes_nothing_and_fails_nothing(tmp_path: Path, tool: str) -> None:
    executable(tmp_path / f"bin/{tool}", "#!/bin/sh\nexit 1\n")
    # Instead of the real one, which would move a package to wherever it is told to.
    moved = tmp_path / "moved"
    if tool == "mktemp":
        executable(tmp_path / "bin/mv", f'#!/bin/sh\necho "$@" >>"{moved}"\nexit 1\n')
    sandbox = make_sandbox(
        tmp_path / "sandbox", tmp_path / "cache", path=f"{tmp_path}/bin:/usr/bin:/bin"
    )
    result = sandbox.run(download="a provider")
    assert result.code == 0
    assert result.stdout.endswith("a provider\n")
    assert not sandbox.stored.is_symlink()
    assert not moved.exists()


def test_a_run_killed_while_it_copies_publishes_nothing(tmp_path: Path) -> None:
    executable(
        tmp_path / "bin/cp", '#!/bin/sh\nmkdir "$3"\necho half >"$3/provider"\nkill -9 $PPID\n'
    )
    sandbox = make_sandbox(
        tmp_path / "sandbox", tmp_path / "cache", path=f"{tmp_path}/bin:/usr/bin:/bin"
    )
    assert sandbox.run(download="a provider").code == -9
    assert not sandbox.stored.is_symlink()

    after = make_sandbox(tmp_path / "after", sandbox.cache)
    assert after.run(download="whole").stdout.endswith("whole\n")
    assert (sandbox.stored / "provider").read_text() == "whole\n"


def test_only_the_sandbox_and_the_cache_are_written_to(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.run(download="a provider")
    assert {path.name for path in tmp_path.iterdir()} == {
        "sandbox",
        "cache",
        "sandbox calls",
    }
    assert {path.name for path in sandbox.root.iterdir()} == {".terrapants", "__terraform", "infra"}
    assert stat.S_ISLNK((sandbox.root / PROVIDERS_DIRECTORY).lstat().st_mode)
    top = {path.name.split(".")[0] for path in sandbox.cache.iterdir()}
    assert top == {"package", "store"}


def test_without_downloads_the_cache_stays_empty(sandbox: Sandbox) -> None:
    sandbox.run()
    assert files(sandbox.cache) == {"store", "store/key"}


def test_a_script_runs_the_command_but_not_init(sandbox: Sandbox) -> None:
    script = sandbox.root / ".terrapants/run_command.sh"
    script.write_text('echo "root $1, in $PWD"\nshift\nexec "$@" -more\n')
    result = sandbox.run(run_code=4)
    assert (result.code, [call[0] for call in result.calls]) == (4, ["init", "test"])
    assert result.calls[1] == ("test", "-json", "-more")
    said = f"root {sandbox.root}, in {sandbox.root / 'infra/s3'}\n"
    assert said in result.stdout.partition('"exit_code":0}\n')[2]
