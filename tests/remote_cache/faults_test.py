"""What goes wrong with a remote cache changes no verdict, and is said once.

The runs have their local cache of processes off, so that each asks the server for everything.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from remote_cache.checkout import Checkout, Finished
from remote_cache.proxy import proxy
from remote_cache.server import Server, running

NO_LOCAL_CACHE = {"PANTS_LOCAL_CACHE": "false"}
REMOTE = "passed one tests/name.tftest.hcl 1 passed cached remotely"


def verdict_on_one(checkout: Checkout, *options: Mapping[str, str]) -> Finished:
    """A run of the tests of the module `one`, all of which pass."""
    environment = {**NO_LOCAL_CACHE}
    for each in options:
        environment.update(each)
    finished = checkout.pants("tf-test", "one::", **environment)
    assert finished.exit_code == 0, finished.stdout + finished.stderr
    assert finished.rows[0].startswith("passed one tests/name.tftest.hcl 1 passed")
    return finished


def assert_ran_here(finished: Finished, *warning: str) -> None:
    """The verdict is of this machine, and each warning was given, once and no other."""
    assert re.fullmatch(r".* 1 passed \d+\.\d\ds", finished.rows[0])
    assert len(finished.warnings) == len(warning), finished.stderr
    for expected in warning:
        assert [each for each in finished.warnings if re.search(expected, each)], finished.stderr


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


def test_an_expired_certificate(ci: Checkout, place: Path) -> None:
    with running(place / "server") as server:
        server.restart_with_expired_certificate()
        finished = verdict_on_one(ci, server.options(write=False))
    assert_ran_here(finished, "Failed to read from remote cache .*(CertExpired|certificate)")


def test_a_plain_port_where_tls_is_expected(ci: Checkout, place: Path) -> None:
    with running(place / "server", "--plain-text") as server:
        authority = {"PANTS_REMOTE_CA_CERTS_PATH": "/etc/ssl/certs/ca-certificates.crt"}
        finished = verdict_on_one(ci, server.options(write=False), authority)
    assert_ran_here(finished, "Failed to read from remote cache .*Unavailable")


def test_no_server(server: Server, ci: Checkout) -> None:
    with running(server.directory.parent / "gone") as gone:
        options = gone.options(write=False, port=9)
        finished = verdict_on_one(ci, options)
    assert_ran_here(finished, "Failed to read from remote cache .*Unavailable")


def test_a_server_that_accepts_and_never_answers(server: Server, ci: Checkout) -> None:
    with proxy(silent=True) as silent:
        start = time.monotonic()
        finished = verdict_on_one(ci, server.options(write=False, port=silent.port))
        assert silent.connections
    # It is waited for before each process starts, and no longer.
    assert time.monotonic() - start < 240
    assert re.fullmatch(r".* 1 passed \d+\.\d\ds", finished.rows[0])
    assert len(finished.warnings) <= 1, finished.stderr


def test_a_slow_line(server: Server, ci: Checkout) -> None:
    with proxy(server.port, delay_seconds=0.15) as slow:
        finished = verdict_on_one(ci, server.options(write=False, port=slow.port))
    # 300 ms there and back: the verdict still comes sooner than Terraform would start.
    assert finished.rows[0] == REMOTE
    assert finished.warnings == []


def test_altered_and_evicted_contents(ci: Checkout, place: Path) -> None:
    """An action result that points to contents which are not what they say, or gone."""
    with running(place / "server") as server:
        verdict_on_one(ci, server.options(write=True))
        for blob in server.stored():
            content = blob.read_bytes().replace(b'"pass"', b'"fail"').replace(b"passed", b"failed")
            blob.write_bytes(content)
        altered = Checkout(place / "altered", {}, "one", "two")
        finished = verdict_on_one(altered, server.options(write=False))
        assert_ran_here(finished, "Failed to read from remote cache")

        for blob in server.stored():
            blob.unlink()
        evicted = Checkout(place / "evicted", {}, "one", "two")
        assert_ran_here(verdict_on_one(evicted, server.options(write=True)))
        # It is stored anew.
        assert server.stored()


def test_a_server_that_is_killed_during_a_run_and_comes_back(ci: Checkout, place: Path) -> None:
    with running(place / "server") as server:
        running_pants = ci.start("tf-test", "::", **NO_LOCAL_CACHE, **server.options(write=True))
        log = Path(ci.environment["PROCESS_LOG"])
        while running_pants.poll() is None and "Read" not in log.read_text():
            time.sleep(0.05)
        server.stop(signal.SIGKILL)
        time.sleep(1)
        server.start()
        finished = ci.finish(running_pants)
        assert finished.exit_code == 0, finished.stdout + finished.stderr
        assert finished.rows[-1] == "2 test files: 2 passed (2 runs: 2 passed)"
        assert len(finished.warnings) <= 2, finished.stderr

        # It is used again.
        assert verdict_on_one(ci, server.options(write=True)).warnings == []


def test_a_full_disk(ci: Checkout, place: Path) -> None:
    with running(place / "server") as server:
        # To write to a file that is at its limit fails as it does on a full disk.
        assert server.process
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, 0))
        finished = verdict_on_one(ci, server.options(write=True))
        assert_ran_here(finished, "Failed to write to remote cache")


def test_a_failing_test_is_never_answered_from_the_cache(
    server: Server, ci: Checkout, place: Path
) -> None:
    ci.add_module("wrong", expected="right")
    other = Checkout(place / "other", {})
    other.add_module("wrong", expected="right")
    for checkout in (ci, other):
        finished = checkout.pants("tf-test", "wrong::", **server.options(write=True))
        assert finished.exit_code == 1
        assert re.fullmatch(
            r"failed wrong tests/name.tftest.hcl 0 passed, 1 failed \d+\.\d\ds", finished.rows[-2]
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
