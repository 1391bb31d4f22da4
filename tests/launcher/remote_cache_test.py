"""Files of a remote cache that are not there, and tokens that are no secret, are one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from launcher.machine import Machine, repository_root

HEADERS = "PANTS_REMOTE_STORE_HEADERS"
AUTHORITY = "PANTS_REMOTE_CA_CERTS_PATH"


def refused(machine: Machine, *arguments: str, **variables: str) -> str:
    """What is said in place of starting Pants."""
    result = machine.run(*arguments, cwd=None, **variables)
    assert result.returncode == 1
    assert result.stdout == ""
    last = result.stderr.splitlines()[-1]
    assert last.startswith("./pants: ")
    return last


def starts(machine: Machine, *arguments: str, **variables: str) -> bool:
    return machine.run(*arguments, cwd=None, **variables).stdout.startswith("started in ")


def test_a_token_file_that_is_not_there(machine: Machine) -> None:
    assert refused(machine, **{HEADERS: "@/not/there.json"}) == (
        f"./pants: {HEADERS} names /not/there.json, which is not a file that you can read: correct "
        f"the path, or unset {HEADERS}."
    )
    # Pants reads a relative path from the root of the checkout.
    assert f"names {machine.root}/token.json," in refused(machine, **{HEADERS: "@token.json"})


def test_a_token_file_that_everyone_can_read(machine: Machine) -> None:
    token = machine.root / "my token.json"
    token.write_text('{"a": "b"}')
    token.chmod(0o644)
    said = refused(machine, **{HEADERS: f"@{token}"})
    assert f"names {token}, which holds a token, and everyone on this machine can read it" in said
    assert r"`chmod o= " in said
    token.chmod(0o640)
    assert starts(machine, **{HEADERS: f"@{token}"})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"Bearer secret", "is not JSON: line 1, column 1: Expecting value"),
        (b"", "is not JSON: line 1, column 1: Expecting value"),
        (b'{\n  "authorization": Bearer secret\n}', "is not JSON: line 2, column 20: Expecting value"),
        (b'{"a": "secret",}', "is not JSON: line 1, column 16: Expecting property name enclosed"),
        (b'["secret"]', "holds no object, but a list"),
        (b'{"authorization": {"a": "secret"}}', "has a value that is not a string"),
        (b'{"authorization": "secret\xe9"}', "is not text in UTF-8"),
    ],
)
def test_a_token_file_that_holds_no_headers(
    machine: Machine, tmp_path: Path, content: bytes, problem: str
) -> None:
    token = tmp_path / "token.json"
    token.touch(mode=0o600)
    token.write_bytes(content)
    said = refused(machine, **{HEADERS: f"@{token}"})
    assert said.startswith(f"./pants: {HEADERS} names {token}, which {problem}")
    assert said.endswith('. Expected {"authorization": "Bearer <token>"}.')
    assert "secret" not in said


@pytest.mark.parametrize(
    "content", ['{"authorization": "Bearer x"}', ' {\n"a" : "\\"",\n"b":"\\u00e9"}\n', "{}"]
)
def test_a_token_file_that_holds_headers(machine: Machine, tmp_path: Path, content: str) -> None:
    token = tmp_path / "token.json"
    token.touch(mode=0o600)
    token.write_text(content)
    assert starts(machine, **{HEADERS: f"@{token}"})


@pytest.mark.parametrize("headers", ['{"authorization": "Bearer x"}', "@@x", ""])
def test_a_token_in_no_file(machine: Machine, headers: str) -> None:
    assert starts(machine, **{HEADERS: headers})


@pytest.mark.parametrize("headers", ["Bearer secret", "secret", "{secret}"])
def test_a_token_in_another_form_is_not_printed(machine: Machine, headers: str) -> None:
    said = refused(machine, **{HEADERS: headers})
    assert said.startswith(
        f'./pants: {HEADERS} is neither like {{"authorization": "Bearer <token>"}}'
    )
    assert "secret" not in said


def test_an_authority_that_is_not_there(machine: Machine, tmp_path: Path) -> None:
    said = refused(machine, **{AUTHORITY: "/not/there.pem"})
    assert said.startswith(f"./pants: {AUTHORITY} names /not/there.pem, the certificate authority")
    (tmp_path / "ca.pem").touch()
    assert starts(machine, **{AUTHORITY: str(tmp_path / "ca.pem")})


def test_the_authority_of_the_configuration(machine: Machine) -> None:
    shutil.copy(repository_root() / "pants.remote.toml", machine.root)
    expected = machine.home / ".cache/terrapants/remote-cache/server/ca.pem"
    option = "--pants-config-files=pants.remote.toml"
    assert f"names {expected}," in refused(machine, option)
    assert f"names {expected}," in refused(machine, PANTS_CONFIG_FILES="['pants.remote.toml']")
    assert starts(machine)
    expected.parent.mkdir(parents=True)
    expected.touch()
    assert starts(machine, option)
