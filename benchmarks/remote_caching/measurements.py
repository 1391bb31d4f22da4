"""What two jobs cost that start from nothing: one fills the cache, one finds everything in it."""

from __future__ import annotations

import json
import os
import shutil
import ssl
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.remote_caching.table import Jobs
from benchmarks.scaling.graph_measurements import generate
from benchmarks.scaling.measuring import say
from benchmarks.scaling.pants_repository import (
    CHECKOUT,
    BenchmarkError,
    Caches,
    PantsRepository,
    cpu_seconds_of,
    stopped_at_the_end,
)
from benchmarks.scaling.repository_files import module_directory
from remote_cache.proxy import Proxy, proxy
from remote_cache.server import Server, running

JOBS = ("cold", "warm")
COMMANDS = ("dependencies", "tf-test")
# One module of so many is tested.
TESTED = 25
_PROCESS_LOG = CHECKOUT / "tests/remote_cache/process_log.py"
# However busy the machine is: an answer of the server is always waited for.
_PATIENCE = "120000"


@dataclass(frozen=True)
class Measured:
    """One command of one job.

    :param lookups: how many results were asked for, and `found` how many of them there were.
    :param requests: of gRPC, whatever they are for.
    :param executed: processes that ran here although their results may be shared.
    :param verdicts: of test files, and `from_server` how many of them were there.
    :param stored_bytes: what the server holds afterwards, in `stored` contents.
    """

    seconds: float
    cpu_seconds: float
    server_cpu_seconds: float
    bytes_up: int
    bytes_down: int
    requests: int
    lookups: int
    found: int
    executed: int
    verdicts: int
    from_server: int
    stored_bytes: int
    stored: int


def measure(
    scratch: Path, modules: int, commands: tuple[str, ...], seed: int, keep: Callable[[Jobs], None]
) -> None:
    """:param scratch: for the server's files, and the checkouts with their caches.
    :param keep: called with what there is when there is something new.
    """
    measured: dict[str, dict[str, dict[str, float]]] = {}
    with running(scratch / "server", "--plain-text") as server:
        for job in JOBS:
            place = scratch / job
            caches = Caches(place / "caches", place / "tools")
            repository = generate(place / "repository", caches, modules, seed)
            measured[job] = {}
            with stopped_at_the_end(repository):
                for command in commands:
                    found = _measure(repository, server, job, command, modules)
                    measured[job][command] = asdict(found)
                    say(f"{modules:,} modules: {job}: {command}: {found}")
                    keep(measured)
            shutil.rmtree(place)


def arguments(command: str, modules: int) -> tuple[str, ...]:
    if command == "tf-test":
        tested = (f"{module_directory(number)}::" for number in range(0, modules, TESTED))
        return (command, *tested)
    return command, "::"


def _measure(
    repository: PantsRepository, server: Server, job: str, command: str, modules: int
) -> Measured:
    log = repository.root.parent / "processes"
    log.write_text("")
    before = cpu_seconds_of(server.pid)
    with proxy(server.port, plain_text=True) as counting:
        environment = _environment(repository.root.parent, server, counting, log, job)
        client = PantsRepository(repository.root, repository.caches, environment)
        finished = client.pants(*arguments(command, modules))
    used = cpu_seconds_of(server.pid) - before
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    metrics: dict[str, int] = {}
    for entry in entries:
        metrics.update(entry.get("metrics", {}))
    if not metrics:
        raise BenchmarkError(f"nothing was written down of {command} in {repository.root}")
    processes = [entry for entry in entries if "source" in entry]
    verdicts = [each for each in processes if each["description"].startswith("terraform test: ")]
    stored = [blob.stat().st_size for blob in server.stored()]
    return Measured(
        finished.cost.seconds,
        finished.cost.cpu_seconds,
        used,
        counting.bytes_up,
        counting.bytes_down,
        counting.requests,
        metrics.get("remote_cache_requests", 0),
        metrics.get("remote_cache_requests_cached", 0),
        sum(map(_ran_although_shared, processes)),
        len(verdicts),
        sum(each["source"] == "HitRemotely" for each in verdicts),
        sum(stored),
        len(stored),
    )


def _ran_although_shared(process: Mapping[str, Any]) -> bool:
    return process["source"] == "Ran" and process["scope"] in ("Always", "Successful")


def _environment(
    place: Path, server: Server, counting: Proxy, log: Path, job: str
) -> dict[str, str]:
    """Of a client without TLS, so that requests can be counted, and without a daemon, as in CI."""
    plugin = place / "plugins/process_log_backend"
    plugin.mkdir(parents=True, exist_ok=True)
    shutil.copy(_PROCESS_LOG, plugin / "register.py")
    # It is not used, and it has to be there.
    authority = ssl.get_default_verify_paths().cafile or os.devnull
    return {
        **server.options(write=job == "cold"),
        "PANTS_REMOTE_STORE_ADDRESS": f"grpc://localhost:{counting.port}",
        "PANTS_REMOTE_CA_CERTS_PATH": authority,
        "PANTS_REMOTE_CACHE_RPC_TIMEOUT_MILLIS": _PATIENCE,
        "PANTS_REMOTE_STORE_RPC_TIMEOUT_MILLIS": _PATIENCE,
        "PANTS_PANTSD": "false",
        "PANTS_BACKEND_PACKAGES": '+["process_log_backend"]',
        "PANTS_PYTHONPATH": f'+["{plugin.parent}"]',
        "PROCESS_LOG": str(log),
    }
