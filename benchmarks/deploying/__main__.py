"""What `tf-plan` costs beside Terraform in a loop, in one run on one machine: compare the ratios.

20 deployments of a library of 10 modules; one module is changed, which 4 of them use. By hand:
`init` and `plan` in all 20 root modules, and in those 4. Then `tf-plan --changed-since`, which
finds the 4. The provider is AWS's; to plan what does not exist yet, it needs no network.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.scaling.measuring import Cost
from benchmarks.scaling.pants_repository import (
    CHECKOUT,
    Caches,
    PantsRepository,
    run,
    stopped_at_the_end,
)

DEPLOYMENTS = 20
MODULES = 10
CHANGED_MODULE = 3
CONFIGURATION = f"""\
[GLOBAL]
pants_version = "2.17.1"
backend_packages = ["pants.backend.experimental.terraform", "terrapants.deploying"]
pythonpath = ["{CHECKOUT / "pants-plugins"}"]

[anonymous-telemetry]
enabled = false
"""
MODULE = """\
variable "name" {
  type = string
}

resource "aws_sqs_queue" "this" {
  count                     = 5
  name                      = "${var.name}-${count.index}"
  message_retention_seconds = 3600
}

resource "aws_ssm_parameter" "this" {
  name  = "/${var.name}"
  type  = "String"
  value = aws_sqs_queue.this[0].arn
}
"""
ROOT = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }

  backend "local" {}
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
"""
BUILD = """\
terraform_module(name="module")
terraform_backend(name="backend", source="dev.tfbackend")
terraform_deployment(name="dev", root_module=":module", environment="dev")
"""


def used_modules(deployment: int) -> Sequence[int]:
    """Three of each deployment, the changed one in every fifth."""
    others = [number for number in range(MODULES) if number != CHANGED_MODULE]
    first = others[deployment % len(others)]
    second = others[(deployment + 1) % len(others)]
    third = CHANGED_MODULE if deployment % 5 == 0 else others[(deployment + 2) % len(others)]
    return (first, second, third)


def repository_files(states: Path) -> Iterator[tuple[str, str]]:
    yield "pants.toml", CONFIGURATION
    yield ".gitignore", "/.pants.d/\n/.pids/\n/.pants.rc\n/dist/\n.terraform*\n"
    for number in range(MODULES):
        yield f"modules/m{number}/main.tf", MODULE
        yield f"modules/m{number}/BUILD", "terraform_module()\n"
    for number in range(DEPLOYMENTS):
        calls = "".join(
            f'\nmodule "m{each}" {{\n  source = "../../modules/m{each}"\n'
            f'  name   = "d{number}-{each}"\n}}\n'
            for each in used_modules(number)
        )
        yield f"live/d{number}/main.tf", ROOT + calls
        yield f"live/d{number}/dev.tfbackend", f'path = "{states}/d{number}.tfstate"\n'
        yield f"live/d{number}/BUILD", BUILD


def main() -> None:
    run(str(CHECKOUT / "pants"), "--version", directory=CHECKOUT)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    mirror = os.environ.get("TERRAPANTS_PROVIDER_MIRROR", "")
    scratch = Path(tempfile.mkdtemp(prefix="benchmarks-deploying-"))
    try:
        _measure(scratch, mirror, rounds)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _measure(scratch: Path, mirror: str, rounds: int) -> None:
    states = scratch / "states"
    states.mkdir()
    caches = Caches(scratch / "caches/used", scratch / "caches/tools")
    repository = PantsRepository(scratch / "repository", caches)
    repository.write(repository_files(states))
    repository.commit()
    users = [number for number in range(DEPLOYMENTS) if CHANGED_MODULE in used_modules(number)]
    changes = iter(range(1000))

    def change() -> None:
        retention = 7200 + next(changes)
        text = MODULE.replace("3600", str(retention))
        repository.write([(f"modules/m{CHANGED_MODULE}/main.tf", text)])

    def tf_plan() -> Cost:
        change()
        finished = repository.pants(
            "--changed-since=HEAD", "--changed-dependents=transitive", "tf-plan", exit_code=2
        )
        found = finished.stdout.count(" (dev): ")
        if found != len(users):
            raise SystemExit(f"tf-plan planned {found} deployments, not {len(users)}")
        return finished.cost

    def loop(numbers: Sequence[int]) -> Cost:
        cost = Cost(0, 0)
        for number in numbers:
            directory = repository.root / f"live/d{number}"
            shutil.rmtree(directory / ".terraform", ignore_errors=True)
            each = _by_hand(directory, mirror)
            cost = Cost(cost.seconds + each.seconds, cost.cpu_seconds + each.cpu_seconds)
        return cost

    with stopped_at_the_end(repository):
        tf_plan()
        results: dict[str, list[Cost]] = {"tf-plan": [], "all": [], "users": []}
        for _ in range(rounds):
            results["tf-plan"].append(tf_plan())
            results["users"].append(loop(users))
            results["all"].append(loop(range(DEPLOYMENTS)))
    seconds = {name: median(each.seconds for each in found) for name, found in results.items()}
    cpu = {name: median(each.cpu_seconds for each in found) for name, found in results.items()}
    lines = [
        f"{DEPLOYMENTS} deployments, a change in a module that {len(users)} of them use; medians",
        _row("tf-plan --changed-since", seconds["tf-plan"], cpu["tf-plan"]),
    ]
    for name, text in (("users", f"a loop over the {len(users)}"), ("all", "a loop over all")):
        ratio = seconds["tf-plan"] / seconds[name]
        row = _row(text, seconds[name], cpu[name])
        lines.append(f"{row}; tf-plan takes {ratio:.2f} times as long")
    sys.stdout.write("\n".join(lines) + "\n")


def _row(text: str, seconds: float, cpu_seconds: float) -> str:
    return f"  {text:24}{seconds:7.1f} s, {cpu_seconds:.1f} s of processors"


def _by_hand(directory: Path, mirror: str) -> Cost:
    configuration = directory.parent / "terraform.rc"
    method = f'filesystem_mirror {{ path = "{mirror}" }}' if mirror else "direct {}"
    configuration.write_text(f"provider_installation {{\n  {method}\n}}\n")
    env = {"TF_CLI_CONFIG_FILE": str(configuration)}
    quiet = ("-input=false", "-no-color")
    first = run(
        *("terraform", "init", *quiet, "-backend-config=dev.tfbackend"),
        directory=directory,
        environment=env,
    ).cost
    second = run(
        *("terraform", "plan", *quiet, "-detailed-exitcode", "-out=plan"),
        directory=directory,
        environment=env,
        exit_codes=(2,),
    ).cost
    (directory / "plan").unlink()
    return Cost(first.seconds + second.seconds, first.cpu_seconds + second.cpu_seconds)


if __name__ == "__main__":
    main()
