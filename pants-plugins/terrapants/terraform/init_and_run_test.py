from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.terraform.init_and_run_for_tests import Sandbox, make_sandbox
from terrapants.terraform.json_output import json_lines


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


def test_temporary_files_stay_within_the_sandbox(sandbox: Sandbox) -> None:
    result = sandbox.run(env={"TMPDIR": "/tmp"})
    assert result.value("TMPDIR") == str(sandbox.root / ".terrapants/tmp")
    assert (sandbox.root / ".terrapants/tmp").is_dir()
