"""`terraform init && terraform validate` as a person types it, in a copy of a module."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from terrapants.testutil.terraform_rule_runner import terraform_on_path


def accepted_by_hand(
    root: Path, module: str, scratch: Path, *, mirror: str = "", tests: Iterable[str] = ()
) -> bool:
    """Whether Terraform exits with 0.

    :param root: the repository: all of it that the module needs.
    :param module: relative to the root.
    :param scratch: an empty directory for the copy.
    :param mirror: a directory of providers.
    :param tests: directories of tests beside `tests`.
    """
    shutil.copytree(root, scratch / "copy", symlinks=True)
    directory = scratch / "copy" / module
    configuration = scratch / "terraform.rc"
    configuration.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n'
        '    include = ["registry.terraform.io/hashicorp/aws"]\n  }\n'
        '  direct {\n    exclude = ["registry.terraform.io/hashicorp/aws"]\n  }\n}\n'
        if mirror
        else ""
    )
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(scratch),
        "TF_CLI_CONFIG_FILE": str(configuration),
        "CHECKPOINT_DISABLE": "1",
    }
    locked = ["-lockfile=readonly"] if (directory / ".terraform.lock.hcl").exists() else []
    for flags in ([], *([f"-test-directory={directory}"] for directory in tests)):
        for command in (["init", "-backend=false", "-input=false", *locked], ["validate"]):
            done = subprocess.run(
                [terraform_on_path().path, *command, *flags],
                cwd=directory,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if done.returncode:
                return False
    return True
