"""What the generator asks Terraform for: the provider's schema, and the canonical format."""

from __future__ import annotations

import json
import os
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


def provider_schema(mirror: str | None) -> Any:
    """The schema of the newest AWS provider at hand: in the mirror directory if one is given, else
    where Terraform's CLI configuration says.

    :raises subprocess.CalledProcessError: Terraform said on stderr what is wrong.
    """
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "versions.tf").write_text(_CONFIGURATION)
        environment = {**os.environ, "CHECKPOINT_DISABLE": "1"}
        if mirror is not None:
            settings = Path(directory, "terraform.rc")
            settings.write_text(
                f"provider_installation {{\n  filesystem_mirror {{\n    path = {json.dumps(mirror)}\n"
                "  }\n}\n"
            )
            environment["TF_CLI_CONFIG_FILE"] = str(settings)
        _terraform(["init", "-backend=false"], directory, environment)
        printed = _terraform(["providers", "schema", "-json"], directory, environment)
    return json.loads(printed)["provider_schemas"][AWS]


def formatted(text: str) -> str:
    """The text as `terraform fmt` writes it."""
    return _terraform(["fmt", "-"], None, {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull}, text)


def _terraform(
    arguments: list[str], directory: str | None, environment: dict[str, str], text: str = ""
) -> str:
    return subprocess.run(
        ["terraform", *arguments],
        cwd=directory,
        env=environment,
        input=text,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout
