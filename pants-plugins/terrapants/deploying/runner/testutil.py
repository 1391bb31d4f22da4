"""Runs the runner as Pants does, with the real Terraform, in sandboxes that a test makes."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from terrapants.deploying.runner.job import APPLY, KEY, PLAN, VARIABLES, Deployment, Job
from terrapants.terraform import scripts
from terrapants.testutil.terraform_rule_runner import terraform_on_path

LIBRARY = Path(scripts.__file__).parents[2]
A_KEY = base64.b64encode(b"k" * 32).decode()
MODULE = """\
terraform {
  backend "local" {}
}

variable "name" {
  type = string
}

resource "terraform_data" "this" {
  input = var.name
}

output "name" {
  value = terraform_data.this.output
}
"""


@dataclass
class Outcome:
    """:param said: standard output and errors together."""

    code: int
    said: str
    plans: Mapping[str, Mapping[str, Any]]


@dataclass
class Repository:
    """Deployments, with their files by their paths in the repository.

    :param directory: an empty one.
    :param mirror: the directory of a mirror of providers; "" where none is used.
    """

    directory: Path
    deployments: dict[str, Deployment] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    variables: dict[str, dict[str, str]] = field(default_factory=dict)
    command: tuple[str, ...] = (sys.executable, "-I")
    mirror: str = ""

    def add(self, address: str, main: str = MODULE, name: str = "one", **fields: Any) -> None:
        """A deployment whose root module is in the directory of its address."""
        module = address.partition(":")[0]
        self.files[f"{module}/main.tf"] = main
        self.files[f"{module}/dev.tfvars"] = f'name = "{name}"\n'
        self.files[f"{module}/dev.tfbackend"] = f'path = "{self.state(address)}"\n'
        self.deployments[address] = Deployment(
            address,
            "dev",
            "",
            module,
            (f"{module}/dev.tfvars",),
            f"{module}/dev.tfbackend",
            **fields,
        )

    def state(self, address: str) -> Path:
        return self.directory / "states" / f"{address.replace(':', '-')}.tfstate"

    @property
    def plans(self) -> Path:
        return self.directory / "plans"

    @property
    def records(self) -> list[Mapping[str, Any]]:
        path = self.directory / "records/applied.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()]

    def start(self, job: Job, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """The process of a job, in a sandbox of its own."""
        number = len(list(self.directory.glob("sandbox*")))
        sandbox = self.directory / f"sandbox{number}"
        for index, each in enumerate(job.deployments):
            self._fill(sandbox / f"deployments/{index}", each)
        for index, each in enumerate(job.dependents):
            self._fill(sandbox / f"dependents/{index}", each)
        (sandbox / "__terraform").mkdir()
        (sandbox / "__terraform/terraform").symlink_to(terraform_on_path().path)
        (sandbox / ".terrapants/providers/store/none").mkdir(parents=True)
        inputs = {
            path: hashlib.sha256(content.encode()).hexdigest()
            for path, content in self.files.items()
        }
        deployments = tuple(
            replace(
                each,
                root=f"deployments/{index}",
                inputs={
                    path: digest
                    for path, digest in inputs.items()
                    if path.startswith((f"{each.directory}/", "modules/"))
                },
            )
            for index, each in enumerate(job.deployments)
        )
        dependents = tuple(
            replace(each, root=f"dependents/{index}") for index, each in enumerate(job.dependents)
        )
        file = sandbox / "job.json"
        file.write_text(replace(job, deployments=deployments, dependents=dependents).to_json())
        main = LIBRARY / "terrapants/deploying/runner/main.py"
        return subprocess.Popen(
            (*self.command, str(main), str(LIBRARY), str(file)),
            cwd=sandbox,
            env={
                "PATH": os.environ["PATH"],
                VARIABLES: json.dumps(self.variables),
                KEY: A_KEY,
                **(env or {}),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _fill(self, root: Path, deployment: Deployment) -> None:
        for path, content in self.files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        own = root / ".terrapants"
        own.mkdir()
        method = f'filesystem_mirror {{ path = "{self.mirror}" }}' if self.mirror else ""
        (own / "terraform.rc").write_text(
            f"disable_checkpoint = true\nprovider_installation {{\n  {method}\n}}\n"
        )
        script = LIBRARY / "terrapants/terraform/init_and_run.sh"
        shutil.copyfile(script, own / "init_and_run.sh")

    def job(
        self, command: str, *addresses: str, dependents: Iterable[str] = (), **fields: Any
    ) -> Job:
        self.state("x").parent.mkdir(exist_ok=True)
        return Job(
            command,
            tuple(self.deployments[each] for each in addresses or self.deployments),
            bash=shutil.which("bash") or "",
            terraform="__terraform/terraform",
            store=".terrapants/providers/store/none",
            **{
                "results": str(self.directory / "results.json"),
                "plans": str(self.plans),
                "records": str(self.directory / "records"),
                "log": str(self.directory / "records/applied.jsonl"),
                "dependents": tuple(self.deployments[each] for each in dependents),
                "key_origin": "The environment variable THE_KEY",
                "who": "tester",
                **fields,
            },
        )

    def run(
        self, command: str, *addresses: str, env: Mapping[str, str] | None = None, **fields: Any
    ) -> Outcome:
        process = self.start(self.job(command, *addresses, **fields), env)
        said, _ = process.communicate()
        results = self.directory / "results.json"
        found = json.loads(results.read_text())["plans"] if results.exists() else []
        results.unlink(missing_ok=True)
        return Outcome(process.returncode, said, {each["address"]: each for each in found})

    def plan(self, *addresses: str, **fields: Any) -> Outcome:
        return self.run(PLAN, *addresses, **fields)

    def apply(self, *addresses: str, **fields: Any) -> Outcome:
        return self.run(APPLY, *addresses, **{"confirmed": "yes", **fields})
