"""What to do about errors of Terraform whose cause is known."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.deploying.runner import access
from terrapants.deploying.runner.job import Deployment


def advice(
    said: str,
    deployment: Deployment,
    variables: Mapping[str, str],
    emulator_url: str,
    command_name: str,
) -> str:
    """One or two sentences; "" where there is nothing to add.

    :param said: Terraform's errors.
    :param variables: those that were passed to the deployment.
    :param command_name: what users call Pants.
    """
    return (
        access.advice(said, variables, deployment.real_cloud, emulator_url)
        or _on_locks(said)
        or _on_variables(said, deployment)
        or _on_missing_states(said, deployment, command_name)
    )


def _on_missing_states(said: str, deployment: Deployment, command_name: str) -> str:
    """Of a `terraform_remote_state` that reads what was never applied."""
    if "No stored state was found for the given workspace" not in said:
        return ""
    address, before = deployment.address, " ".join(deployment.after)
    if not before:
        return (
            f"{address} reads a state that is not there. Apply the deployment that writes it, and "
            f"name that one in the `after` field of {address}."
        )
    return (
        f"{address} reads a state that is not there: apply what comes before it first, with "
        f"`{command_name} tf-apply {before}`."
    )


def _on_variables(said: str, deployment: Deployment) -> str:
    if "No value for required variable" not in said:
        return ""
    files = ", ".join(deployment.var_files)
    place = f"in {files}" if files else "in a file of a `terraform_var_files` target"
    return (
        f"Set it {place}, which {deployment.address} takes its variables from, or pass `TF_VAR_…` "
        "in its `extra_env_vars`."
    )


def _on_locks(said: str) -> str:
    if "Error acquiring the state lock" not in said:
        return ""
    known = {}
    for line in said.splitlines():
        name, colon, value = line.strip().partition(":")
        if colon:
            known[name] = value.strip()
    if "Who" not in known:
        return ""
    return (
        f"{known['Who']} has held the lock since {known.get('Created', 'an unknown time')} "
        f"({known.get('Operation', 'unknown operation')}, lock {known.get('ID', 'unknown')}). Wait "
        "for it with `--terraform-deployments-lock-timeout=5m`, or, if that process is gone, "
        "release the lock with `terraform force-unlock`."
    )
