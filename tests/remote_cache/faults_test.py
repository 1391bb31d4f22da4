"""What is wrong between Pants and the server changes no verdict, and is said."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator

import pytest

from remote_cache.checkout import TIMEOUTS, Checkout
from remote_cache.proxy import proxy
from remote_cache.server import Port, Server, WrongPorts, set_up_wrongly
from remote_cache.start_pants import HEAD_START
from remote_cache.verdicts import REMOTE, assert_ran_here, verdict_on_one


@pytest.fixture(scope="module")
def wrong(server: Server) -> Iterator[WrongPorts]:
    with set_up_wrongly(server) as ports:
        yield ports


def test_without_a_fault_the_verdict_comes_from_the_server(server: Server, ci: Checkout) -> None:
    finished = verdict_on_one(ci, server.options(write=False))
    assert finished.rows[0] == REMOTE
    assert finished.warnings == []


def test_a_wrong_token(server: Server, ci: Checkout) -> None:
    wrong = {"PANTS_REMOTE_STORE_HEADERS": json.dumps({"authorization": "Bearer wrong"})}
    finished = verdict_on_one(ci, server.options(write=False), wrong)
    assert_ran_here(finished, "Failed to read from remote cache .*Unauthenticated")


def test_a_token_for_reading_does_not_write(server: Server, ci: Checkout) -> None:
    ci.write("one/more.tf", "# This was not stored before.\n")
    reader = {
        **server.options(write=True),
        "PANTS_REMOTE_STORE_HEADERS": f"@{server.directory / 'read-only.json'}",
    }
    stored = server.stored()
    try:
        finished = verdict_on_one(ci, reader)
        assert_ran_here(finished, "Failed to write to remote cache .*Unauthenticated")
        assert server.stored() == stored
    finally:
        (ci.root / "one/more.tf").unlink()


def test_an_expired_certificate(server: Server, wrong: WrongPorts, ci: Checkout) -> None:
    finished = verdict_on_one(ci, server.options(write=False, port=wrong.expired_certificate))
    assert_ran_here(finished, "Failed to read from remote cache .*(CertExpired|certificate)")


def test_a_plain_port_where_tls_is_expected(
    server: Server, wrong: WrongPorts, ci: Checkout
) -> None:
    finished = verdict_on_one(ci, server.options(write=False, port=wrong.plain_text))
    assert_ran_here(finished, "Failed to read from remote cache .*Unavailable")


def test_no_server(server: Server, ci: Checkout) -> None:
    nobody = Port()
    finished = verdict_on_one(ci, server.options(write=False, port=nobody.number))
    assert_ran_here(finished, "Failed to read from remote cache .*Unavailable")


def test_a_server_that_accepts_and_never_answers(server: Server, ci: Checkout) -> None:
    """It is waited for before each process starts, and no longer."""
    with proxy(silent=True) as silent:
        # As in pants.remote.toml.
        impatient = {HEAD_START: "", **dict.fromkeys(TIMEOUTS, "4000")}
        finished = verdict_on_one(ci, server.options(write=False, port=silent.port), impatient)
        assert silent.connections
    assert re.fullmatch(r".* 1 passed \d+\.\d\ds", finished.rows[0])
    assert len(finished.warnings) <= 2, finished.stderr


def test_a_slow_line(server: Server, ci: Checkout) -> None:
    with proxy(server.port, delay_seconds=0.15) as slow:
        finished = verdict_on_one(ci, server.options(write=False, port=slow.port))
    # 300 ms there and back.
    assert finished.rows[0] == REMOTE
    assert finished.warnings == []


def test_a_second_server_on_the_same_port(server: Server) -> None:
    second = subprocess.run(server.script, capture_output=True, text=True)
    assert second.returncode == 1
    (said,) = second.stderr.splitlines()
    assert said.startswith(
        f"scripts/remote-cache: something else listens on port {server.port} of 127.0.0.1 already"
    )


CLIENT = """\
import sys, threading
import grpc
from buildgrid._protos.build.bazel.remote.execution.v2 import (
    remote_execution_pb2 as messages, remote_execution_pb2_grpc as services)

port, authority, token, *digests = sys.argv[1:]
wrong = []

def client():
    credentials = grpc.ssl_channel_credentials(open(authority, "rb").read())
    with grpc.secure_channel(f"localhost:{port}", credentials) as channel:
        storage = services.ContentAddressableStorageStub(channel)
        for _ in range(20):
            request = messages.BatchReadBlobsRequest(instance_name="main")
            for digest in digests:
                name, _, size = digest.partition("/")
                request.digests.add(hash=name, size_bytes=int(size))
            answer = storage.BatchReadBlobs(request, metadata=[("authorization", token)])
            wrong.extend(each for each in answer.responses if each.status.code)

threads = [threading.Thread(target=client) for _ in range(20)]
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit(bool(wrong))
"""


def test_twenty_clients_at_once(server: Server, ci: Checkout) -> None:
    digests = [f"{blob.parent.name}{blob.name}/{blob.stat().st_size}" for blob in server.stored()]
    small = [digest for digest in digests if int(digest.partition("/")[2]) < 50_000]
    token = json.loads((server.directory / "read-only.json").read_text())["authorization"]
    clients = subprocess.Popen(
        [
            *(server.python, "-c", CLIENT, str(server.port)),
            *(str(server.directory / "ca.pem"), token, *small),
        ]
    )
    finished = verdict_on_one(ci, server.options(write=False))
    assert clients.wait() == 0
    assert finished.rows[0] == REMOTE
    assert finished.warnings == []
