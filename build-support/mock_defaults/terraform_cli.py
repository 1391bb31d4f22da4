"""What the generator asks Terraform for: the provider's schema, and the canonical format."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

AWS = "registry.terraform.io/hashicorp/aws"
_CONFIGURATION = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
"""
_SETTINGS = """\
provider_installation {
  filesystem_mirror {
    path = %s
  }
}
"""


def provider_schema(mirror: str | None) -> Any:
    """The schema of the newest AWS provider at hand: in the mirror directory if one is given, else
    where Terraform's CLI configuration says.

    :raises subprocess.CalledProcessError: Terraform said on stderr what is wrong.
    :raises FileNotFoundError: there is no Terraform.
    """
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "versions.tf").write_text(_CONFIGURATION)
        environment = {**os.environ, "CHECKPOINT_DISABLE": "1"}
        if mirror is not None:
            settings = Path(directory, "terraform.rc")
            settings.write_text(_SETTINGS % json.dumps(mirror))
            environment["TF_CLI_CONFIG_FILE"] = str(settings)
        _terraform(["init", "-backend=false"], directory, environment)
        printed = _terraform(["providers", "schema", "-json"], directory, environment)
    return json.loads(printed)["provider_schemas"][AWS]


def formatted(text: str) -> str:
    """The text as `terraform fmt` writes it."""
    return _terraform(["fmt", "-"], None, {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull}, text)


def _program() -> str:
    found = shutil.which("terraform")
    if found is None:
        raise FileNotFoundError("There is no `terraform` on PATH.")
    return found


def _terraform(
    arguments: list[str], directory: str | None, environment: dict[str, str], text: str = ""
) -> str:
    return subprocess.run(
        [_program(), *arguments],
        cwd=directory,
        env=environment,
        input=text,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout
