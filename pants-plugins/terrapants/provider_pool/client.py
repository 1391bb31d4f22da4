"""Asks the provider pool for the providers of one Terraform process.

usage: python -I -S client.py --pool DIRECTORY --root SANDBOX --module DIRECTORY --terraform PATH
    --pid PID --settings JSON [--store DIRECTORY] -- INIT_ARGUMENT…

The store is where `init_and_run.sh` keeps downloaded providers; the CLI configuration names it too.

It starts the pool's server if there is none, and runs `terraform init` for it if the server does
not know yet which provider versions satisfy the request. Exit codes:

0: the first line of stdout is the server's process ID, the second is TF_REATTACH_PROVIDERS;
3: the process has to do without the pool, and there is nothing to tell;
4: likewise, and the last line of stderr tells the user why.

It is started for each Terraform process, so it imports next to nothing, and `socket`, `subprocess`
and `json` (10 ms each) only where that is rare.
"""

from __future__ import annotations

import os
import sys
from _socket import AF_UNIX, SOCK_STREAM, socket
from binascii import crc32

NOTHING_TO_TELL = 3
SOMETHING_TO_TELL = 4
REQUEST = ".terrapants/pool_request.json"
CONFIGURATION = ".terrapants/cli.tfrc"
INIT_DIRECTORY = ".terrapants/pool_init"
LOCK_FILE = ".terraform.lock.hcl"
CONTROL_SOCKET = "control"
LASTING = "lasting"
# What else changes the choice of a provider's version.
_SELECTING = ("-lockfile=", "-plugin-dir=", "-upgrade")
_START_SECONDS = 30.0
_FAILURE_SECONDS = 20.0
# Somebody else's `terraform init` may have to download a provider.
_ANSWER_SECONDS = 600.0


class PlainRun(Exception):
    """The process has to do without the pool; the argument says why, or nothing."""


def send(connection: socket, fields: list[str] | tuple[str, ...]) -> None:
    content = "\0".join(fields).encode("utf-8", "surrogateescape")
    connection.sendall(len(content).to_bytes(4, "big") + content)


def receive(connection: socket) -> list[str]:
    """:raises EOFError: if the other side has gone."""
    length = int.from_bytes(_receive(connection, 4), "big")
    return _receive(connection, length).decode("utf-8", "surrogateescape").split("\0")


def _receive(connection: socket, length: int) -> bytes:
    content = b""
    while len(content) < length:
        part = connection.recv(min(length - len(content), 1 << 16))
        if not part:
            raise EOFError("The server of the provider pool has ended.")
        content += part
    return content


def record_of_server(pool: str, identity: str) -> str:
    """The file that holds the path of the private directory of the server of this identity."""
    return f"{pool}/servers/{crc32(identity.encode()):08x}"


def main(arguments: list[str]) -> int:
    split = arguments.index("--")
    options = dict(zip(arguments[:split:2], arguments[1:split:2]))
    try:
        server, reattach = acquire(options, arguments[split + 1 :])
    except PlainRun as problem:
        if not str(problem):
            return NOTHING_TO_TELL
        sys.stderr.write(f"{problem}\n")
        return SOMETHING_TO_TELL
    except (OSError, EOFError) as error:
        sys.stderr.write(f"The provider pool cannot be used: {error}\n")
        return SOMETHING_TO_TELL
    sys.stdout.write(f"{server}\n{reattach}\n")
    return 0


def acquire(options: dict[str, str], init_arguments: list[str]) -> tuple[str, str]:
    """The server's process ID, and the value of TF_REATTACH_PROVIDERS.

    :raises PlainRun: if the process has to do without the pool.
    """
    root = options["--root"]
    identity = f"{os.path.realpath(__file__)} {options['--settings']}"
    with open(os.path.join(root, REQUEST), encoding="utf-8") as file:
        request = file.read()
    with open(os.path.join(root, CONFIGURATION), encoding="utf-8") as file:
        configuration = file.read().replace(root, "@ROOT@")
    selecting = [each for each in init_arguments if each.startswith(_SELECTING)]
    terraform = os.path.realpath(options["--terraform"])
    stat = os.stat(terraform)
    message = (
        "acquire",
        identity,
        options["--pid"],
        root,
        request,
        configuration,
        f"{terraform} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}",
        *selecting,
    )
    for attempt in (1, 2, 3):
        connection = _connection(options["--pool"], identity, options["--settings"])
        try:
            send(connection, message)
            answer = receive(connection)
            if answer[0] == "init":
                send(connection, _init(options, selecting, *answer[1:]))
                answer = receive(connection)
            break
        except (ConnectionError, EOFError):
            # It ended, being idle, at this very moment; or it was killed.
            if attempt == 3:
                raise
        finally:
            connection.close()
    if answer[0] != "use":
        raise PlainRun(*answer[1:])
    return answer[1], answer[2]


def _connection(pool: str, identity: str, settings: str) -> socket:
    stat = os.stat(pool)
    if stat.st_uid != os.getuid() or stat.st_mode & 0o077:
        raise PlainRun(
            f"The provider pool is not used, because others can reach {pool}: delete it."
        )
    record = record_of_server(pool, identity)
    connection = _connect(record)
    if connection is None:
        import fcntl

        with open(f"{pool}/lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            connection = _connect(record)
            if connection is None:
                _check_failure(record)
                try:
                    _start_server(pool, identity, settings)
                except PlainRun as problem:
                    os.makedirs(os.path.dirname(record), exist_ok=True)
                    with open(f"{record}.failure", "w") as file:
                        file.write(str(problem))
                    raise
                connection = _connect(record)
    if connection is None:
        raise PlainRun("The provider pool is not used, because its server ended at once.")
    return connection


def _check_failure(record: str) -> None:
    """:raises PlainRun: if the server did not start a moment ago: trying takes long."""
    import time

    try:
        recent = os.stat(f"{record}.failure").st_mtime > time.time() - _FAILURE_SECONDS
    except FileNotFoundError:
        return
    if recent:
        with open(f"{record}.failure") as file:
            raise PlainRun(file.read())
    os.remove(f"{record}.failure")


def _connect(record: str) -> socket | None:
    connection = socket(AF_UNIX, SOCK_STREAM)
    try:
        with open(record) as file:
            connection.connect(f"{file.read()}/{CONTROL_SOCKET}")
        connection.settimeout(_ANSWER_SECONDS)
        return connection
    except OSError:
        connection.close()
        return None


def _start_server(pool: str, identity: str, settings: str) -> None:
    import select
    import subprocess

    sources = os.path.realpath(__file__).rsplit("/", 3)[0]
    start = (
        f"import sys; sys.path.insert(0, {sources!r})\n"
        "from terrapants.provider_pool.server import main; main(*sys.argv[1:])"
    )
    output, of_server = os.pipe()
    server = subprocess.Popen(
        (sys.executable, "-I", "-c", start, pool, identity, settings),
        stdin=subprocess.DEVNULL,
        stdout=of_server,
        stderr=of_server,
        start_new_session=True,
        cwd="/",
        env={name: os.environ[name] for name in ("XDG_RUNTIME_DIR",) if name in os.environ},
    )
    os.close(of_server)
    said = b""
    while select.select([output], [], [], _START_SECONDS)[0]:
        part = os.read(output, 1 << 16)
        if not part:
            break
        said += part
    else:
        server.kill()
        raise PlainRun(
            f"The server of the provider pool did not start within {_START_SECONDS:.0f} seconds."
        )
    lines = said.decode("utf-8", "replace").split("\n")
    if lines[0] != "ready":
        last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
        raise PlainRun(f"The server of the provider pool did not start: {last}")


def _init(
    options: dict[str, str], selecting: list[str], main: str, lock_file: str
) -> tuple[str, ...]:
    """Lets Terraform choose and verify the providers; returns the answer for the server."""
    import shutil
    import subprocess

    directory = os.path.join(options["--root"], INIT_DIRECTORY)
    shutil.rmtree(directory, ignore_errors=True)  # of an attempt whose server was killed
    os.makedirs(directory)
    with open(f"{directory}/main.tf.json", "w", encoding="utf-8") as file:
        file.write(main)
    if lock_file:
        with open(f"{directory}/{LOCK_FILE}", "wb") as copy:
            copy.write(_content(os.path.join(options["--root"], lock_file)))
    environment = dict(os.environ)
    for name in ("TF_DATA_DIR", "TF_WORKSPACE", "TF_REATTACH_PROVIDERS"):
        environment.pop(name, None)
    code = subprocess.call(
        (options["--terraform"], "init", "-backend=false", "-input=false", "-no-color", *selecting),
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if code:
        return ("failed", "")
    found = _installed(f"{directory}/.terraform/providers", options)
    return ("selected", _lasting(directory, lock_file, found[1::2], options, selecting), *found)


def _lasting(
    directory: str,
    lock_file: str,
    binaries: list[str],
    options: dict[str, str],
    selecting: list[str],
) -> str:
    """LASTING if the same request always has the same answer: the lock file names the versions, or
    all providers are in mirrors, whose versions are in the request."""
    if "-upgrade" in selecting:
        return ""
    if lock_file:
        paths = os.path.join(options["--root"], lock_file), f"{directory}/{LOCK_FILE}"
        before, after = map(_content, paths)
        if before == after:
            return LASTING
    cache = f"{os.path.dirname(os.path.realpath(options['--pool']))}/"
    in_mirrors = not any(each.startswith(cache) for each in binaries)
    return LASTING if in_mirrors and not selecting else ""


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _installed(directory: str, options: dict[str, str]) -> list[str]:
    """The source address of each provider, followed by the real path of its binary."""
    found: list[str] = []
    for package, _, names in os.walk(directory, followlinks=True):
        name = package[len(directory) + 1 :]
        parts = name.split("/")
        if len(parts) == 5:  # host/namespace/type/version/platform
            prefix = f"terraform-provider-{parts[2]}"
            binary = next((each for each in sorted(names) if each.startswith(prefix)), None)
            if binary is not None:
                if not os.path.islink(package):
                    package = _keep(package, name, options)
                found += ["/".join(parts[:3]), os.path.realpath(f"{package}/{binary}")]
    return found


def _keep(package: str, name: str, options: dict[str, str]) -> str:
    """Move what `init` downloaded or unpacked into the store, as `init_and_run.sh` does, because
    the sandbox goes away with this process; returns its new place.

    :raises PlainRun: without a store.
    """
    import shutil
    import tempfile

    if "--store" not in options:
        raise PlainRun
    kept = f"{os.path.realpath(options['--store'])}/{name}"
    os.makedirs(os.path.dirname(kept), exist_ok=True)
    cache = os.path.dirname(os.path.realpath(options["--pool"]))
    place = tempfile.mkdtemp(prefix="partial.", dir=cache)
    shutil.move(package, f"{place}/package")
    finished = place.replace("/partial.", "/package.")
    os.rename(place, finished)
    try:
        os.symlink(f"{finished}/package", kept)
    except FileExistsError:  # Another run was first.
        shutil.rmtree(finished)
    return kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
