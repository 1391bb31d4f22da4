"""What a test sees of AWS, by the scripts that run its command."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.cloud_access import (
    WITH_CLOUD,
    WITHOUT_CLOUD,
    CloudAccess,
    Reach,
    with_emulator,
)

_USERS = {
    "AWS_ACCESS_KEY_ID": "id",
    "AWS_PROFILE": "production",
    "AWS_REGION": "eu-west-1",
    "AWS_ENDPOINT_URL": "https://example.com",
    "TF_AWS_S3_ENDPOINT": "https://example.com",
    "TF_VAR_name": "x",
}


def seen(script: str, env: Mapping[str, str], directory: Path) -> dict[str, str]:
    """The variables of a command that a script runs, as far as they are about AWS or the user's."""
    path = directory / "run_command.sh"
    path.write_text(script)
    output = subprocess.run(
        ("bash", str(path), str(directory), "env"),
        env={"PATH": os.environ["PATH"], **env},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    pairs = dict(line.split("=", 1) for line in output.splitlines() if "=" in line)
    return {name: value for name, value in pairs.items() if "AWS_" in name or "TF_" in name}


def test_without_cloud_there_is_neither_a_credential_nor_aws(tmp_path: Path) -> None:
    assert seen(WITHOUT_CLOUD, _USERS, tmp_path) == {
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": "http://no-real-cloud.invalid",
        "AWS_REGION": "eu-west-1",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "TF_VAR_name": "x",
    }


def test_with_cloud_only_the_metadata_service_is_off(tmp_path: Path) -> None:
    expected = {**_USERS, "AWS_EC2_METADATA_DISABLED": "true"}
    assert seen(WITH_CLOUD, _USERS, tmp_path) == expected
    role = {"AWS_EC2_METADATA_DISABLED": "false"}
    assert seen(WITH_CLOUD, role, tmp_path) == role


def test_emulator_gets_the_environment_without_the_users_settings(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(
        "#!/usr/bin/env bash\n"
        f'[[ "$1 $2 $3" == "-I {tmp_path}/launch {tmp_path}/emulator" ]] || exit 1\n'
        f'shift 5\n. {tmp_path}/.terrapants/environment.sh\n"$@"\n'
    )
    program.chmod(0o755)
    (tmp_path / ".terrapants").mkdir()
    found = seen(with_emulator("program", "launch", "emulator"), _USERS, tmp_path)
    assert (found["AWS_REGION"], found["TF_VAR_name"]) == ("eu-west-1", "x")
    assert "AWS_ACCESS_KEY_ID" not in found
    assert (tmp_path / ".terrapants/environment.sh").stat().st_mode & 0o077 == 0


# As the AWS provider 5.100 says it.
_NO_CREDENTIALS = Diagnostic(
    "error",
    "No valid credential sources found",
    "Error: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds",
)
_NO_HOST = Diagnostic(
    "error",
    "Retrieving AWS account details: validating provider credentials: retrieving caller identity",
    'Post "http://no-real-cloud.invalid/": dial tcp: lookup no-real-cloud.invalid: no such host',
)
_NO_PROFILE = Diagnostic("error", "failed to get shared config profile, production", "")
_OTHER = Diagnostic("error", "Invalid function argument", "")


@pytest.mark.parametrize("error", [_NO_CREDENTIALS, _NO_HOST, _NO_PROFILE])
def test_advice_on_a_refused_test(error: Diagnostic) -> None:
    access = CloudAccess.of(Reach.NOTHING, _USERS)
    assert access.advice([_OTHER, error]) == (
        "This test would use a real AWS account, which its target does not allow. "
        "AWS_ACCESS_KEY_ID and AWS_PROFILE of `extra_env_vars` did not reach it. Mock the provider "
        '(`mock_provider "aws" {}`), set `emulator="aws"` on the target, or, if it is to create '
        "real resources at your cost, set `real_cloud=True` and pass credentials in "
        "`extra_env_vars`."
    )
    assert "did not reach it" not in CloudAccess(Reach.NOTHING).advice([error])


def test_advice_on_missing_credentials() -> None:
    assert CloudAccess.of(Reach.CLOUD, {"AWS_REGION": "x"}).advice([_NO_CREDENTIALS]) == (
        "The target has `real_cloud=True`, but no credentials were passed. Name the variables in "
        "its `extra_env_vars`: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE and "
        "HOME; on a machine with a role, `AWS_EC2_METADATA_DISABLED=false`."
    )


@pytest.mark.parametrize(
    ("access", "error"),
    [
        (CloudAccess(Reach.NOTHING), _OTHER),
        (CloudAccess(Reach.MOCKED), _NO_CREDENTIALS),
        (CloudAccess(Reach.EMULATOR), _NO_CREDENTIALS),
        # They were passed, and are wrong: the provider says it best.
        (CloudAccess.of(Reach.CLOUD, _USERS), _NO_CREDENTIALS),
    ],
)
def test_no_advice(access: CloudAccess, error: Diagnostic) -> None:
    assert access.advice([error]) == ""
