"""A small repository with Terraform modules, in which Pants is run with a remote cache."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pants.util.dirutil import safe_mkdtemp

from remote_cache.start_pants import HEAD_START
from terrapants.testutil.terraform_rule_runner import (
    NO_POOL,
    share_caches,
    terraform_options,
)

ROOT = Path.cwd()
HERE = Path(__file__).parent

CONFIGURATION = """\
[GLOBAL]
backend_packages = [
    "pants.backend.experimental.terraform",
    "process_log_backend",
    "terrapants.testing",
    {backends}
]
pythonpath = ["{plugins}"]
pantsd = false
dynamic_ui = false

[anonymous-telemetry]
enabled = false

[findings]
sarif = false
"""
MODULE = """\
# Module `{name}`.

variable "name" {{
  description = "What it is called."
  type        = string
  default     = "{name}"
}}

output "name" {{
  description = "What it is called."
  value       = var.name
}}
"""
TEST = """\
run "has_its_name" {{
  command = plan

  assert {{
    condition     = output.name == "{expected}"
    error_message = "It is called otherwise."
  }}
}}
"""
README = """\
# {name}

A module for tests.

<!-- BEGIN_TF_DOCS -->
<!-- END_TF_DOCS -->
"""
# However busy the machine is: an answer of the server is always waited for.
TIMEOUTS = ("PANTS_REMOTE_CACHE_RPC_TIMEOUT_MILLIS", "PANTS_REMOTE_STORE_RPC_TIMEOUT_MILLIS")
PATIENT = {**dict.fromkeys(TIMEOUTS, "120000"), HEAD_START: "120000"}
BUILD = 'terraform_module()\nterraform_tests(name="tests")\n'


@dataclass(frozen=True)
class Finished:
    """A run of Pants that ended.

    :param processes: those whose results it used, in the order in which they ended.
    """

    exit_code: int
    stdout: str
    stderr: str
    processes: tuple[Mapping[str, Any], ...]
    metrics: Mapping[str, int]

    @property
    def warnings(self) -> list[str]:
        return [
            line.partition("[WARN] ")[2] for line in self.stderr.splitlines() if "[WARN]" in line
        ]

    @property
    def rows(self) -> list[str]:
        """What was printed, with single spaces."""
        return [" ".join(line.split()) for line in self.stdout.splitlines()]

    def sources(self) -> dict[str, set[str]]:
        """Where the results of the processes came from, by the descriptions."""
        found: dict[str, set[str]] = {}
        for process in self.processes:
            found.setdefault(process["description"], set()).add(process["source"])
        return found


class Checkout:
    """:param place: an empty directory, for the checkout and its caches.
    :param environment: of each run; nothing else of this process' environment but PATH and HOME.
    :param umask: of each run, and of the files written.
    :param cores: those that runs may use; empty for all.
    :param pool: the options of the provider pool.
    :param backends: besides the one for tests. The fewer there are, the sooner Pants has started.
    """

    def __init__(
        self,
        place: Path,
        environment: Mapping[str, str],
        *modules: str,
        umask: int = 0o022,
        cores: Collection[int] = (),
        backends: Iterable[str] = (),
        pool: Iterable[str] = NO_POOL,
    ) -> None:
        self.place = place
        self.umask = umask
        self.cores = cores
        self.pool = pool
        self.root = place / "checkout"
        self.root.mkdir(parents=True)
        self.environment = {
            **{name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ},
            "LC_ALL": "C.UTF-8",
            # Pants' sandbox has relative paths in it.
            "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
            "NO_SCIE_WARNING": "1",
            "PANTS_LOCAL_STORE_DIR": str(place / "store"),
            "PANTS_NAMED_CACHES_DIR": str(place / "named"),
            "PANTS_LOCAL_EXECUTION_ROOT_DIR": safe_mkdtemp(prefix="execution."),
            "PROCESS_LOG": str(place / "processes"),
            **PATIENT,
            **environment,
        }
        share_caches(place / "named")
        plugin = place / "plugins/process_log_backend"
        plugin.mkdir(parents=True)
        shutil.copy(HERE / "process_log.py", plugin / "register.py")
        names = "".join(f'"{backend}", ' for backend in backends)
        self.write("pants.toml", CONFIGURATION.format(plugins=plugin.parent, backends=names))
        for name in modules:
            self.add_module(name)

    def add_module(self, name: str, expected: str | None = None) -> None:
        values = {"name": name, "expected": expected or name}
        for path, text in (
            ("main.tf", MODULE),
            ("tests/name.tftest.hcl", TEST),
            ("README.md", README),
        ):
            self.write(f"{name}/{path}", text.format(**values))
        self.write(f"{name}/BUILD", BUILD)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        previous = os.umask(self.umask)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.umask(previous)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        Path(self.environment["PROCESS_LOG"]).write_text("")
        return subprocess.Popen(
            [
                *(sys.executable, str(HERE / "start_pants.py")),
                *terraform_options(pool=self.pool),
                *arguments,
            ],
            cwd=self.root,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            umask=self.umask,
            preexec_fn=self._bind,
        )

    def _bind(self) -> None:
        if self.cores:
            os.sched_setaffinity(0, self.cores)

    def finish(self, process: subprocess.Popen[str]) -> Finished:
        stdout, stderr = process.communicate()
        log = Path(self.environment["PROCESS_LOG"]).read_text().splitlines()
        entries = [json.loads(line) for line in log]
        metrics: dict[str, int] = {}
        for entry in entries:
            metrics.update(entry.get("metrics", {}))
        return Finished(
            process.returncode,
            stdout,
            stderr,
            tuple(entry for entry in entries if "source" in entry),
            metrics,
        )

    def pants(self, *arguments: str, **environment: str) -> Finished:
        return self.finish(self.start(*arguments, **environment))
