"""Prepares the directory of a remote cache, says what to run next, and becomes the server.

Called by scripts/remote-cache, on the interpreter that BuildGrid is installed for.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import secrets
import shlex
import socket
import sys
from pathlib import Path

from certificates import issue, make_authority
from configuration import INSTANCE, READER, WRITER, access_rules, server_configuration
from tokens import token

_DAYS = 90


def parsed(arguments: list[str], cache: Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "scripts/remote-cache", description="Start a remote cache for Pants on this machine."
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=8980, help="the port (default: %(default)s)")
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        help="a name or address by which clients reach this machine; may be given several times",
    )
    parser.add_argument(
        "--directory",
        type=Path,
        default=cache / "server",
        help="where results, certificates and tokens are kept (default: %(default)s)",
    )
    parser.add_argument(
        "--client-certificates",
        action="store_true",
        help="accept only clients with a certificate (client.pem); Pants has that since 2.18",
    )
    parser.add_argument(
        "--plain-text", action="store_true", help="no TLS; only on a loopback address"
    )
    return parser.parse_args(arguments)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_taken(host: str, port: int) -> bool:
    """BuildGrid would share the port, and each would get a part of the requests."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


def prepare(directory: Path, options: argparse.Namespace) -> Path:
    """Writes all that the server needs, and returns its configuration file.

    Certificates and tokens are made anew each time, by the same authority and with the same secret,
    so those handed out earlier stay valid until they expire.
    """
    directory.mkdir(parents=True, exist_ok=True)
    secret = directory / "secret"
    if not secret.is_file():
        write(secret, secrets.token_hex(32))
    for subject in (READER, WRITER):
        bearer = f"Bearer {token(secret.read_text(), subject, _DAYS)}"
        write(directory / f"{subject}.json", json.dumps({"authorization": bearer}) + "\n")
    if not options.plain_text:
        make_authority(directory)
        hosts = dict.fromkeys(("localhost", "127.0.0.1", options.host, *options.name))
        issue(directory, "server", tuple(hosts), _DAYS)
        issue(directory, "client", (), _DAYS)
    write(directory / "acl.yml", access_rules())
    host = f"[{options.host}]" if ":" in options.host else options.host
    configuration = directory / "buildgrid.yml"
    text = server_configuration(
        directory,
        f"{host}:{options.port}",
        tls=not options.plain_text,
        client_certificates=options.client_certificates,
    )
    write(configuration, text)
    return configuration


def write(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(text)


def quoted(path: Path) -> str:
    return shlex.quote(str(path))


def instructions(directory: Path, options: argparse.Namespace) -> str:
    scheme = "grpc" if options.plain_text else "grpcs"
    # Not an address: Pants 2.17 checks the name of a certificate and no IP address.
    host = options.name[0] if options.name else "localhost"
    settings = [f"export PANTS_REMOTE_STORE_ADDRESS={scheme}://{host}:{options.port}"]
    if not options.plain_text:
        settings.append(f"export PANTS_REMOTE_CA_CERTS_PATH={quoted(directory / 'ca.pem')}")
    if options.client_certificates:
        for name, suffix in (("CERTS", "pem"), ("KEY", "key")):
            path = quoted(directory / f"client.{suffix}")
            settings.append(f"export PANTS_REMOTE_CLIENT_{name}_PATH={path}")
    reader, writer = (
        f"export PANTS_REMOTE_STORE_HEADERS={shlex.quote(f'@{directory / name}.json')}"
        for name in (READER, WRITER)
    )
    lines = "\n  ".join(settings)
    return f"""\
Remote cache at {scheme}://{host}:{options.port}, instance {INSTANCE}, its files in {directory}.

Run this in another terminal, in a checkout, to fill the cache as CI does:

  {lines}
  {writer}
  PANTS_REMOTE_CACHE_WRITE=true ./pants --pants-config-files=pants.remote.toml tf-test ::

A laptop only reads. It has the first settings too, and then:

  {reader}
  ./pants --pants-config-files=pants.remote.toml tf-test ::

Tokens and certificates are valid for {_DAYS} days; each start makes new ones. Ctrl-C ends it.
"""


def main(arguments: list[str]) -> None:
    cache, *rest = arguments
    options = parsed(rest, Path(cache))
    os.umask(0o077)
    directory = options.directory.absolute()
    if not is_loopback(options.host) and not options.name:
        raise SystemExit(
            f"scripts/remote-cache: --host {options.host} is for other machines too: say with "
            "--name how they call this one, since its certificate must have that name."
        )
    if options.plain_text and not is_loopback(options.host):
        raise SystemExit(
            f"scripts/remote-cache: --plain-text sends tokens unencrypted, and {options.host} is "
            "not a loopback address. Leave one of the two out."
        )
    if is_taken(options.host, options.port):
        raise SystemExit(
            f"scripts/remote-cache: something else listens on port {options.port} of "
            f"{options.host} already, perhaps another scripts/remote-cache. End it, or name another"
            " --port."
        )
    configuration = prepare(directory, options)
    print(instructions(directory, options), flush=True)  # noqa: T201
    # By the interpreter, because the environment was moved after its scripts were written.
    command = [sys.executable, str(Path(sys.executable).parent / "bgd")]
    os.execv(command[0], [*command, "server", "start", str(configuration)])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
