"""A sandbox in which `init_and_run.sh` runs a stand-in for Terraform."""

from __future__ import annotations

import pkgutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from terrapants.terraform.providers import PROVIDERS_DIRECTORY
from terrapants.terraform.scripts import SandboxScripts

PLAN = 'run "plans" {\n  command = plan\n}\n'
# Modules that each name something that is not there: their files, and the position of the mistake.
DANGLING = {
    "called_module": (
        {"main.tf": 'module "child" {\n  source = "./child"\n}\n', "tests/a.tftest.hcl": PLAN},
        "main.tf",
    ),
    "module_of_a_run": (
        {
            "main.tf": "",
            "tests/a.tftest.hcl": 'run "plans" {\n  module {\n    source = "./setup"\n  }\n}\n',
        },
        "tests/a.tftest.hcl",
    ),
    "template": (
        {
            "main.tf": 'output "a" {\n  value = templatefile("${path.module}/a.tftpl", {})\n}\n',
            "tests/a.tftest.hcl": PLAN,
        },
        "main.tf:2:11",
    ),
    "mock_directory": (
        {
            "main.tf": "",
            "tests/a.tftest.hcl": 'mock_provider "null" {\n  source = "./mocks"\n}\n' + PLAN,
        },
        "tests/a.tftest.hcl:1:1",
    ),
    "file_of_a_test": (
        {
            "main.tf": 'variable "text" {\n  type = string\n}\n',
            "tests/a.tftest.hcl": 'variables {\n  text = file("./a.txt")\n}\n' + PLAN,
        },
        "tests/a.tftest.hcl:2:10",
    ),
}
PACKAGE = "registry.terraform.io/hashicorp/null/3.2.4/linux_amd64"
STORE = f"{PROVIDERS_DIRECTORY}/store/key"
# A `terraform` that writes down how it was called. Its `init` installs a provider as Terraform
# does: a link to what a mirror holds, else a download.
FAKE_TERRAFORM = f"""#!/bin/sh
command=$1
{{
  printf '%s' "$1"
  shift
  for argument; do printf '|%s' "$argument"; done
  echo
}} >>"$CALLS"
echo "in $PWD"
echo "HOME=$HOME"
echo "TMPDIR=$TMPDIR"
echo "TF_CLI_CONFIG_FILE=$TF_CLI_CONFIG_FILE"
if [ "$command" = init ]; then
  echo "init says" >&2
  [ "$INIT_CODE" -eq 0 ] || exit "$INIT_CODE"
  if [ -n "$DOWNLOAD" ]; then
    package=.terraform/providers/{PACKAGE}
    mkdir -p "${{package%/*}}"
    if [ -e "$STORED" ]; then
      ln -s "$STORED" "$package"
    else
      mkdir "$package"
      echo "$DOWNLOAD" >"$package/provider"
    fi
  fi
  exit 0
fi
cat .terraform/providers/{PACKAGE}/provider 2>/dev/null
exit "$RUN_CODE"
"""


@dataclass(frozen=True)
class Result:
    code: int
    stdout: str
    stderr: str
    calls: tuple[tuple[str, ...], ...]

    def value(self, name: str) -> str:
        return next(
            line[len(name) + 1 :]
            for line in reversed(self.stdout.splitlines())
            if line.startswith(f"{name}=")
        )


@dataclass(frozen=True)
class Sandbox:
    """A directory as Pants makes one for a process; `cache` is its named cache, a link."""

    root: Path
    cache: Path
    path: str

    def run(
        self,
        *init_arguments: str,
        command: tuple[str, ...] = ("test", "-json"),
        module: str = "infra/s3",
        init_code: int = 0,
        run_code: int = 0,
        download: str = "",
        env: dict[str, str] | None = None,
    ) -> Result:
        calls = self.root.parent / f"{self.root.name} calls"
        calls.write_text("")
        result = subprocess.run(
            [  # noqa: S607
                "bash",
                SandboxScripts.init_and_run,
                "__terraform/terraform",
                module,
                STORE,
                *init_arguments,
                "--",
                *command,
            ],
            cwd=self.root,
            env={
                "PATH": self.path,
                "CALLS": str(calls),
                "INIT_CODE": str(init_code),
                "RUN_CODE": str(run_code),
                "DOWNLOAD": download,
                "STORED": str(self.root / STORE / PACKAGE),
                **(env or {}),
            },
            capture_output=True,
            text=True,
        )
        return Result(
            result.returncode,
            result.stdout,
            result.stderr,
            tuple(tuple(line.split("|")) for line in calls.read_text().splitlines()),
        )

    def package(self, module: str = "infra/s3") -> Path:
        return self.root / module / ".terraform/providers" / PACKAGE

    @property
    def stored(self) -> Path:
        return self.cache / "store/key" / PACKAGE


def make_sandbox(
    root: Path, cache: Path, module: str = "infra/s3", path: str = "/usr/bin:/bin"
) -> Sandbox:
    script = root / SandboxScripts.init_and_run
    script.parent.mkdir(parents=True)
    content = pkgutil.get_data("terrapants.terraform", script.name)
    assert content is not None
    script.write_bytes(content)
    cache.mkdir(exist_ok=True)
    (root / PROVIDERS_DIRECTORY).symlink_to(cache)
    (root / ".terrapants/terraform.rc").write_text(
        'provider_installation {\n  filesystem_mirror { path = "@ROOT@/a" }\n'
        '  filesystem_mirror { path = "@ROOT@/b" }\n}\n'
    )
    executable(root / "__terraform/terraform", FAKE_TERRAFORM)
    (root / module).mkdir(parents=True)
    return Sandbox(root, cache, path)


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
