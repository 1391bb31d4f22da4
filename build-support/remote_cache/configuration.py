"""What BuildGrid is told: its configuration, and who may do what."""

from __future__ import annotations

import json
from pathlib import Path

INSTANCE = "main"
WRITER = "read-write"
READER = "read-only"

# What Pants calls to look a result up and to fetch it.
_READ_REQUESTS = (
    "BatchReadBlobs",
    "FindMissingBlobs",
    "GetActionResult",
    "GetCapabilities",
    "GetTree",
    "Read",
)
# Results are small, and BuildGrid keeps their index in memory: about 300 MB if this is reached.
_MAX_RESULTS = 1_000_000


def server_configuration(
    directory: Path, address: str, *, tls: bool, client_certificates: bool
) -> str:
    """The YAML file that `bgd server start` reads. Its strings are in JSON, which YAML contains."""

    def path(name: str) -> str:
        return json.dumps(str(directory / name))

    credentials = [
        f"tls-server-key: {path('server.key')}",
        f"tls-server-cert: {path('server.pem')}",
    ]
    if client_certificates:
        credentials.append(f"tls-client-certs: {path('ca.pem')}")
    channel = [f"address: {json.dumps(address)}", f"insecure-mode: {json.dumps(not tls)}"]
    if tls:
        channel += ["credentials:", *(f"  {line}" for line in credentials)]
    listening = "".join(f"    {line}\n" for line in channel)
    return f"""\
description: A remote cache for Pants
server:
  - !channel
{listening}\
authorization:
  method: jwt
  algorithm: hs256
  secret: {path("secret")}
  acl-config: {path("acl.yml")}
storages:
  - !disk-storage &storage
    path: {path("storage")}
caches:
  - !lru-action-cache &results
    storage: *storage
    max-cached-refs: {_MAX_RESULTS}
    allow-updates: true
    cache-failed-actions: true
instances:
  - name: {INSTANCE}
    services:
      - !action-cache
        cache: *results
      - !cas
        storage: *storage
      - !bytestream
        storage: *storage
thread-pool-size: 40
maximum-concurrent-rpcs: 2000
"""


def access_rules() -> str:
    """The YAML file that says what each kind of token may do."""
    rules = [{"subject": f"{WRITER}$"}, {"subject": f"{READER}$", "requests": list(_READ_REQUESTS)}]
    return json.dumps({INSTANCE: {"allow": rules}}, indent=2) + "\n"
