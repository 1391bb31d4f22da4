"""Terraform processes that share a provider: what they see, what they cost, what is left."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]
import pytest

from terrapants.provider_pool.client import INIT_DIRECTORY, LOCK_FILE
from terrapants.provider_pool.testutil import (
    TINY,
    Answer,
    TestPool,
    calls,
    install_tiny_provider,
    pool,
    provider_processes,
    wait_until,
)
from terrapants.provider_pool.tiny_provider import identity_schemas, provider_schema

TEST = """
mock_provider "tiny" {}
run "first" {
  command = plan
  assert {
    condition     = tiny_thing.a.name == "right"
    error_message = "It has another name."
  }
}
run "second" {
}
"""
MAIN = 'resource "tiny_thing" "a" {\n  name = "right"\n}\n'


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[TestPool]:
    with pool(tmp_path) as test_pool:
        yield test_pool


def channel(answer: Answer) -> Any:
    assert answer.code == 0, answer
    return grpc.insecure_channel(f"unix:{answer.sockets[TINY]}")


@pytest.mark.parametrize("protocol", [5, 6])
@pytest.mark.parametrize("identities", [False, True])
def test_terraform_tests_and_validates(tiny: TestPool, protocol: int, identities: bool) -> None:
    package = install_tiny_provider(tiny.mirror, protocol=protocol, identities=identities)
    sandbox = tiny.tiny_sandbox(MAIN)
    sandbox.write(f"{sandbox.module}/tests/a.tftest.hcl", TEST)
    tested = sandbox.run("test", "-no-color")
    assert tested.returncode == 0, tested
    assert "2 passed, 0 failed" in tested.stdout
    validated = sandbox.run("validate", "-json")
    assert json.loads(validated.stdout)["valid"], validated
    # The provider was asked once; Terraform's `Stop` and `Shutdown` did not reach it.
    schema = "GetSchema" if protocol == 5 else "GetProviderSchema"
    reached = calls(package)
    assert reached.count(schema) == 1
    assert not {"Stop", "StopProvider", "Shutdown", "StreamStdio", "StartStream"} & set(reached)
    assert sandbox.fault == ""


def test_what_the_provider_finds_wrong_is_said_as_without_the_pool(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox(MAIN.replace("right", "wrong"))
    shared = sandbox.run("validate", "-json")
    plain = sandbox.run_with_tiny_provider(package, "validate", "-json")
    assert "The name is wrong." in plain.stdout
    assert (shared.stdout, shared.returncode) == (plain.stdout, plain.returncode)


@pytest.mark.parametrize(
    "main",
    [
        'resource "tiny_thingy" "a" {\n}\n',
        'resource "tiny_othr" "a" {\n}\n',
        'resource "tiny_unlike" "a" {\n}\n',
        'data "tiny_thing" "a" {\n}\n',
        'resource "tiny_source" "a" {\n}\n',
        'output "a" {\n  value = provider::tiny::greet()\n}\n',
        'output "a" {\n  value = provider::tiny::gret()\n}\n',
        'resource "tiny_thing" "a" {\n  nam = ""\n}\n',
    ],
)
def test_a_wrong_name_is_answered_as_by_the_whole_schema(tiny: TestPool, main: str) -> None:
    package = install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox(main)
    shared = sandbox.run("validate", "-json")
    plain = sandbox.run_with_tiny_provider(package, "validate", "-json")
    assert shared.returncode == plain.returncode, (shared, plain)
    assert json.loads(shared.stdout) == json.loads(plain.stdout)


def test_schema_holds_what_occurs_in_the_files_at_the_time(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror, identities=True)
    sandbox = tiny.tiny_sandbox('output "a" {\n  value = "something"\n}\n')
    answer = sandbox.ask()
    with channel(answer) as provider:
        schema = provider.unary_unary("/tfplugin5.Provider/GetSchema")
        identities = provider.unary_unary("/tfplugin5.Provider/GetResourceIdentitySchemas")
        before = schema(b"")
        assert b"tiny_thing" not in before
        assert b"greet" in before
        assert b"a field of later" in before
        assert b"tiny_thing" not in identities(b"")
        sandbox.write(f"{sandbox.module}/.terraform/modules/m/main.tf", "tiny_thing tiny_other")
        after = schema(b"")
        assert b"tiny_thing" in after
        assert b"tiny_other" in after
        assert b"tiny_source" not in after
        assert identities(b"") == identity_schemas()
        sandbox.write(f"{sandbox.module}/a.tfmock.hcl", "tiny_source tiny_secret")
        assert schema(b"") == provider_schema()


def test_status_and_metadata_are_passed_on(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    answer = tiny.tiny_sandbox().ask()
    with channel(answer) as provider:
        for method in ("PrepareProviderConfig", "Echo"):  # one that it knows, one that it does not
            call = provider.unary_unary(f"/tfplugin5.Provider/{method}")
            response, done = call.with_call(b"abc", metadata=(("name", "terraform"),))
            assert response == b"abc"
            assert ("greeting", "terraform") in tuple(done.initial_metadata())
            assert ("end-bin", b"\0\1") in tuple(done.trailing_metadata())
        with pytest.raises(grpc.RpcError) as failed:
            provider.unary_unary("/tfplugin5.Provider/Fail")(b"")
        assert failed.value.code() is grpc.StatusCode.OUT_OF_RANGE
        assert failed.value.details() == "It fails."
        assert ("reason", "test") in tuple(failed.value.trailing_metadata())
        for method in (
            "/tfplugin5.Provider/GetResourceIdentitySchemas",
            "/plugin.GRPCStdio/StreamStdio",
            "/plugin.GRPCBroker/StartStream",
        ):
            with pytest.raises(grpc.RpcError) as unknown:
                provider.unary_unary(method)(b"")
            assert unknown.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_streams_are_passed_on(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    answer = tiny.tiny_sandbox().ask()
    with channel(answer) as provider:
        chat = provider.stream_stream("/tfplugin6.Provider/Chat")
        assert list(chat(iter([b"a", b"b"]))) == [b"a", b"a", b"b", b"b"]
        listing = provider.unary_stream("/tfplugin6.Provider/ListResource")
        assert list(listing(b"x")) == [b"x", b"x"]


def test_deadline_is_passed_on(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror, seconds={"ValidateResourceTypeConfig": 60})
    with channel(tiny.tiny_sandbox().ask()) as provider:
        begin = time.monotonic()
        with pytest.raises(grpc.RpcError) as late:
            provider.unary_unary("/tfplugin5.Provider/ValidateResourceTypeConfig")(b"", timeout=0.5)
        assert late.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        assert time.monotonic() - begin < 30


def test_one_process_asks_the_provider_the_same_once(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox()
    method = "ValidateResourceTypeConfig"
    for _ in range(2):
        with channel(sandbox.ask()) as provider:
            call = provider.unary_unary(f"/tfplugin5.Provider/{method}")
            assert b"The name is wrong." in call(b"wrong")
            assert b"The name is wrong." in call(b"wrong")
            assert call(b"right") == b""
    assert calls(package).count(method) == 4


def test_modules_with_the_same_needs_let_terraform_choose_once(tiny: TestPool) -> None:
    """The check of a large provider takes a second."""
    install_tiny_provider(tiny.mirror)
    sandboxes = [
        tiny.sandbox({}, {TINY: []}, lock_file=f"{module}/{LOCK_FILE}", module=module)
        for module in ("infra/a", "infra/b")
    ]
    for sandbox in sandboxes:
        sandbox.write(f"{sandbox.module}/main.tf", "")
        assert sandbox.ask().code == 0
    assert [sandbox.root.joinpath(INIT_DIRECTORY).exists() for sandbox in sandboxes] == [
        True,
        False,
    ]


def test_configuration_is_refused_and_recorded(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox()
    with channel(sandbox.ask()) as provider:
        for method in ("/tfplugin5.Provider/Configure", "/tfplugin6.Provider/ConfigureProvider"):
            with pytest.raises(grpc.RpcError) as refused:
                provider.unary_unary(method)(b"")
            assert refused.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert (
        sandbox.fault == "Terraform configures a provider that it was to use unconfigured only.\n"
    )
    assert not {"Configure", "ConfigureProvider"} & set(calls(package))


def test_slow_calls_do_not_hold_up_others(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror, seconds={"Slow": 60})
    answer = tiny.tiny_sandbox().ask()
    with channel(answer) as provider:
        slow = [provider.unary_unary("/tfplugin5.Provider/Slow").future(b"") for _ in range(20)]
        provider.unary_unary("/tfplugin5.Provider/Echo")(b"")
        assert not any(each.done() for each in slow)
        for each in slow:
            each.cancel()


def test_only_the_user_reaches_the_pool_and_the_provider_gets_no_secrets(
    tiny: TestPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = install_tiny_provider(tiny.mirror)
    tiny.environment["AWS_SECRET_ACCESS_KEY"] = "secret"
    answer = tiny.tiny_sandbox().ask()
    (directory,) = tiny.private_directories()
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert answer.sockets[TINY].parent == directory
    for file in directory.rglob("*"):
        assert not file.lstat().st_mode & 0o077 or file.is_socket(), file
    environment = json.loads((package / "environment").read_text())
    assert set(environment) - {"LC_CTYPE"} == {
        "HOME",
        "PATH",
        "PLUGIN_PROTOCOL_VERSIONS",
        "PLUGIN_UNIX_SOCKET_DIR",
        "TF_PLUGIN_MAGIC_COOKIE",
        "TMPDIR",
    }
    assert environment["HOME"] == environment["TMPDIR"] == f"{directory}/home"
    server = Path(f"/proc/{answer.server}")
    assert b"secret" not in server.joinpath("environ").read_bytes()
    assert os.readlink(server / "cwd") == "/"


def test_a_process_that_has_ended_leaves_no_socket(tiny: TestPool) -> None:
    tiny.settings["idle_seconds"] = 30
    install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox()
    first, second = sandbox.ask(), sandbox.ask()
    assert first.server == second.server
    tiny.users[0].kill()
    tiny.users[0].wait()
    wait_until(lambda: not first.sockets[TINY].exists(), "the first socket goes")
    with channel(second) as provider:
        assert provider.unary_unary("/tfplugin5.Provider/Echo")(b"a") == b"a"
    os.kill(second.server, 15)  # SIGTERM ends it before it is idle


def test_twenty_at_a_time(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.mirror)
    sandboxes = []
    for _ in range(20):
        sandbox = tiny.tiny_sandbox(MAIN)
        sandbox.write(f"{sandbox.module}/tests/a.tftest.hcl", TEST)
        sandboxes.append(sandbox)
    processes = [sandbox.start("test", "-no-color") for sandbox in sandboxes]
    for process in processes:
        stdout, stderr = process.communicate(timeout=120)
        assert process.returncode == 0, (stdout, stderr)
        assert "2 passed" in stdout
    # One server, one `terraform init` for the selection, one provider.
    assert calls(package).count("GetSchema") == 1
    assert len(list(tiny.base.glob("*/.terrapants/pool_init"))) == 1


def test_no_more_providers_than_allowed(tiny: TestPool) -> None:
    tiny.settings["max_providers"] = 1
    for version in ("1.0.0", "2.0.0"):
        install_tiny_provider(tiny.mirror, version)
    old = tiny.tiny_sandbox(constraint="1.0.0")
    new = tiny.tiny_sandbox(constraint="2.0.0")
    first = old.ask()
    refused = new.ask()
    assert refused.code == 4
    assert refused.told == (
        "The provider pool runs 1 provider at most, and it is in use by other processes."
    )
    assert len(provider_processes(first.server)) == 1
    tiny.end_users()
    wait_until(lambda: not first.sockets[TINY].exists(), "the first user is gone")
    tiny.settings["max_providers"] = 1
    second = new.ask()
    assert second.code == 0, second
    assert len(provider_processes(second.server)) == 1
