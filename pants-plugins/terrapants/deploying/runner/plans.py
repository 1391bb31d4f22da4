"""Plans one deployment: from its files to what would change."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from terrapants.deploying.hidden_values import HiddenValues, hidden_values_of
from terrapants.deploying.plan_json import plan_document, planned_changes
from terrapants.deploying.planned_changes import DeploymentPlan, PlannedChanges, summary
from terrapants.deploying.planned_values import planned_values
from terrapants.deploying.runner import saved_plan
from terrapants.deploying.runner.access import variables_for
from terrapants.deploying.runner.advice import advice
from terrapants.deploying.runner.job import DRIFT, KEY, Deployment, Job
from terrapants.deploying.runner.processes import Processes
from terrapants.deploying.runner.saved_plan import Header, code_of
from terrapants.deploying.runner.terraform import Failed, Initialised, Terraform
from terrapants.deploying.scanned_document import scanned_document
from terrapants.deploying.state_document import read_state, without_values
from terrapants.findings.secrets import secret_values
from terrapants.findings.user_error import UserError


@dataclass(frozen=True)
class Plan:
    """The plan of a deployment, or why there is none.

    :param problem: "" where there is a plan.
    :param file: Terraform's plan file, which holds secrets; None without one.
    :param saved: where the plan was saved, or is from; "" if it is neither.
    :param values: those of all resources, without secrets, if policies ask for them.
    :param document: what a scanner reads, if there is one.
    """

    deployment: Deployment
    problem: str = ""
    changes: PlannedChanges | None = None
    header: Header | None = None
    file: Path | None = None
    saved: str = ""
    seconds: float = 0.0
    values: Mapping[str, Any] | None = None
    document: str | None = None

    @property
    def needed_file(self) -> Path:
        """:raises ValueError: there is no plan."""
        if self.file is None:
            raise ValueError(self.problem)
        return self.file

    @property
    def needed_header(self) -> Header:
        """:raises ValueError: there is no plan."""
        if self.header is None:
            raise ValueError(self.problem)
        return self.header

    @property
    def for_people(self) -> DeploymentPlan:
        return DeploymentPlan(
            self.deployment.address, self.deployment.environment, self.changes, self.problem
        )

    @property
    def has_changes(self) -> bool:
        return self.changes is not None and self.changes.applyable

    def to_json(self) -> Mapping[str, Any]:
        """What Pants' side hears of it."""
        return {
            "address": self.deployment.address,
            "environment": self.deployment.environment,
            "problem": self.problem,
            "changes": self.changes.to_json() if self.changes is not None else None,
            "saved": self.saved,
            "seconds": round(self.seconds, 2),
            "values": self.values,
            "document": self.document,
        }


class Planner:
    """Plans deployments.

    :param private: a directory that only this user can read, for Terraform's plan files.
    """

    def __init__(
        self,
        job: Job,
        sandbox: Path,
        private: Path,
        variables: Mapping[str, Mapping[str, str]],
        processes: Processes,
    ) -> None:
        self._job = job
        self._sandbox = sandbox
        self._private = private
        self._variables = variables
        self._processes = processes
        self._hidden: dict[str, HiddenValues] = {}

    def terraform(self, deployment: Deployment) -> Terraform:
        passed = self._passed(deployment)
        seen = variables_for(passed, deployment.real_cloud, self._job.emulator_url)
        return Terraform(
            self._job,
            deployment,
            self._sandbox,
            seen,
            secret_values(passed),
            self._processes,
        )

    def initialised(self, deployment: Deployment) -> tuple[Terraform, Initialised]:
        """:raises Failed: if Terraform cannot use the module, or its state would be lost."""
        terraform = self.terraform(deployment)
        found = terraform.initialise()
        _check_backend(deployment, found)
        if deployment.workspace and not self._job.creates_workspaces:
            known = terraform.workspaces()
            if deployment.workspace not in known:
                raise Failed(
                    f"{deployment.address} has the workspace {deployment.workspace!r}, but its "
                    f"backend has only {', '.join(known)}. Correct the `workspace` field, or add "
                    "`--terraform-deployments-create-workspaces` to begin a new one."
                )
        return terraform, found

    def plan(self, deployment: Deployment) -> Plan:
        started = time.monotonic()
        try:
            plan = self._plan(deployment)
        except UserError as error:
            plan = Plan(deployment, self.explained(deployment, str(error)))
        return replace(plan, seconds=time.monotonic() - started)

    def explained(self, deployment: Deployment, said: str) -> str:
        """Terraform's errors, with what to do about them where that is known."""
        said = self.without_secrets(deployment, said)
        passed = self._passed(deployment)
        more = advice(said, deployment, passed, self._job.emulator_url, self._job.command_name)
        return f"{said}\n{more}" if more else said

    def without_secrets(self, deployment: Deployment, text: str) -> str:
        """The text without what the deployment's plan says is sensitive."""
        known = self._hidden.get(deployment.address)
        return known.hide(text) if known is not None else text

    def _passed(self, deployment: Deployment) -> Mapping[str, str]:
        return self._variables.get(deployment.address, {})

    def _plan(self, deployment: Deployment) -> Plan:
        terraform, found = self.initialised(deployment)
        file = self._private / f"{hashlib.sha256(deployment.address.encode()).hexdigest()}.tfplan"
        arguments = ["-refresh-only"] if self._job.command == DRIFT else []
        if self._job.destroys:
            arguments.append("-destroy")
        terraform.plan(file, *arguments)
        document, changes = self.read(deployment, terraform, file)
        hidden = secret_values(self._passed(deployment))
        values = planned_values(document, hidden).to_json() if self._job.wants_values else None
        content = file.read_bytes()
        key = self.key() if self._job.saves else b""
        header = replace(
            self.header(deployment, found, key, *saved_plan.state_of_plan(content)),
            digest=hashlib.sha256(content).hexdigest(),
            counts=summary(changes),
        )
        plan = Plan(
            deployment,
            changes=changes,
            header=header,
            file=file,
            values=values,
            document=scanned_document(document, hidden) if self._job.wants_document else None,
        )
        if self._job.saves:
            path = Path(self._job.plans, saved_plan.file_name(deployment.address))
            saved_plan.write(path, header, content, key)
            plan = replace(plan, saved=str(path))
        return plan

    def state(self, deployment: Deployment) -> Mapping[str, Any]:
        """What Pants' side hears of the state: of the objects in it, no values but their IDs."""
        found: dict[str, Any] = {
            "address": deployment.address,
            "workspace": deployment.workspace,
            "problem": "",
            "state": None,
        }
        try:
            terraform, _ = self.initialised(deployment)
            document = read_state(terraform.show())
            found["lineage"], found["serial"] = terraform.state()
        except UserError as error:
            return {**found, "problem": self.explained(deployment, str(error))}
        hidden = secret_values(self._passed(deployment))
        return {**found, "state": without_values(document, hidden)}

    def objects_in_state(self, deployment: Deployment) -> int:
        """How many resource instances a deployment's state has.

        :raises Failed: if the state cannot be read.
        """
        terraform = self.terraform(deployment)
        _check_backend(deployment, terraform.initialise())
        if deployment.workspace and deployment.workspace not in terraform.workspaces():
            return 0
        return sum(
            len(each.get("instances") or ())
            for each in terraform.pulled_state().get("resources") or ()
            if each.get("mode") == "managed"
        )

    def read(
        self, deployment: Deployment, terraform: Terraform, file: Path
    ) -> tuple[Mapping[str, Any], PlannedChanges]:
        """Terraform's plan file as it is, and what it changes, without its secrets."""
        document = plan_document(terraform.show(str(file)))
        hidden = secret_values(self._passed(deployment))
        self._hidden[deployment.address] = hidden_values_of(document, hidden)
        return document, planned_changes(document, hidden, self._job.command == DRIFT)

    def header(
        self, deployment: Deployment, found: Initialised, key: bytes, lineage: str, serial: int
    ) -> Header:
        """What a plan that is made now is made from.

        :param key: of saved plans; empty for one that is not saved.
        """
        variables = {
            name: code_of(key, name, value)
            for name, value in self._passed(deployment).items()
            if name.startswith("TF_VAR_")
        }
        return Header(
            deployment.address,
            deployment.environment,
            deployment.workspace,
            datetime.now(timezone.utc).isoformat(timespec="seconds"),
            self._job.commit,
            found.version,
            found.providers,
            {**deployment.inputs, **variables},
            lineage,
            serial,
            digest="",
            destroys=self._job.destroys,
        )

    def key(self) -> bytes:
        """:raises SavedPlanProblem: if there is no usable one."""
        return saved_plan.key_from(os.environ.get(KEY, ""), self._job.key_origin)


def _check_backend(deployment: Deployment, found: Initialised) -> None:
    if not found.backend:
        raise Failed(
            f"{deployment.directory or 'The root module'} has no `backend` block, so its state "
            'would be lost. Add one to its `terraform` block, such as `backend "s3" {}`, and put '
            "its settings into a `terraform_backend` target."
        )
    if found.backend == "local" and not os.path.isabs(found.backend_path):
        raise Failed(
            f"{deployment.directory or 'The root module'} keeps its state in a local file, which "
            "would be lost: Terraform runs in a temporary copy of the repository. Give its backend "
            f"an absolute `{'workspace_dir' if deployment.workspace else 'path'}`, or use another "
            "one."
        )
