"""A pool of its own for a test, Terraform processes that use it, and a provider of a few lines."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from terrapants.provider_pool import client
from terrapants.provider_pool.processes import start_time
from terrapants.testutil.terraform_rule_runner import (
    AWS_PROVIDER,
    provider_mirror,
    provider_platform,
    terraform_on_path,
)

TINY = "registry.terraform.io/acme/tiny"
AWS = AWS_PROVIDER
# A process that may use the pool, as `init_and_run.sh` runs it.
_PROCESS = """
answer=$("$PYTHON" -I -S "$CLIENT" --pool "$POOL" --root "$ROOT" --module "$MODULE" \
  --terraform "$TERRAFORM" --pid $$ --settings "$SETTINGS" --store "$STORE" -- $INIT_ARGUMENTS)
code=$?
echo "client $code" >&2
[ $code -eq 0 ] || exit 99
export TF_REATTACH_PROVIDERS=${answer#*$'\\n'}
cd "$ROOT/$MODULE" || exit 98
"$TERRAFORM" init -input=false -no-color >"$ROOT/init" 2>&1 || { cat "$ROOT/init" >&2; exit 97; }
"$TERRAFORM" "$@"
"""


@dataclass(frozen=True)
class Answer:
    """What the client said."""

    code: int
    stdout: str
    stderr: str

    @property
    def server(self) -> int:
        return int(self.stdout.splitlines()[0])

    @property
    def sockets(self) -> dict[str, Path]:
        reattach = json.loads(self.stdout.splitlines()[1])
        return {address: Path(each["Addr"]["String"]) for address, each in reattach.items()}

    @property
    def told(self) -> str:
        return self.stderr.splitlines()[-1] if self.stderr else ""


@dataclass
class Sandbox:
    root: Path
    pool: TestPool
    module: str = "infra/m"

    def arguments(self, pid: int) -> list[str]:
        return [
            *(sys.executable, "-I", "-S", client.__file__),
            *("--pool", str(self.pool.directory)),
            *("--root", str(self.root)),
            *("--module", self.module),
            *("--terraform", self.pool.terraform),
            *("--pid", str(pid)),
            *("--settings", json.dumps(self.pool.settings)),
            *("--store", str(self.pool.store)),
        ]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            # Not in the sandbox, where the sockets of providers could have paths that are too long.
            "TMPDIR": "/tmp",  # noqa: S108
            "TF_CLI_CONFIG_FILE": str(self.root / client.CONFIGURATION),
            "CHECKPOINT_DISABLE": "1",
            **self.pool.environment,
        }

    def start_client(self, pid: int, *init_arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.arguments(pid), "--", *init_arguments],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, pid: Optional[int] = None, *init_arguments: str) -> Answer:
        """Ask for a process that lives as long as the pool of this test, or for this one."""
        process = self.start_client(self.pool.user() if pid is None else pid, *init_arguments)
        stdout, stderr = process.communicate(timeout=120)
        return Answer(process.returncode, stdout, stderr)

    def start(self, *command: str, init_arguments: str = "") -> subprocess.Popen[str]:
        """Start Terraform with the pool; exit code 99 if the pool cannot be used."""
        return subprocess.Popen(
            ["bash", "-c", _PROCESS, "bash", *command],  # noqa: S607
            env={
                **self.environment,
                "PYTHON": sys.executable,
                "CLIENT": str(client.__file__),
                "POOL": str(self.pool.directory),
                "ROOT": str(self.root),
                "MODULE": self.module,
                "TERRAFORM": self.pool.terraform,
                "SETTINGS": json.dumps(self.pool.settings),
                "STORE": str(self.pool.store),
                "INIT_ARGUMENTS": init_arguments,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*command)
        stdout, stderr = process.communicate(timeout=300)
        return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)

    def run_plainly(self, *command: str) -> subprocess.CompletedProcess[str]:
        """The same without the pool."""
        for arguments in (("init", "-input=false", "-no-color"), command):
            result = subprocess.run(
                (self.pool.terraform, *arguments),
                cwd=self.root / self.module,
                env=self.environment,
                capture_output=True,
                text=True,
            )
        return result

    def run_with_tiny_provider(
        self, package: Path, *command: str
    ) -> subprocess.CompletedProcess[str]:
        """With the provider itself instead of the pool; it does not speak TLS, so Terraform cannot
        start it."""
        (binary,) = package.glob("terraform-provider-*")
        with subprocess.Popen(
            (binary,),
            env={"PLUGIN_UNIX_SOCKET_DIR": tempfile.mkdtemp(prefix="tiny-")},
            stdout=subprocess.PIPE,
            text=True,
        ) as provider:
            assert provider.stdout is not None
            _, protocol, network, address, *_ = provider.stdout.readline().split("|")
            reattach = {
                "Protocol": "grpc",
                "ProtocolVersion": int(protocol),
                "Pid": provider.pid,
                "Test": True,
                "Addr": {"Network": network, "String": address},
            }
            self.pool.environment["TF_REATTACH_PROVIDERS"] = json.dumps({TINY: reattach})
            try:
                return self.run_plainly(*command)
            finally:
                del self.pool.environment["TF_REATTACH_PROVIDERS"]
                provider.kill()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    @property
    def fault(self) -> str:
        file = self.root / ".terrapants/pool_fault"
        return file.read_text() if file.exists() else ""


@dataclass
class TestPool:
    """:param base: a directory of the test's own."""

    __test__ = False
    base: Path
    settings: dict[str, object] = field(
        default_factory=lambda: {"idle_seconds": 1, "max_providers": 4}
    )
    environment: dict[str, str] = field(default_factory=dict)
    users: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _sandboxes: int = 0

    @property
    def cache(self) -> Path:
        return self.base / "cache"

    @property
    def directory(self) -> Path:
        return self.cache / "pool"

    @property
    def store(self) -> Path:
        return self.cache / "store/key"

    @property
    def mirror(self) -> Path:
        return self.base / "mirror"

    @property
    def terraform(self) -> str:
        return terraform_on_path().path

    def sandbox(
        self,
        files: Mapping[str, str],
        providers: Mapping[str, Sequence[str]],
        *,
        lock_file: Optional[str] = None,
        mirror: Optional[Path] = None,
        module: str = "infra/m",
    ) -> Sandbox:
        """A sandbox of a process that needs these providers."""
        self._sandboxes += 1
        sandbox = Sandbox(self.base / f"sandbox {self._sandboxes}", self, module)
        request = {"providers": providers, "lock_file": lock_file}
        sandbox.write(client.REQUEST, json.dumps(request))
        self.store.mkdir(parents=True, exist_ok=True)
        sandbox.write(
            client.CONFIGURATION,
            "disable_checkpoint = true\nprovider_installation {\n"
            f'  filesystem_mirror {{ path = "{self.store}" }}\n'
            f'  filesystem_mirror {{ path = "{mirror or self.mirror}" }}\n}}\n'
            f"# {sandbox.root}\n",
        )
        for name, text in files.items():
            sandbox.write(f"{sandbox.module}/{name}", text)
        return sandbox

    def aws_sandbox(self, files: Mapping[str, str]) -> Sandbox:
        return self.sandbox(files, {AWS: [">= 5.0"]}, mirror=Path(provider_mirror()))

    def tiny_sandbox(self, main: str = "", constraint: str = "") -> Sandbox:
        version = f'version = "{constraint}"' if constraint else ""
        required = (
            "terraform {\n  required_providers {\n    tiny = {\n"
            f'      source = "acme/tiny"\n      {version}\n    }}\n  }}\n}}\n'
        )
        return self.sandbox(
            {"versions.tf": required, "main.tf": main or 'resource "tiny_thing" "a" {\n}\n'},
            {TINY: [constraint] if constraint else []},
        )

    def user(self) -> int:
        """A process that uses the pool until the end of the test, or until it is killed."""
        process = subprocess.Popen(("sleep", "1000"))  # noqa: S607
        self.users.append(process)
        return process.pid

    def end_users(self) -> None:
        for process in self.users:
            process.kill()
            process.wait()
        self.users.clear()

    def private_directories(self) -> list[Path]:
        """Of the servers that there are, or that left something behind."""
        records = [each for each in self.directory.glob("servers/*") if not each.suffix]
        return [Path(record.read_text()) for record in records]


@contextmanager
def pool(base: Path) -> Iterator[TestPool]:
    """A pool of which nothing may be left at the end: no process, no socket, no directory."""
    base.mkdir(exist_ok=True)
    cache = base / "cache"
    (cache / "pool").mkdir(mode=0o700, parents=True)
    test_pool = TestPool(base)
    try:
        yield test_pool
    finally:
        directories = test_pool.private_directories()
        test_pool.end_users()
        wait_until(lambda: not processes_that_mention(str(cache)), "the servers end")
        for directory in directories:
            wait_until(lambda: not directory.exists(), "its directory goes away")  # noqa: B023
            wait_until(
                lambda: not processes_that_mention(str(directory)),  # noqa: B023
                "its providers end",
            )
        assert test_pool.private_directories() == []


def wait_until(condition: Callable[[], object], what: str, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"It did not happen that {what}."
        time.sleep(0.05)


def processes_that_mention(text: str) -> list[int]:
    """Those that have it in their command line or in their environment."""
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            said = directory.joinpath("cmdline").read_bytes()
            said += directory.joinpath("environ").read_bytes()
        except OSError:
            continue
        pid = int(directory.name)
        if text.encode() in said and pid != os.getpid() and start_time(pid):
            found.append(pid)
    return found


def provider_processes(server: int) -> list[int]:
    """The providers that a server of a pool started: its children, without the guardian."""
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            parent = directory.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            environment = directory.joinpath("environ").read_bytes()
        except OSError:
            continue
        if int(parent) == server and b"TF_PLUGIN_MAGIC_COOKIE" in environment:
            found.append(int(directory.name))
    return found


def guardians_of(directory: Path) -> list[int]:
    """Of the server with this private directory."""
    found = []
    for pid in processes_that_mention(str(directory)):
        *_, last, _ = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        if last == str(directory):
            found.append(pid)
    return found


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not start_time(pid), f"{pid} ends")


# ---------------------------------------------------------------------------------------------
# A provider of a few lines. Beside its binary lie `behaviour.json` and, once it runs, `calls`.

_TINY_PROVIDER = """#!{python}
import sys
sys.path[:] = {path!r}
from terrapants.provider_pool.tiny_provider import main
main({directory!r})
"""


def install_tiny_provider(mirror: Path, version: str = "1.0.0", **behaviour: object) -> Path:
    """Put the provider into a mirror; returns the directory of its package.

    :param behaviour: see `tiny_provider.py`.
    """
    package = mirror / TINY / version / provider_platform()
    package.mkdir(parents=True, exist_ok=True)
    package.joinpath("behaviour.json").write_text(json.dumps(behaviour))
    binary = package / f"terraform-provider-tiny_v{version}"
    new = package / "new"
    new.write_text(
        _TINY_PROVIDER.format(
            python=sys.executable,
            # Pants' sandbox has relative paths in it.
            path=list(map(os.path.abspath, sys.path)),
            directory=str(package),
        )
    )
    new.chmod(new.stat().st_mode | stat.S_IXUSR)
    new.rename(binary)
    return package


def calls(package: Path) -> list[str]:
    """The methods that reached the provider, without the names of their services."""
    file = package / "calls"
    return file.read_text().split() if file.exists() else []
