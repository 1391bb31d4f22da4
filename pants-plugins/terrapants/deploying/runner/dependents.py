"""Whether what comes after deployments still needs them, before they are destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from terrapants.deploying.runner.job import Deployment, Job
from terrapants.deploying.runner.plans import Planner
from terrapants.findings.user_error import UserError


def reasons_to_keep(job: Job, planner: Planner) -> tuple[str, ...]:
    """A sentence for each deployment that comes after one of the job, is not destroyed with it, and
    has something in its state, or a state that cannot be read."""
    if not job.destroys:
        return ()

    def reason(deployment: Deployment) -> str:
        before = _before(job, deployment)
        try:
            number = planner.objects_in_state(deployment)
        except UserError as error:
            said = planner.explained(deployment, str(error))
            return _unknown(deployment.address, before, said)
        if not number:
            return ""
        what = f"{number} resource{'' if number == 1 else 's'} in its state"
        return f"{deployment.address} comes after {before} and has {what}."

    with ThreadPoolExecutor(max(1, job.at_once)) as pool:
        found = tuple(pool.map(reason, job.dependents))
    unknown = (_unknown(address, "", said) for address, said in job.unknown_dependents.items())
    return tuple(each for each in (*found, *unknown) if each)


def advice(job: Job) -> str:
    """What to do where there is a reason to keep them."""
    dependents = sorted({*(each.address for each in job.dependents), *job.unknown_dependents})
    every = " ".join((*(each.address for each in job.deployments), *dependents))
    return (
        f"Destroy everything together, with `{job.command_name} tf-apply --destroy {every}`, or "
        "add `--leave-dependents` to keep what comes after, which can then not be planned any more."
    )


def _before(job: Job, deployment: Deployment) -> str:
    return " and ".join(_named(job, deployment))


def _named(job: Job, deployment: Deployment) -> Iterator[str]:
    for each in job.deployments:
        if each.address in deployment.after:
            yield each.address


def _unknown(address: str, before: str, said: str) -> str:
    after = f", which comes after {before}," if before else ""
    return f"Whether {address}{after} is still deployed cannot be found out: {said}"
