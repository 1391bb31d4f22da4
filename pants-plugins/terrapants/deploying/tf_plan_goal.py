"""The goal `tf-plan`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from pants.base.build_root import BuildRoot
from pants.core.util_rules.distdir import DistDir
from pants.engine.console import Console
from pants.engine.goal import Goal
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, goal_rule
from pants.engine.target import TargetRootsToFieldSets, TargetRootsToFieldSetsRequest
from pants.engine.unions import UnionRule

from terrapants.deploying.plan_markdown import render_comment
from terrapants.deploying.plan_report import report
from terrapants.deploying.plan_text import render_plans
from terrapants.deploying.planned_changes import DeploymentPlan, PlannedChanges, with_positions
from terrapants.deploying.positions import DeploymentPositions, DeploymentPositionsRequest
from terrapants.deploying.review import review_plans
from terrapants.deploying.run import DeploymentProcess, DeploymentRun
from terrapants.deploying.runner.job import DRIFT, PLAN
from terrapants.deploying.selection import Selection, SelectionRequest, root_request
from terrapants.deploying.source_positions import SourcePositions
from terrapants.deploying.subsystem import TfPlanSubsystem
from terrapants.findings.finding import render
from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import run_in_foreground


class TfPlan(Goal):
    subsystem_cls = TfPlanSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def run_tf_plan(
    console: Console, goal: TfPlanSubsystem, build_root: BuildRoot, distdir: DistDir
) -> TfPlan:
    roots = root_request(goal.name)
    found = await Get(TargetRootsToFieldSets, TargetRootsToFieldSetsRequest, roots)
    selection = await Get(Selection, SelectionRequest(goal.name, tuple(found.field_sets)))
    if selection.nothing:
        (console.print_stderr if selection.is_error else console.print_stdout)(
            f"0 deployments. {selection.nothing}"
        )
        return TfPlan(exit_code=1 if selection.is_error else 0)
    if goal.save and goal.drift:
        console.print_stderr(
            console.red(
                "`--drift` looks at what exists, and plans nothing that could be saved: leave out "
                "`--save`, or `--drift`."
            )
        )
        return TfPlan(exit_code=1)
    with tempfile.TemporaryDirectory(prefix="terrapants-") as private:
        results = Path(private, "results.json")
        try:
            report_dir = goal.report_dir(distdir)
            run = DeploymentRun(
                DRIFT if goal.drift else PLAN,
                selection.field_sets,
                saves=goal.save,
                destroys=goal.destroy,
                results=str(results),
            )
            prepared = await Get(DeploymentProcess, DeploymentRun, run)
        except UserError as error:
            console.print_stderr(console.red(str(error)))
            return TfPlan(exit_code=1)
        code = 1 if prepared.problems else 0
        if prepared.process is not None:
            result = await run_in_foreground(prepared.process)
            code = code or result.exit_code
        content = json.loads(results.read_text()) if results.exists() else {"plans": []}
    addresses = [each["address"] for each in content["plans"]]
    found_positions = await MultiGet(
        Get(
            DeploymentPositions,
            DeploymentPositionsRequest(
                prepared.deployments[address].directory, prepared.modules[address]
            ),
        )
        for address in addresses
    )
    positions = {address: each.positions for address, each in zip(addresses, found_positions)}
    plans = [
        *(
            DeploymentPlan(address, prepared.deployments[address].environment, error=problem)
            for address, problem in prepared.problems.items()
        ),
        *(_plan(each, positions.get(each["address"])) for each in content["plans"]),
    ]
    if not plans:
        # The process has said why.
        return TfPlan(exit_code=code or 1)
    console.print_stdout("")
    for plan in plans:
        colour = (
            console.red if plan.has_failed else console.yellow if _changes(plan) else console.green
        )
        first, *rest = render_plans([plan]).splitlines()
        console.print_stdout("\n".join((colour(first), *rest)))
    try:
        review = review_plans(prepared.policies, content["plans"], positions)
    except UserError as error:
        _discard(content["plans"], {each["address"] for each in content["plans"]})
        console.print_stderr(console.red(str(error)))
        return TfPlan(exit_code=1)
    if review.findings:
        console.print_stdout(f"\n{render(review.findings)}")
    console.print_stdout(_total(plans) + review.summary)
    _discard(content["plans"], review.refused)
    for result in content["plans"]:
        if result["saved"] and result["address"] not in review.refused:
            console.print_stdout(f"Saved: {Path(result['saved']).relative_to(build_root.path)}")
    if review.refused:
        code = 1
        if goal.save:
            refused = ", ".join(sorted(review.refused))
            console.print_stderr(console.red(f"Not saved, because of its policies: {refused}"))
    if goal.report:
        directory = build_root.pathlib_path / report_dir
        try:
            directory.mkdir(parents=True, exist_ok=True)
            (directory / "plans.json").write_text(report(plans))
            (directory / "plans.md").write_text(
                review.markdown + render_comment(plans, link=goal.report_link)
            )
            (directory / "policies.sarif").write_text(review.sarif)
        except OSError as error:
            console.print_stderr(
                console.red(
                    f"Reports cannot be written to {directory} (`[tf-plan].report_dir`): "
                    f"{error.strerror}."
                )
            )
            return TfPlan(exit_code=1)
        names = "plans.json, plans.md and policies.sarif"
        console.print_stdout(f"Reports: {names} in {report_dir}")
    return TfPlan(exit_code=code)


def _discard(results: Iterable[Mapping[str, Any]], refused: Collection[str]) -> None:
    """Delete the saved plans of deployments."""
    for each in results:
        if each["saved"] and each["address"] in refused:
            Path(each["saved"]).unlink()


def _plan(result: Mapping[str, Any], positions: SourcePositions | None) -> DeploymentPlan:
    changes = result["changes"]
    planned = PlannedChanges.from_json(changes) if changes is not None else None
    if planned is not None and positions is not None:
        planned = with_positions(planned, positions.of)
    return DeploymentPlan(
        result["address"],
        result["environment"],
        planned,
        result["problem"],
    )


def _changes(plan: DeploymentPlan) -> bool:
    return plan.planned is not None and plan.planned.applyable


def _total(plans: Iterable[DeploymentPlan]) -> str:
    """`3 deployments: 1 with changes, 1 without, 1 failed`."""
    every = list(plans)
    failed = sum(plan.has_failed for plan in every)
    changing = sum(_changes(plan) and not plan.has_failed for plan in every)
    words = [f"{changing} with changes", f"{len(every) - failed - changing} without"]
    if failed:
        words.append(f"{failed} failed")
    return f"{len(every)} deployment{'' if len(every) == 1 else 's'}: {', '.join(words)}"


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
