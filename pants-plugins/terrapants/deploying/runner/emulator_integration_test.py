"""Deployments of AWS resources, with their states in S3, against the emulator."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terrapants.deploying.runner.job import APPLY, DRIFT
from terrapants.deploying.runner.testutil import Outcome, Repository
from terrapants.emulators import launch
from terrapants.testutil.locked_environment import python_with_requirements_of
from terrapants.testutil.terraform_rule_runner import provider_mirror

MAIN = """\
terraform {{
  backend "s3" {{
    key          = "{name}.tfstate"
    region       = "us-east-1"
    use_lockfile = true
  }}
}}

provider "aws" {{
  region = "us-east-1"
}}

variable "name" {{
  type = string
}}

resource "aws_ssm_parameter" "this" {{
  name  = "/${{var.name}}/{name}"
  type  = "String"
  value = {value}
}}

output "value" {{
  value     = aws_ssm_parameter.this.value
  sensitive = true
}}
"""
READS = """\
data "terraform_remote_state" "{name}" {{
  backend = "s3"
  config = {{
    bucket = "${{var.name}}-states"
    key    = "{name}.tfstate"
    region = "us-east-1"
  }}
}}
"""


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    """The URL of an emulator."""
    script = Path(launch.__file__).with_name("aws.py")
    process = subprocess.Popen(
        (python_with_requirements_of("terrapants.emulators", (3, 11)), "-I", str(script)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())["variables"]["AWS_ENDPOINT_URL"]
    process.stdin.close()
    process.wait()


def call(emulator: str, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    credential = "Credential=testing/20260101/us-east-1/{}/aws4_request".format(
        headers.pop("service", "s3")
    )
    request = urllib.request.Request(
        f"{emulator}{path}",
        body,
        {
            "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
        method=method,
    )
    with urllib.request.urlopen(request) as answer:
        content: bytes = answer.read()
    return content


def change_by_hand(emulator: str, parameter: str) -> None:
    body = json.dumps({"Name": parameter, "Value": "by hand", "Overwrite": True}).encode()
    call(
        emulator,
        "POST",
        "/",
        body,
        service="ssm",
        X_Amz_Target="AmazonSSM.PutParameter",
        Content_Type="application/x-amz-json-1.1",
    )


class Environment:
    """Three deployments of an environment, of which each reads the state of the one before."""

    def __init__(self, repository: Repository, emulator: str, name: str) -> None:
        self.repository = repository
        self._emulator = emulator
        self.name = name
        call(emulator, "PUT", f"/{name}-states")
        before = ""
        for directory in ("network", "data", "services"):
            value = f"data.terraform_remote_state.{before}.outputs.value" if before else '"first"'
            main = MAIN.format(name=directory, value=value)
            if before:
                main += READS.format(name=before)
            address = self.address(directory)
            after = (self.address(before),) if before else ()
            repository.add(address, main, name, after=after)
            module = address.partition(":")[0]
            repository.files[f"{module}/dev.tfbackend"] = f'bucket = "{name}-states"\n'
            before = directory

    def address(self, directory: str) -> str:
        return f"{self.name}-{directory}:deployment"

    def run(self, command: str, *directories: str, **fields: Any) -> Outcome:
        addresses = [self.address(each) for each in directories or ("network", "data", "services")]
        return self.repository.run(
            command, *addresses, emulator_url=self._emulator, at_once=2, **fields
        )

    def value(self) -> str:
        body = json.dumps({"Name": f"/{self.name}/services", "WithDecryption": True}).encode()
        answer = call(
            self._emulator,
            "POST",
            "/",
            body,
            service="ssm",
            X_Amz_Target="AmazonSSM.GetParameter",
            Content_Type="application/x-amz-json-1.1",
        )
        value: str = json.loads(answer)["Parameter"]["Value"]
        return value


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(
        tmp_path,
        command=(python_with_requirements_of("terrapants.deploying"), "-I"),
        mirror=provider_mirror(),
    )


def test_two_environments_side_by_side(repository: Repository, emulator: str) -> None:
    blue, green = (Environment(repository, emulator, name) for name in ("blue", "green"))
    applied = blue.run(APPLY, confirmed="yes")
    assert applied.code == 0, applied.said
    assert blue.value() == "first"
    # The other environment has nothing yet, so what reads its states cannot be planned.
    assert green.run("plan", "network").code == 2
    assert green.run("plan", "services").code == 1

    unchanged = blue.run("plan")
    assert unchanged.code == 0, unchanged.said

    main = repository.files["blue-network/main.tf"]
    repository.files["blue-network/main.tf"] = main.replace('"first"', '"second"')
    changed = blue.run("plan", "network", saves=True)
    assert changed.code == 2
    (change,) = changed.plans[blue.address("network")]["changes"]["changes"]
    assert (change["address"], change["action"]) == ("aws_ssm_parameter.this", "update")
    assert "second" not in changed.said

    change_by_hand(emulator, "/blue/data")
    drift = blue.run(DRIFT, "data")
    assert drift.code == 2
    (drifted,) = drift.plans[blue.address("data")]["changes"]["drift"]
    assert drifted["address"] == "aws_ssm_parameter.this"

    applied = blue.run(APPLY, "network", confirmed="")
    assert applied.code == 0, applied.said
    applied = blue.run(APPLY, "data", "services", confirmed="yes", plans="")
    assert applied.code == 0, applied.said
    assert blue.value() == "second"

    destroyed = blue.run(APPLY, destroys=True, confirmed="destroy dev", plans="")
    assert destroyed.code == 0, destroyed.said


def test_the_lock_of_a_state_in_s3(repository: Repository, emulator: str) -> None:
    red = Environment(repository, emulator, "red")
    lock = {"ID": "1-2-3", "Operation": "OperationTypeApply", "Who": "somebody@elsewhere"}
    lock["Created"] = "2026-01-02T03:04:05Z"
    content = json.dumps(lock).encode()
    path = "/red-states/network.tfstate.tflock"
    call(emulator, "PUT", path, content, Content_Type="application/json")
    refused = red.run("plan", "network")
    assert refused.code == 1
    problem = refused.plans[red.address("network")]["problem"]
    assert "somebody@elsewhere has held the lock since 2026-01-02" in problem
    assert "lock 1-2-3" in problem


def test_nothing_of_real_credentials_reaches_the_emulator(
    repository: Repository, emulator: str
) -> None:
    grey = Environment(repository, emulator, "grey")
    repository.variables[grey.address("network")] = {"AWS_SECRET_ACCESS_KEY": "a-real-secret-key"}
    planned = grey.run("plan", "network")
    assert planned.code == 2, planned.said
