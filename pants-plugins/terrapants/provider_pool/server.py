"""The server of the provider pool: `client.py` starts it, and it ends when nobody has used it for
a while."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from terrapants.provider_pool.client import CONTROL_SOCKET, record_of_server
from terrapants.provider_pool.guardian import start_guardian
from terrapants.provider_pool.leftovers import end, end_leftovers, record_server
from terrapants.provider_pool.private_directory import (
    NoDirectory,
    candidates,
    make_private_directory,
)

if TYPE_CHECKING:
    from terrapants.provider_pool.desk import Desk

_POLL_SECONDS = 0.5


def main(pool: str, identity: str, settings: str) -> None:
    """Serve until idle; the first line of the output is `ready`, or the last says why not."""
    os.umask(0o077)
    options = json.loads(settings)
    record = Path(record_of_server(pool, identity))
    record.parent.mkdir(exist_ok=True)
    parents = candidates(options.get("directory", ""))
    end_leftovers(parents)
    try:
        directory = make_private_directory(parents)
    except NoDirectory as problem:
        sys.exit(str(problem))
    try:
        record_server(directory, record)
        start_guardian(directory)
    except OSError as error:
        end(directory)
        sys.exit(f"no process can be started: {error.strerror}.")
    # gRPC starts threads, and nothing may be forked after that.
    os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
    os.environ["GRPC_VERBOSITY"] = "NONE"
    from terrapants.provider_pool.desk import Desk
    from terrapants.provider_pool.pool import Pool
    from terrapants.provider_pool.records import Records

    records = Records(Path(pool, "records"))
    running = Pool(directory, int(options.get("max_providers", 4)), records)
    desk = Desk(identity, running, records)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(directory / CONTROL_SOCKET))
    listener.listen(128)
    listener.settimeout(_POLL_SECONDS)
    record.write_text(str(directory))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _say_ready()
    try:
        serve(listener, desk, float(options.get("idle_seconds", 30)))
    finally:
        desk.pool.close()
        records.delete_unused()
        # The guardian does the rest, as it does when the server is killed.
        os._exit(0)


def _say_ready() -> None:
    os.write(1, b"ready\n")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def serve(listener: socket.socket, desk: Desk, idle_seconds: float) -> None:
    """Answer clients until there are none for so long."""
    next_poll = 0.0
    while True:
        try:
            connection, _ = listener.accept()
        except socket.timeout:
            pass
        else:
            desk.arrived()
            threading.Thread(target=_answer, args=(desk, connection), daemon=True).start()
        if time.monotonic() >= next_poll:
            next_poll = time.monotonic() + _POLL_SECONDS
            desk.pool.close_ended_sessions()
            if desk.idle_since() + idle_seconds < time.monotonic():
                break


def _answer(desk: Desk, connection: socket.socket) -> None:
    with connection:
        try:
            desk.answer(connection)
        except (OSError, EOFError):
            pass  # The client has gone.
        finally:
            desk.left()
