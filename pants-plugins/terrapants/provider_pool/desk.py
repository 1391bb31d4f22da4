"""Answers the clients of the pool."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from terrapants.provider_pool.client import LASTING, receive, send
from terrapants.provider_pool.pool import Pool, Refused
from terrapants.provider_pool.records import Records
from terrapants.provider_pool.selections import (
    Binary,
    Selections,
    binary,
    needed,
    required_providers,
)


class Desk:
    def __init__(self, identity: str, pool: Pool, records: Records) -> None:
        self.pool = pool
        self._identity = identity
        self._selections = Selections(records)
        self._clients = 0
        self._lock = threading.Lock()

    def arrived(self) -> None:
        with self._lock:
            self._clients += 1

    def left(self) -> None:
        with self._lock:
            self._clients -= 1

    def idle_since(self) -> float:
        """The time of the last use, which is now as long as there is a client or a process."""
        with self._lock:
            return time.monotonic() if self._clients or self.pool.in_use else self.pool.last_use

    def answer(self, connection: socket.socket) -> None:
        """:raises OSError, EOFError: if the client has gone."""
        _, identity, pid, root, content, *rest = receive(connection)
        if identity != self._identity:
            send(connection, ("plain", "The server of the provider pool is that of another Pants."))
            return
        request = json.loads(content)
        providers = needed(request["providers"])
        lock_file = request.get("lock_file") or ""
        if not Path(root, lock_file).is_file():
            lock_file = ""
        # Not the place of the lock file, so that modules share what one of them found out.
        asked = [providers, _text(root, lock_file), *rest]
        key = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        binaries = self._selections.find(key)
        if binaries is None:
            binaries = self._let_client_select(connection, key, providers, lock_file)
        if not binaries:
            send(connection, ("plain", ""))
            return
        try:
            reattach = self.pool.admit(int(pid), Path(root), binaries)
        except Refused as problem:
            send(connection, ("plain", str(problem)))
        else:
            send(connection, ("use", str(os.getpid()), reattach))

    def _let_client_select(
        self,
        connection: socket.socket,
        key: str,
        providers: Mapping[str, Sequence[str]],
        lock_file: str,
    ) -> dict[str, Binary]:
        """The binary of each provider, or nothing if Terraform finds none that satisfy the
        request."""
        try:
            send(connection, ("init", required_providers(providers), lock_file))
            outcome, lasting, *found = receive(connection)
            binaries = {address: binary(path) for address, path in zip(found[::2], found[1::2])}
        except BaseException:
            self._selections.gave_up(key)
            raise
        if outcome != "selected" or binaries.keys() != providers.keys():
            self._selections.failed(key)
            return {}
        self._selections.found(key, binaries, lasting == LASTING)
        return binaries


def _text(root: str, lock_file: str) -> str:
    """Without the file, `terraform init` is to say so."""
    path = Path(root, lock_file)
    return path.read_text("utf-8", "replace") if path.is_file() else ""
