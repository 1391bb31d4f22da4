"""Runs Terraform's commands for one deployment, in its part of the sandbox."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terrapants.deploying.runner.job import Deployment, Job
from terrapants.deploying.runner.processes import Processes
from terrapants.findings.finding import render
from terrapants.findings.secrets import hide
from terrapants.findings.user_error import UserError
from terrapants.terraform.json_output import diagnostic, finding_of_diagnostic, json_lines

# Its text names a file in the sandbox, and a command that would not find it.
_ABOUT_UNWRITTEN_STATE = "Failed to persist state to backend"
_LINKED = (".terrapants/providers", "__terraform")


class Failed(UserError):
    """A step that failed. Its text is for the user."""


@dataclass(frozen=True)
class Initialised:
    """:param providers: the version of each provider, by its source address.

    :param backend: the type of the backend, as in `s3`; "" where the module has none.
    :param backend_path: of a local backend, where the state is: a file, or the directory of
        workspaces.
    """

    version: str
    providers: Mapping[str, str]
    backend: str
    backend_path: str


class Terraform:
    """:param variables: the environment variables that Terraform may see.

    :param secrets: what is hidden in all that is shown.
    """

    def __init__(
        self,
        job: Job,
        deployment: Deployment,
        sandbox: Path,
        variables: Mapping[str, str],
        secrets: Sequence[str],
        processes: Processes,
    ) -> None:
        self._job = job
        self._processes = processes
        self._deployment = deployment
        self._root = sandbox / deployment.root
        self.directory = self._root / deployment.directory
        self._secrets = secrets
        self._dumped_state = b""
        for name in _LINKED:
            link = self._root / name
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.exists():
                link.symlink_to(os.path.relpath(sandbox / name, link.parent))
        temporary = str(self._root / ".terrapants/tmp")
        if len(temporary) > 86:
            # Providers listen on a socket there; its path has 103 bytes at most on macOS.
            temporary = tempfile.gettempdir()
        self._env = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self._root / ".terrapants"),
            **variables,
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "TF_CLI_CONFIG_FILE": str(self._root / ".terrapants/cli.tfrc"),
            "TMPDIR": temporary,
        }
        # With a workspace in its environment, `init` creates it, and `workspace list` lists it.
        self._env_of_no_workspace = dict(self._env)
        if deployment.workspace:
            self._env["TF_WORKSPACE"] = deployment.workspace

    def initialise(self) -> Initialised:
        """:raises Failed: with Terraform's errors."""
        backend = self._deployment.backend_file
        arguments = [
            *(("-json",) if self._job.has_json_init else ()),
            *((f"-backend-config={self._relative(backend)}",) if backend else ()),
            "-reconfigure",
            # The lock file is the repository's, and this is a copy of it.
            *(("-lockfile=readonly",) if (self.directory / ".terraform.lock.hcl").exists() else ()),
        ]
        code, output, errors = self._processes.run(
            (
                self._job.bash,
                ".terrapants/init_and_run.sh",
                self._job.terraform,
                self._deployment.directory or ".",
                self._job.store,
                *arguments,
                "--",
                "version",
                "-json",
            ),
            self._root,
            self._env_of_no_workspace,
        )
        if code:
            raise self._failed(output, errors)
        said = json.loads(output[output.rindex("\n{\n") :])
        kind, config = _backend(self.directory / ".terraform/terraform.tfstate")
        path = config.get("workspace_dir" if self._deployment.workspace else "path") or ""
        return Initialised(
            said["terraform_version"], said.get("provider_selections") or {}, kind, str(path)
        )

    def plan(self, file: Path, *arguments: str) -> bool:
        """Write a plan; True where it changes anything.

        :raises Failed: with Terraform's errors.
        """
        var_files = (f"-var-file={self._relative(each)}" for each in self._deployment.var_files)
        code, output, errors = self._run(
            "plan",
            "-json",
            "-input=false",
            "-detailed-exitcode",
            f"-lock-timeout={self._job.lock_timeout}",
            f"-out={file}",
            *arguments,
            *var_files,
        )
        if code not in (0, 2):
            raise self._failed(output, errors)
        return code == 2

    def show(self, *file: str) -> str:
        """A plan or, without a file, the state, as JSON.

        :raises Failed: with Terraform's errors.
        """
        code, output, errors = self._run("show", "-json", *file)
        if code:
            raise self._failed(output, errors)
        return output

    def workspaces(self) -> tuple[str, ...]:
        """Those that have a state, and the default one.

        :raises Failed: with Terraform's errors.
        """
        code, output, errors = self._run("workspace", "list", env=self._env_of_no_workspace)
        if code:
            raise self._failed(output, errors)
        return tuple(line.strip("* ").strip() for line in output.splitlines() if line.strip())

    def state(self) -> tuple[str, int]:
        """The lineage and the serial of the state; both empty where there is none.

        :raises Failed: with Terraform's errors.
        """
        state = self.pulled_state()
        return str(state.get("lineage", "")), int(state.get("serial", 0))

    def pulled_state(self) -> Mapping[str, Any]:
        """The state as its backend has it, with its secrets; empty where there is none.

        :raises Failed: with Terraform's errors.
        """
        code, output, errors = self._run("state", "pull", even_if_interrupted=True)
        if code:
            raise self._failed(output, errors)
        found: Mapping[str, Any] = json.loads(output) if output.strip() else {}
        return found

    def unwritten_state(self) -> bytes:
        """The state that `apply` could not write to its backend, with its secrets; empty without
        one. Terraform writes it to a file, or, where it cannot do that either, to its output."""
        file = self.directory / "errored.tfstate"
        return file.read_bytes() if file.is_file() else self._dumped_state

    def apply(self, file: Path, show: Callable[[str], object]) -> None:
        """Apply a plan, showing what happens line by line.

        :raises Failed: with Terraform's errors.
        """

        def each(line: bytes) -> None:
            for message in json_lines(line.decode("utf-8", "replace")):
                if message.get("type") in ("apply_start", "apply_complete", "apply_errored"):
                    show(self.hidden(str(message.get("@message", ""))))
                elif isinstance(message.get("state"), dict):
                    self._dumped_state = json.dumps(message["state"], indent=2).encode()

        code, output, errors = self._run(
            "apply",
            "-json",
            "-input=false",
            f"-lock-timeout={self._job.lock_timeout}",
            str(file),
            each_line=each,
        )
        if code:
            raise self._failed(output, errors)

    def hidden(self, text: str) -> str:
        return hide(text, self._secrets)

    def _run(
        self,
        *arguments: str,
        each_line: Callable[[bytes], object] = lambda line: None,
        env: Mapping[str, str] | None = None,
        even_if_interrupted: bool = False,
    ) -> tuple[int, str, str]:
        command = (str(self._root / self._job.terraform), *arguments)
        return self._processes.run(
            command, self.directory, env or self._env, each_line, even_if_interrupted
        )

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self._deployment.directory or ".")

    def _failed(self, output: str, errors: str) -> Failed:
        found = [
            diagnostic(message, self._deployment.directory)
            for message in json_lines(output)
            if message.get("type") == "diagnostic"
        ]
        failures = [
            each
            for each in found
            if each.severity == "error" and each.summary != _ABOUT_UNWRITTEN_STATE
        ]
        text = render(finding_of_diagnostic(each) for each in failures)
        if not text:
            text = errors.strip() or output.strip()
        return Failed(self.hidden("\n".join(_shortened(text.splitlines()))))


def _shortened(lines: Iterable[str]) -> Iterable[str]:
    """Without the frames that Terraform draws for a terminal."""
    return (line.strip("│╷╵ ") if line[:1] in "│╷╵" else line for line in lines)


def _backend(file: Path) -> tuple[str, Mapping[str, Any]]:
    """Its type and its settings, from where `init` keeps them."""
    try:
        backend = json.loads(file.read_text()).get("backend") or {}
    except (OSError, ValueError):
        return "", {}
    return str(backend.get("type", "")), backend.get("config") or {}
