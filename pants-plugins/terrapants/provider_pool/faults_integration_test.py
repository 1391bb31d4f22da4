"""Whatever goes wrong, a Terraform process gets a verdict or an exit code, and nothing is left."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terrapants.provider_pool import client
from terrapants.provider_pool.processes import start_time
from terrapants.provider_pool.testutil import (
    TINY,
    TestPool,
    calls,
    guardians_of,
    install_tiny_provider,
    kill,
    pool,
    provider_processes,
    wait_until,
)
from terrapants.testutil.terraform_rule_runner import provider_platform

VALIDATE = ("validate", "-json")


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[TestPool]:
    with pool(tmp_path) as test_pool:
        yield test_pool


def test_the_provider_dies_while_it_is_in_use(tiny: TestPool) -> None:
    tiny.settings["idle_seconds"] = 5
    package = install_tiny_provider(tiny.mirror, dies_in="ValidateResourceTypeConfig")
    faulty = tiny.tiny_sandbox()
    assert faulty.run(*VALIDATE).returncode == 1
    assert faulty.fault == (
        "terraform-provider-tiny_v1.0.0 ended while it was in use: panic: tiny is broken\n"
    )
    # The next process gets a new one.
    (package / "behaviour.json").write_text("{}")
    sound = tiny.tiny_sandbox()
    assert sound.run(*VALIDATE).returncode == 0
    assert sound.fault == ""


def test_a_process_whose_provider_was_replaced_after_its_death_is_told(tiny: TestPool) -> None:
    tiny.settings["idle_seconds"] = 5
    install_tiny_provider(tiny.mirror)
    first = tiny.tiny_sandbox()
    answer = first.ask()
    (provider,) = provider_processes(answer.server)
    kill(provider)
    assert tiny.tiny_sandbox().run(*VALIDATE).returncode == 0
    reattach = answer.stdout.splitlines()[1]
    tiny.environment["TF_REATTACH_PROVIDERS"] = reattach
    assert first.run_plainly(*VALIDATE).returncode == 1
    assert first.fault == "terraform-provider-tiny_v1.0.0 ended while it was in use.\n"


def test_a_provider_that_dies_again_and_again_is_not_started_any_more(tiny: TestPool) -> None:
    tiny.settings["idle_seconds"] = 5
    package = install_tiny_provider(tiny.mirror, dies_in="ValidateResourceTypeConfig")
    for _ in range(3):
        assert tiny.tiny_sandbox().run(*VALIDATE).returncode == 1
    refused = tiny.tiny_sandbox().ask()
    assert (refused.code, refused.told) == (
        4,
        "terraform-provider-tiny_v1.0.0 ended while it was in use: panic: tiny is broken",
    )
    assert calls(package).count("GetSchema") == 3


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (
            {"exits": "fatal error: runtime: out of memory"},
            ", which ended at its start: fatal error: runtime: out of memory",
        ),
        (
            {"starts": "Usage: tiny"},
            ", which does not start as a plugin of Terraform.",
        ),
        (
            {"protocol": 4},
            ": it speaks protocol 4 (grpc over unix), and the pool 5 and 6 over gRPC.",
        ),
    ],
)
def test_a_provider_that_does_not_start(
    tiny: TestPool, behaviour: dict[str, Any], told: str
) -> None:
    install_tiny_provider(tiny.mirror, **behaviour)
    for _ in range(2):
        refused = tiny.tiny_sandbox().ask()
        assert refused.code == 4
        assert refused.told == f"The provider pool cannot use terraform-provider-tiny_v1.0.0{told}"


def test_a_provider_that_cannot_be_run(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.mirror)
    (binary,) = package.glob("terraform-provider-*")
    binary.write_text("#!/nowhere/python\n")
    refused = tiny.tiny_sandbox().ask()
    assert refused.code == 4
    assert refused.told.startswith("The provider pool cannot start terraform-provider-tiny_v1.0.0:")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_server_is_killed(tiny: TestPool, number: int) -> None:
    tiny.settings["idle_seconds"] = 30
    install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox()
    answer = sandbox.ask()
    (provider,) = provider_processes(answer.server)
    (directory,) = tiny.private_directories()
    os.kill(answer.server, number)
    wait_until(lambda: not start_time(answer.server), "the server ends")
    wait_until(lambda: not start_time(provider), "the provider ends")
    wait_until(lambda: not directory.exists(), "the directory goes")
    # What used it fails; the script sees that the server is gone. The next one gets a new server.
    tiny.environment["TF_REATTACH_PROVIDERS"] = answer.stdout.splitlines()[1]
    assert sandbox.run_plainly(*VALIDATE).returncode == 1
    del tiny.environment["TF_REATTACH_PROVIDERS"]
    assert tiny.tiny_sandbox().run(*VALIDATE).returncode == 0
    os.kill(sandbox.ask().server, signal.SIGTERM)


def test_the_server_and_its_guardian_are_killed(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    # Where other pools have theirs, their servers may end what is left before this test sees it.
    with tempfile.TemporaryDirectory(dir="/tmp") as own:
        tiny.settings["directory"] = own
        server = tiny.tiny_sandbox().ask().server
        (directory,) = tiny.private_directories()
        (provider,) = provider_processes(server)
        (guardian,) = guardians_of(directory)
        kill(guardian)
        kill(server)
        assert start_time(provider)
        # The next server ends what is left.
        assert tiny.tiny_sandbox().ask().server != server
        wait_until(lambda: not start_time(provider), "the provider ends")
        assert not directory.exists()
        tiny.end_users()
        wait_until(lambda: not os.listdir(own), "the server ends")


def test_the_guardian_is_killed_alone(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    server = tiny.tiny_sandbox().ask().server
    (directory,) = tiny.private_directories()
    (guardian,) = guardians_of(directory)
    kill(guardian)
    sandbox = tiny.tiny_sandbox()
    assert sandbox.run(*VALIDATE).returncode == 0
    assert sandbox.ask().server == server
    # Nobody tidies up after this server but the next one.
    tiny.end_users()
    wait_until(lambda: not start_time(server), "the server ends")
    tiny.tiny_sandbox().ask()
    assert not directory.exists()


def test_the_server_is_killed_while_a_client_waits(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    first = tiny.tiny_sandbox().ask()
    os.kill(first.server, signal.SIGSTOP)
    waiting = tiny.tiny_sandbox().start_client(tiny.user())
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(1)
    kill(first.server)
    stdout, stderr = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, stderr
    assert int(stdout.splitlines()[0]) != first.server


def test_many_start_a_server_at_once(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.mirror)
    clients = [tiny.tiny_sandbox().start_client(tiny.user()) for _ in range(8)]
    answers = [each.communicate(timeout=60)[0] for each in clients]
    assert len({answer.splitlines()[0] for answer in answers}) == 1
    assert len({answer.splitlines()[1] for answer in answers}) == 8
    assert len(provider_processes(int(answers[0].splitlines()[0]))) == 1
    assert calls(package) == []


def test_servers_of_other_settings_live_side_by_side(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox()
    one = sandbox.ask()
    tiny.settings["max_providers"] = 2
    other = sandbox.ask()
    assert (one.code, other.code) == (0, 0)
    assert one.server != other.server


def test_a_client_that_is_killed_while_it_selects_is_replaced(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    tiny.tiny_sandbox().ask()  # starts the server
    other = tiny.tiny_sandbox(constraint=">= 1.0")
    slow = Path(other.root, "terraform")
    slow.write_text("#!/bin/sh\necho $$ >started\nexec sleep 100\n")
    slow.chmod(0o755)
    process = subprocess.Popen(
        [
            str(slow) if argument == tiny.terraform else argument
            for argument in (*other.arguments(tiny.user()), "--")
        ],
        env=other.environment,
        stdout=subprocess.PIPE,
    )
    started = other.root / client.INIT_DIRECTORY / "started"
    wait_until(started.exists, "the selection starts")
    process.kill()
    process.wait()
    os.kill(int(started.read_text()), signal.SIGKILL)
    slow.write_text(f'#!/bin/sh\nexec {tiny.terraform} "$@"\n')
    assert other.ask().code == 0


def test_socket_paths_that_are_too_long(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    deep = tiny.base / ("d" * 100)
    deep.mkdir()
    tiny.settings["directory"] = str(deep)
    refused = tiny.tiny_sandbox().ask()
    assert refused.code == 4
    assert refused.told.startswith(
        f"The server of the provider pool did not start: no directory can hold its sockets (the "
        f"paths of sockets in {deep} would have "
    )


def test_no_directory_for_the_sockets(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    tiny.settings["directory"] = "/proc"  # nobody can write there
    for _ in range(2):
        refused = tiny.tiny_sandbox().ask()
        assert refused.code == 4
        assert "did not start: no directory can hold its sockets (" in refused.told
        assert refused.told.endswith(" in /proc).")


def test_a_server_that_did_not_start_is_tried_again_after_a_while(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        tiny.settings["directory"] = f"{short}/s"
        assert tiny.tiny_sandbox().ask().code == 4
        os.mkdir(f"{short}/s")
        assert tiny.tiny_sandbox().ask().code == 4
        (failure,) = tiny.directory.glob("servers/*.failure")
        os.utime(failure, (1, 1))
        assert tiny.tiny_sandbox().ask().code == 0
        assert not failure.exists()
        tiny.end_users()
        wait_until(lambda: not os.listdir(f"{short}/s"), "the server ends")


def test_an_unusable_tmpdir_does_not_matter(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    tiny.environment["TMPDIR"] = "/nowhere"
    assert tiny.tiny_sandbox().run(*VALIDATE).returncode == 0


def test_a_process_that_is_gone(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    pid = tiny.user()
    tiny.end_users()
    refused = tiny.tiny_sandbox().ask(pid)
    assert (refused.code, refused.told) == (
        4,
        f"The provider pool does not see the process {pid} that it is to serve.",
    )


def test_the_provider_binary_is_replaced(tiny: TestPool) -> None:
    tiny.settings["idle_seconds"] = 5
    install_tiny_provider(tiny.mirror)
    sandbox = tiny.tiny_sandbox()
    before = sandbox.ask()
    assert '"ProtocolVersion": 5' in before.stdout
    install_tiny_provider(tiny.mirror, protocol=6)
    after = sandbox.ask()
    assert '"ProtocolVersion": 6' in after.stdout
    assert (after.server, len(provider_processes(after.server))) == (before.server, 2)
    # The old one goes when nobody uses it, and a new one is asked for.
    tiny.end_users()
    wait_until(lambda: not before.sockets[TINY].exists(), "its user is gone")
    install_tiny_provider(tiny.mirror, protocol=5)
    assert '"ProtocolVersion": 5' in sandbox.ask().stdout
    wait_until(lambda: len(provider_processes(after.server)) == 1, "the old processes end")


def test_a_mirror_with_two_versions(tiny: TestPool) -> None:
    for version in ("1.0.0", "2.0.0"):
        install_tiny_provider(tiny.mirror, version)
    server = 0
    for constraint in ("< 2.0", "", ">= 2.0"):
        answer = tiny.tiny_sandbox(constraint=constraint).ask()
        assert answer.code == 0, answer
        server = answer.server
    names = sorted(
        Path(f"/proc/{pid}/cmdline").read_text().split("\0")[1].rpartition("_")[2]
        for pid in provider_processes(server)
    )
    assert names == ["v1.0.0", "v2.0.0"]


def lock(tiny: TestPool, version: str) -> str:
    """The lock file of a configuration that wants this version."""
    sandbox = tiny.tiny_sandbox(constraint=version)
    assert sandbox.run_plainly("version").returncode == 0
    return (sandbox.root / sandbox.module / client.LOCK_FILE).read_text()


def locked(text: str, version: str) -> str:
    """That lock file, as one without a constraint would have it."""
    return text.replace(f'  constraints = "{version}"\n', "")


@pytest.mark.parametrize("readonly", [False, True])
def test_the_lock_file_chooses_the_version(tiny: TestPool, readonly: bool) -> None:
    for version in ("1.0.0", "2.0.0"):
        install_tiny_provider(tiny.mirror, version)
    text = locked(lock(tiny, "1.0.0"), "1.0.0")
    sandbox = tiny.sandbox(
        {client.LOCK_FILE: text}, {TINY: []}, lock_file="infra/m/" + client.LOCK_FILE
    )
    answer = sandbox.ask(None, *(("-lockfile=readonly",) if readonly else ()))
    assert answer.code == 0, answer
    (provider,) = provider_processes(answer.server)
    assert "v1.0.0" in Path(f"/proc/{provider}/cmdline").read_text()


def test_another_checksum_than_that_of_the_lock_file(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.mirror)
    text = locked(lock(tiny, "1.0.0"), "1.0.0")
    begin = text.index('"h1:') + 4
    text = text[:begin] + "A" * 10 + text[begin + 10 :]
    sandbox = tiny.sandbox(
        {client.LOCK_FILE: text}, {TINY: []}, lock_file="infra/m/" + client.LOCK_FILE
    )
    answer = sandbox.ask()
    assert (answer.code, answer.stdout, answer.stderr) == (client.NOTHING_TO_TELL, "", "")
    assert not (package / "environment").exists()  # It was never started.


def test_constraints_that_nothing_satisfies(tiny: TestPool) -> None:
    tiny.settings["idle_seconds"] = 5  # The same server answers both.
    install_tiny_provider(tiny.mirror)
    first, second = (tiny.tiny_sandbox(constraint=">= 3.0") for _ in range(2))
    for sandbox in (first, second):
        answer = sandbox.ask()
        assert (answer.code, answer.stdout, answer.stderr) == (client.NOTHING_TO_TELL, "", "")
    assert (first.root / client.INIT_DIRECTORY).exists()
    assert not (second.root / client.INIT_DIRECTORY).exists()


def test_a_packed_provider_is_kept_beyond_the_sandbox(tiny: TestPool) -> None:
    package = install_tiny_provider(tiny.base / "unpacked")
    archive = f"{TINY}/terraform-provider-tiny_1.0.0_{provider_platform()}.zip"
    (tiny.mirror / archive).parent.mkdir(parents=True)
    with zipfile.ZipFile(tiny.mirror / archive, "w") as packed:
        (binary,) = package.glob("terraform-provider-*")
        packed.write(binary, binary.name)
    sandbox = tiny.tiny_sandbox()
    answer = sandbox.ask()
    assert answer.code == 0, answer
    shutil.rmtree(sandbox.root)
    (link,) = tiny.store.glob(f"{TINY}/1.0.0/*")
    assert link.resolve().parent.parent == tiny.cache
    assert not list(tiny.cache.glob("partial.*"))
    assert tiny.tiny_sandbox().run(*VALIDATE).returncode == 0
    assert len(provider_processes(answer.server)) == 1


def test_the_server_belongs_to_no_terminal_and_holds_no_file_of_its_client(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    answer = tiny.tiny_sandbox().ask()
    (provider,) = provider_processes(answer.server)
    for pid in (answer.server, provider):
        assert os.getsid(pid) == pid
    mine = {os.readlink(f"/proc/{os.getpid()}/fd/{fd}") for fd in (1, 2)}
    for pid in (answer.server, provider):
        held = {
            os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()
        }
        assert not {each for each in held & mine if each != os.devnull}


def test_nonsense_does_not_end_the_server(tiny: TestPool) -> None:
    install_tiny_provider(tiny.mirror)
    answer = tiny.tiny_sandbox().ask()
    (directory,) = tiny.private_directories()
    for content in (b"", b"\0\0", b"\0\0\0\x03abc", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(directory / client.CONTROL_SOCKET))
            connection.sendall(content)
    assert tiny.tiny_sandbox().ask().server == answer.server
