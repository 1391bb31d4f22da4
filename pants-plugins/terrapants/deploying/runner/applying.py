"""Applies plans: asks, applies, and records what was applied."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path

from terrapants.deploying import applied_log
from terrapants.deploying.plan_text import render_plans
from terrapants.deploying.runner import dependents, saved_plan, unwritten_state
from terrapants.deploying.runner.job import Deployment, Job
from terrapants.deploying.runner.plans import Plan, Planner
from terrapants.deploying.runner.processes import Processes
from terrapants.deploying.runner.saved_plan import Header, SavedPlanProblem
from terrapants.deploying.runner.terraform import Failed, Terraform
from terrapants.findings.user_error import UserError


class Applier:
    """:param show: shows a line to the user."""

    def __init__(
        self,
        job: Job,
        planner: Planner,
        private: Path,
        processes: Processes,
        plan_all: Callable[[Sequence[Deployment]], list[Plan]],
        show: Callable[[str], object],
    ) -> None:
        self._job = job
        self._planner = planner
        self._private = private
        self._processes = processes
        self._plan_all = plan_all
        self._show = show

    def apply_all(self) -> int:
        """Apply all deployments, each after those that it depends on. Returns the exit code."""
        try:
            applied_log.check_is_writable(Path(self._job.log))
        except OSError as error:
            self._show(f"Nothing was applied. {self._about_log(error)}")
            return 1
        kept = dependents.reasons_to_keep(self._job, self._planner)
        if kept:
            self._show("\n".join(("Nothing was destroyed.", *kept, dependents.advice(self._job))))
            return 1
        failed: set[str] = set()
        unconfirmed = False
        for together in _levels(self._job.deployments, reverse=self._job.destroys):
            kept_back = [each for each in together if failed.intersection(self._before(each))]
            for each in kept_back:
                self._show(f"{each.address}: left out, because what it depends on has failed.")
                failed.add(each.address)
            plans = self._plans([each for each in together if each not in kept_back])
            for plan in plans:
                if plan.problem:
                    failed.add(plan.deployment.address)
                    self._show(f"{plan.deployment.address}: {plan.problem}")
            ready = [each for each in plans if not each.problem]
            changing = [each for each in ready if each.has_changes]
            for plan in ready:
                self._show(render_plans([plan.for_people]))
            if self._processes.is_interrupted():
                return 130
            to_ask = [each for each in changing if not each.saved or self._job.destroys]
            if to_ask and not self._is_confirmed(to_ask):
                unconfirmed = True
                break
            for plan in changing:
                if not self._apply(plan):
                    failed.add(plan.deployment.address)
                if self._processes.is_interrupted():
                    return 130
        return 1 if failed or unconfirmed else 0

    def _before(self, deployment: Deployment) -> tuple[str, ...]:
        if not self._job.destroys:
            return deployment.after
        return tuple(
            each.address for each in self._job.deployments if deployment.address in each.after
        )

    def _plans(self, deployments: Sequence[Deployment]) -> list[Plan]:
        """Those that were saved, and new ones for the others."""
        saved = {}
        for each in deployments:
            path = Path(self._job.plans, saved_plan.file_name(each.address))
            if self._job.plans and path.exists():
                saved[each.address] = self._saved(each, path)
        unsaved = [each for each in deployments if each.address not in saved]
        if self._job.only_saved:
            for each in unsaved:
                saved[each.address] = Plan(
                    each,
                    "no plan is saved. With policies, or scans by checkov, only a saved plan is "
                    "applied, to which they have been applied: run "
                    f"`{self._planning(self._job.destroys)} {each.address}`.",
                )
            unsaved = []
        new = self._plan_all(unsaved)
        found = {plan.deployment.address: plan for plan in new}
        found.update(saved)
        return [found[each.address] for each in deployments]

    def _saved(self, deployment: Deployment, path: Path) -> Plan:
        """The saved plan of a deployment, if it can still be applied."""
        anew = f"`{self._planning(self._job.destroys)} {deployment.address}`"
        again = f"Plan again with {anew}"
        # Where only saved plans are applied, deleting this one helps nobody.
        again += "." if self._job.only_saved else f", or delete {path} to apply without it."
        try:
            key = self._planner.key()
            header, content = saved_plan.read(path, key)
            terraform, found = self._planner.initialised(deployment)
            now = self._planner.header(deployment, found, key, *terraform.state())
            if header.destroys != self._job.destroys:
                return Plan(deployment, self._of_other_kind(header, anew))
            changed = list(saved_plan.changes_since(header, now))
            if changed:
                return Plan(
                    deployment,
                    f"the plan that was saved at {header.created} is not applied: "
                    f"{'; '.join(changed)}. {again}",
                )
            file = self._private / f"{path.name}.tfplan"
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(content)
            _, changes = self._planner.read(deployment, terraform, file)
            return Plan(deployment, "", changes, header, file, str(path))
        except SavedPlanProblem as error:
            return Plan(deployment, f"{error} {again}")
        except UserError as error:
            return Plan(deployment, self._planner.explained(deployment, str(error)))

    def _planning(self, destroys: bool) -> str:
        """The command that saves plans, without addresses."""
        return f"{self._job.command_name} tf-plan --save{' --destroy' if destroys else ''}"

    def _of_other_kind(self, header: Header, anew: str) -> str:
        """
        :param anew: the command that saves a plan of the kind that was asked for.
        """
        kind = "destroys" if header.destroys else "does not destroy"
        flag = " --destroy" if header.destroys else ""
        return (
            f"the plan that was saved at {header.created} is not applied, because it {kind} the "
            f"deployment: apply it with `{self._job.command_name} tf-apply{flag} "
            f"{header.deployment}`, or plan again with {anew}."
        )

    def _is_confirmed(self, plans: Sequence[Plan]) -> bool:
        """Whether the user wants it. Destroying needs more than a `yes`."""
        names = [plan.deployment.address for plan in plans]
        if self._job.destroys:
            word = "destroy " + " ".join(
                sorted({plan.deployment.environment or plan.deployment.address for plan in plans})
            )
        else:
            word = "yes"
        if self._job.confirmed:
            if self._job.confirmed == word:
                return True
            self._show(
                f"Nothing was applied: `{word}` is what confirms this, not {self._job.confirmed!r}."
            )
            return False
        if not sys.stdin.isatty():
            self._show(
                "Nothing was applied: there is no terminal to ask at. "
                f"{'Add' if self._job.destroys else 'Apply a saved plan, or add'} "
                f"`--confirm={word!r}`."
            )
            return False
        self._show(f"Apply this to {', '.join(names)}? Only `{word}` is accepted:")
        if sys.stdin.readline().strip() == word:
            return True
        self._show("Nothing was applied.")
        return False

    def _apply(self, plan: Plan) -> bool:
        deployment = plan.deployment
        terraform = self._planner.terraform(deployment)
        started = time.monotonic()
        problem = ""
        try:
            terraform.apply(plan.needed_file, lambda line: self._say(deployment, line))
        except Failed as error:
            problem = self._planner.explained(deployment, str(error))
        seconds = time.monotonic() - started
        unwritten = terraform.unwritten_state()
        if unwritten:
            problem += "\n" + self._keep_state(deployment, unwritten)
        interrupted = self._processes.is_interrupted()
        result = "interrupted" if interrupted else "failed" if problem else "applied"
        is_logged = self._record(plan, terraform, result, seconds)
        if problem:
            self._show(f"{deployment.address}: {problem}")
        done = "destroyed" if result == "applied" and self._job.destroys else result
        self._show(f"{deployment.address}: {done} in {seconds:.1f} s")
        if interrupted:
            self._show(
                "What was done until then is in the state; the next plan goes on from there."
            )
        if plan.saved and not problem:
            Path(plan.saved).unlink()
        return is_logged and not problem

    def _say(self, deployment: Deployment, line: str) -> None:
        known = self._planner.without_secrets(deployment, line)
        self._show(f"{deployment.address}: {known}")

    def _keep_state(self, deployment: Deployment, unwritten: bytes) -> str:
        directory = Path(self._job.records)
        try:
            return unwritten_state.keep(unwritten, deployment, directory)
        except OSError as error:
            return (
                "The state could not be written to its backend, nor be kept in "
                f"{error.filename or directory}: {error.strerror}. What was applied is in no "
                "state: import it before you apply again."
            )

    def _record(self, plan: Plan, terraform: Terraform, result: str, seconds: float) -> bool:
        """Add the apply to the log. False, and a message, where that fails."""
        header = plan.needed_header
        deployment = plan.deployment
        try:
            lineage, serial = terraform.state()
        except Failed:
            lineage, serial = header.lineage, None
        record = {
            "time": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "who": self._job.who,
            "deployment": deployment.address,
            "environment": deployment.environment,
            "workspace": deployment.workspace,
            "commit": self._job.commit,
            "dirty": deployment.is_dirty,
            "plan": header.digest,
            "saved": bool(plan.saved),
            "lineage": lineage,
            "serial_before": header.serial,
            "serial_after": serial,
            "changes": header.counts,
            "destroys": self._job.destroys,
            "result": result,
            "seconds": round(seconds, 1),
        }
        try:
            applied_log.append(Path(self._job.log), record)
        except OSError as error:
            self._show(
                f"{deployment.address}: this apply is not in the log. {self._about_log(error)}"
            )
            return False
        return True

    def _about_log(self, error: OSError) -> str:
        return (
            f"The log {self._job.log} (`[terraform-deployments].log_dir`) cannot be written: "
            f"{error.strerror}."
        )


def _levels(deployments: Sequence[Deployment], reverse: bool) -> Iterator[list[Deployment]]:
    """The deployments, in groups that do not depend on each other: first those that depend on no
    other one, or, in reverse, those that no other one depends on."""
    level: dict[str, int] = {}
    for each in deployments:
        level[each.address] = max(
            (level[before] + 1 for before in each.after if before in level), default=0
        )
    for number in sorted(set(level.values()), reverse=reverse):
        yield [each for each in deployments if level[each.address] == number]
