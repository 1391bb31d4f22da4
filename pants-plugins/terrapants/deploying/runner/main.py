"""Plans and applies deployments. This script runs in a sandbox of its own.

    main.py LIBRARY JOB

LIBRARY is the directory of the packages that it needs, and JOB a file, as `job.py` describes it.
The exit code is 0 where nothing changes or all was applied, 2 where a plan has changes, and 1 where
anything failed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The packages are in the sandbox, and this Python knows nothing of it.
if __name__ == "__main__":
    sys.path.insert(0, os.path.abspath(sys.argv[1]))

from terrapants.deploying.plan_text import render_plans
from terrapants.deploying.runner import dependents
from terrapants.deploying.runner.applying import Applier
from terrapants.deploying.runner.job import APPLY, STATE, VARIABLES, Deployment, Job
from terrapants.deploying.runner.plans import Plan, Planner
from terrapants.deploying.runner.processes import Processes
from terrapants.deploying.runner.saved_plan import SavedPlanProblem


def _show(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def run(job: Job, sandbox: Path) -> int:
    """Returns the exit code."""
    processes = Processes()
    processes.pass_interrupts_on()
    variables = json.loads(os.environ.get(VARIABLES) or "{}")
    with tempfile.TemporaryDirectory(prefix="terrapants-") as private:
        planner = Planner(job, sandbox, Path(private), variables, processes)
        try:
            if job.saves:
                planner.key()
        except SavedPlanProblem as error:
            _show(str(error))
            return 1

        def plan_all(deployments: Sequence[Deployment]) -> list[Plan]:
            with ThreadPoolExecutor(max(1, job.at_once)) as pool:
                plans = []
                for plan in pool.map(planner.plan, deployments):
                    _show(_progress(plan))
                    plans.append(plan)
            return plans

        if job.command == APPLY:
            return Applier(job, planner, Path(private), processes, plan_all, _show).apply_all()
        if job.command == STATE:
            with ThreadPoolExecutor(max(1, job.at_once)) as pool:
                states = list(pool.map(planner.state, job.deployments))
            Path(job.results).write_text(json.dumps({"states": states}))
            return 1 if any(each["problem"] for each in states) else 0
        plans = plan_all(job.deployments)
        kept = dependents.reasons_to_keep(job, planner)
        if kept:
            said = ("`tf-apply --destroy` would not destroy this.", *kept, dependents.advice(job))
            _show("\n".join(said))
        if not job.results:
            # What a dry run of `experimental-deploy` shows; that goal takes 2 for a failure.
            _show(render_plans([plan.for_people for plan in plans]))
            return 1 if any(plan.problem for plan in plans) else 0
        if not processes.is_interrupted():
            results = {"plans": [plan.to_json() for plan in plans]}
            Path(job.results).write_text(json.dumps(results))
        if processes.is_interrupted():
            return 130
        if any(plan.problem for plan in plans):
            return 1
        return 2 if any(plan.has_changes for plan in plans) else 0


def _progress(plan: Plan) -> str:
    what = "planned" if plan.changes else "not planned"
    return f"{plan.deployment.address}: {what} ({plan.seconds:.1f} s)"


if __name__ == "__main__":
    sys.exit(run(Job.from_json(Path(sys.argv[2]).read_text()), Path.cwd()))
