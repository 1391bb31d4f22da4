"""Keeps a state that Terraform could not write to its backend: the sandbox goes, and with it the
only record of what an apply has made."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from terrapants.deploying.runner import saved_plan
from terrapants.deploying.runner.job import Deployment


def keep(content: bytes, deployment: Deployment, directory: Path) -> str:
    """Write the state to a new file, which its owner alone can read. Returns what the user has to
    do with it.

    :param directory: an absolute path.
    :raises OSError: the file system refuses it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    stem = saved_plan.file_name(deployment.address)[: -len(saved_plan.SUFFIX)]
    # An earlier one may not have been pushed yet.
    for name in _names(stem):
        try:
            kept = directory / name
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        break
    where = deployment.directory or "the root directory"
    init = f"terraform init{_backend(deployment)}"
    push = f"{_workspace(deployment)}terraform state push {shlex.quote(str(kept))}"
    return (
        f"The state could not be written to its backend. It is kept in {kept}, and may hold "
        f"secrets. Before anything else is planned or applied, push it: in {where}, run `{init}` "
        f"and `{push}`, then delete the file."
    )


def _names(stem: str) -> Iterator[str]:
    yield f"{stem}.tfstate"
    number = 2
    while True:
        yield f"{stem}-{number}.tfstate"
        number += 1


def _backend(deployment: Deployment) -> str:
    if not deployment.backend_file:
        return ""
    file = os.path.relpath(deployment.backend_file, deployment.directory or ".")
    return f" {shlex.quote(f'-backend-config={file}')}"


def _workspace(deployment: Deployment) -> str:
    return f"TF_WORKSPACE={shlex.quote(deployment.workspace)} " if deployment.workspace else ""
