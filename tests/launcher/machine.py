"""A machine of its own for each test: a checkout, a home, a cache and a PATH with nothing extra."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# What the launcher calls. All else that is on this machine's PATH stays out of sight.
TOOLS = (
    *("bash", "curl", "find", "ps", "stat"),
    # What the stand-ins below call.
    *("cp", "env", "grep", "mkdir", "printenv", "sleep", "touch"),
)

# Stands for CPython 3.9: answers the launcher's question, "installs" an environment in no time and
# shows how Pants would be started. FAKE_INSTALL is run in place of the installation of the lock.
PYTHON = r"""#!/usr/bin/env bash
case "$1 ${2-}" in
  "-I -B") exec "$REAL_PYTHON" "$@" ;;
  "-c "*) printf '%s\n' "$0" ;;
  "-m venv")
    mkdir -p "$3/bin" && cp -- "$0" "$3/bin/python" && touch "$3/bin/pants"
    echo "home = ${0%/*}" >"$3/pyvenv.cfg"
    ;;
  "-m pip")
    echo "pip $*" >>"$XDG_CACHE_HOME/pip-calls"
    [[ $3 == download ]] || eval "${FAKE_INSTALL:-}"
    ;;
  "-m pex") mkdir -p pex-cli && echo "the PEX tool" >pex-cli/pex ;;
  *)
    echo "started in $PWD with umask $(umask): $(IFS='|' && echo "${*:2}")"
    printenv | grep ^PANTS_ || :
    ;;
esac
"""


def repository_root() -> Path:
    """The directory that holds the launcher: the sandbox root under Pants, else the checkout."""
    here = Path.cwd()
    return next(path for path in (here, *here.parents) if (path / "pants").is_file())


@dataclass(frozen=True)
class Machine:
    root: Path
    """The checkout."""
    home: Path
    cache: Path
    """XDG_CACHE_HOME; the launcher's own directory is `terrapants` in it."""
    path: Path
    """The only directory on PATH."""

    @classmethod
    def create(cls, at: Path, checkout: str = "checkout") -> Machine:
        machine = cls(at / checkout, at / "home", at / "cache", at / "bin")
        source = repository_root()
        for directory in (machine.home, machine.cache, machine.path):
            directory.mkdir(parents=True)
        (machine.root / "3rdparty/python").mkdir(parents=True)
        shutil.copy(source / "pants", machine.root / "pants")
        preparation = machine.root / "build-support/launcher"
        preparation.mkdir(parents=True)
        for module in (source / "build-support/launcher").glob("*.py"):
            shutil.copy(module, preparation)
        minimum = "pants-plugins/terrapants/terraform/minimum_version.py"
        (machine.root / minimum).parent.mkdir(parents=True)
        shutil.copy(source / minimum, machine.root / minimum)
        for name in ("pants.txt", "pants.lock"):
            shutil.copy(source / "3rdparty/python" / name, machine.root / "3rdparty/python")
        (machine.root / "3rdparty/terraform").mkdir()
        for sums in (source / "3rdparty/terraform").glob("*_SHA256SUMS"):
            shutil.copy(sums, machine.root / "3rdparty/terraform")
        for tool in TOOLS:
            if found := shutil.which(tool):
                (machine.path / tool).symlink_to(found)
        machine.add("python3.9", PYTHON)
        return machine

    @property
    def rc(self) -> Path:
        return self.root / ".pants.rc"

    @property
    def lock(self) -> Path:
        return self.root / "3rdparty/python/pants.lock"

    @property
    def environments(self) -> Path:
        return self.cache / "terrapants/environments"

    def add(self, name: str, text: str) -> Path:
        """Puts an executable file on PATH."""
        file = self.path / name
        file.write_text(text)
        file.chmod(0o755)
        return file

    def add_terraform(self, version: str) -> Path:
        """Puts a Terraform of this version on PATH. Without `#!` it is not taken for a wrapper."""
        return self.add("terraform", f"echo 'Terraform v{version}'\n")

    def environ(self, **changes: str | None) -> dict[str, str]:
        """The environment of a run: this machine's, with changes; None takes a variable away."""
        variables: dict[str, str | None] = {
            "HOME": str(self.home),
            "PATH": str(self.path),
            "XDG_CACHE_HOME": str(self.cache),
            "XDG_DATA_DIRS": str(self.home / "share"),
            # What runs the launcher's Python files, in place of the stand-in.
            "REAL_PYTHON": sys.executable,
            # Where no Terraform is on PATH, the pinned release is looked for here, not elsewhere.
            "TERRAPANTS_TERRAFORM_URL": f"file://{self.home}/releases",
            "TERRAPANTS_PROVIDER_MIRROR": "",
        }
        variables.update(changes)
        return {name: value for name, value in variables.items() if value is not None}

    def start(
        self, *args: str, cwd: Path | None = None, **env: str | None
    ) -> subprocess.Popen[str]:
        """Starts the launcher, as the leader of a process group."""
        return subprocess.Popen(
            [str(self.root / "pants"), *args],
            cwd=cwd or self.root,
            env=self.environ(**env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, *args: str, cwd: Path | None = None, **env: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Runs the launcher to its end."""
        process = self.start(*args, cwd=cwd, **env)
        stdout, stderr = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def call(self, script: str, **env: str | None) -> str:
        """What a script prints in which the launcher's functions and paths are defined."""
        result = subprocess.run(
            ["bash", "-c", f"source ./pants && locate ./pants && read_rc\n{script}"],
            cwd=self.root,
            env=self.environ(**env),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return result.stdout


def terraform_platform() -> str:
    """This machine's platform as Terraform names it."""
    processor = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    return f"{platform.system().lower()}_{processor}"


def pants_platform() -> str:
    """This machine's platform as Pants names it."""
    system = {"Linux": "linux", "Darwin": "macos"}[platform.system()]
    return f"{system}_{platform.machine().replace('aarch64', 'arm64')}"


def known_version(version: str, file: Path) -> str:
    """The entry of `known_versions` that describes a file."""
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return f"{version}|{pants_platform()}|{digest}|{len(content)}"


def make_old(file: Path, seconds: int) -> None:
    """Sets the file's time back."""
    then = file.stat().st_mtime - seconds
    os.utime(file, (then, then))
