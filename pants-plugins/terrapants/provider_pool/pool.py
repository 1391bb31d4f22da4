"""The running providers, and the processes that use them."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from terrapants.provider_pool.event_loop import EventLoop
from terrapants.provider_pool.passthrough import Passthrough, serve
from terrapants.provider_pool.processes import start_time
from terrapants.provider_pool.provider_process import NoProvider, ProviderProcess
from terrapants.provider_pool.records import Records
from terrapants.provider_pool.selections import Binary
from terrapants.provider_pool.upstream import Upstream, connect
from terrapants.provider_pool.words import SandboxWords

FAULT_FILE = ".terrapants/pool_fault"
# A provider that crashes that often will do so again.
_DEATHS = 3


class Refused(Exception):
    """The process has to do without the pool; the argument is a sentence for the user."""


@dataclass
class SharedProvider:
    """:param upstream: none while nothing has started it yet, and after its death."""

    binary: Binary
    upstream: Upstream | None = None
    users: int = 0
    deaths: int = 0
    problem: str = ""
    last_use: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Session:
    """A Terraform process, and what is there for it only.

    :param started: tells it from a later process that got the same ID.
    """

    pid: int
    started: str
    providers: list[SharedProvider]
    sockets: list[Path] = field(default_factory=list)
    servers: list[Any] = field(default_factory=list)


class Pool:
    def __init__(self, directory: Path, max_providers: int, records: Records) -> None:
        self._directory = directory
        self._max_providers = max_providers
        self._records = records
        self._providers: dict[Binary, SharedProvider] = {}
        self._sessions: list[Session] = []
        self._lock = threading.Lock()
        self._loop = EventLoop()
        self._numbers = count()
        self.last_use = time.monotonic()

    def admit(self, pid: int, root: Path, binaries: Mapping[str, Binary]) -> str:
        """Let a process use these providers for as long as it lives.

        :param binaries: by the providers' source addresses.
        :returns: its value of TF_REATTACH_PROVIDERS.
        :raises Refused: if it cannot.
        """
        started = start_time(pid)
        if not started:
            raise Refused(f"The provider pool does not see the process {pid} that it is to serve.")
        session = Session(pid, started, self._reserve(list(binaries.values())))
        try:
            words = SandboxWords(root)
            reattach = {}
            for address, provider in zip(binaries, session.providers):
                upstream = self._running(provider)
                passthrough = Passthrough(upstream, words, lambda why: record_fault(root, why))
                socket = self._directory / str(next(self._numbers))
                session.sockets.append(socket)
                session.servers.append(self._loop.run(serve(passthrough, socket)))
                reattach[address] = {
                    "Protocol": "grpc",
                    "ProtocolVersion": upstream.process.protocol,
                    "Pid": os.getpid(),
                    "Test": True,
                    "Addr": {"Network": "unix", "String": str(socket)},
                }
        except BaseException:
            self._close(session)
            raise
        with self._lock:
            self._sessions.append(session)
        return json.dumps(reattach)

    def _reserve(self, binaries: list[Binary]) -> list[SharedProvider]:
        with self._lock:
            new = [binary for binary in binaries if binary not in self._providers]
            # Those that were replaced on the disk come first, then those unused for longest.
            idle = sorted(
                (
                    provider
                    for provider in self._providers.values()
                    if not provider.users and provider.binary not in binaries
                ),
                key=lambda provider: (provider.binary.is_current(), provider.last_use),
            )
            replaced = sum(not provider.binary.is_current() for provider in idle)
            excess = len(self._providers) + len(new) - self._max_providers
            if excess > len(idle):
                raise Refused(self._all_in_use(len(binaries)))
            for provider in idle[: max(replaced, excess)]:
                del self._providers[provider.binary]
                self._stop(provider)
            for binary in new:
                self._providers[binary] = SharedProvider(binary)
            reserved = [self._providers[binary] for binary in binaries]
            for provider in reserved:
                provider.users += 1
            return reserved

    def _all_in_use(self, needed: int) -> str:
        most = f"{self._max_providers} provider{'s' * (self._max_providers != 1)} at most"
        if needed > self._max_providers:
            return f"The provider pool runs {most}, and {needed} are needed at once."
        they_are = "it is" if self._max_providers == 1 else "they are"
        return f"The provider pool runs {most}, and {they_are} in use by other processes."

    def _running(self, provider: SharedProvider) -> Upstream:
        with provider.lock:
            if provider.upstream is not None and not provider.upstream.process.is_running():
                # Its channel stays: the processes that used it are to find out that it is dead.
                provider.deaths += 1
                if provider.deaths == _DEATHS:
                    provider.problem = provider.upstream.death()
                provider.upstream.process.stop()
                provider.upstream = None
            if provider.problem:
                raise Refused(provider.problem)
            if provider.upstream is None:
                try:
                    process = ProviderProcess(provider.binary.path, self._directory)
                except NoProvider as problem:
                    provider.problem = str(problem)
                    raise Refused(provider.problem) from problem
                provider.upstream = self._loop.run(connect(process, provider.binary, self._records))
            return provider.upstream

    def _stop(self, provider: SharedProvider) -> None:
        if provider.upstream is not None:
            self._loop.run(provider.upstream.channel.close())
            provider.upstream.process.stop()
            provider.upstream = None

    def _close(self, session: Session) -> None:
        for server in session.servers:
            self._loop.run(server.stop(grace=None))
        for socket in session.sockets:
            socket.unlink(missing_ok=True)
        with self._lock:
            self.last_use = time.monotonic()
            for provider in session.providers:
                provider.users -= 1
                provider.last_use = self.last_use

    def close_ended_sessions(self) -> None:
        with self._lock:
            ended = [each for each in self._sessions if start_time(each.pid) != each.started]
            self._sessions = [each for each in self._sessions if each not in ended]
        for session in ended:
            self._close(session)

    def close(self) -> None:
        """End everything; new processes must not come any more."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            self._close(session)
        for provider in self._providers.values():
            self._stop(provider)

    @property
    def in_use(self) -> bool:
        with self._lock:
            return bool(self._sessions)


def record_fault(root: Path, sentence: str) -> None:
    """Where `init_and_run.sh` looks for it when Terraform has failed."""
    with suppress(OSError):  # The process is gone, and its sandbox with it.
        root.joinpath(FAULT_FILE).write_text(f"{sentence}\n")
