"""The goal `tf-plan`."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pants.base.build_root import BuildRoot
from pants.core.util_rules.distdir import DistDir
from pants.engine.console import Console
from pants.engine.goal import Goal
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, goal_rule
from pants.engine.target import TargetRootsToFieldSets, TargetRootsToFieldSetsRequest
from pants.engine.unions import UnionMembership, UnionRule
from pants.util.docutil import bin_name

from terrapants.deploying import sarif_file
from terrapants.deploying.other_deployments import AllDeployments, Dependents, DependentsRequest
from terrapants.deploying.plan_markdown import render_comment
from terrapants.deploying.plan_report import report
from terrapants.deploying.plan_scans import PlanScansRequest, check_scanner
from terrapants.deploying.plan_text import render_plans
from terrapants.deploying.planned_changes import (
    DeploymentPlan,
    PlannedChanges,
    totals,
    with_positions,
)
from terrapants.deploying.policies.evaluation import either
from terrapants.deploying.policy_files import PolicyFiles
from terrapants.deploying.positions import DeploymentPositions, DeploymentPositionsRequest
from terrapants.deploying.preparation import DeployedFieldSet
from terrapants.deploying.review import PlanReview, review_plans
from terrapants.deploying.run import PLANS, DeploymentProcess, DeploymentRun
from terrapants.deploying.runner.job import DRIFT, PLAN
from terrapants.deploying.selection import Selection, SelectionRequest, root_request, say_nothing
from terrapants.deploying.source_positions import SourcePositions
from terrapants.deploying.subsystem import TerraformDeployments, TfPlanSubsystem
from terrapants.findings.finding import render
from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import run_in_foreground
from terrapants.terraform.plan_scan import PlanScan


class TfPlan(Goal):
    subsystem_cls = TfPlanSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def run_tf_plan(
    console: Console,
    goal: TfPlanSubsystem,
    options: TerraformDeployments,
    unions: UnionMembership,
    build_root: BuildRoot,
    distdir: DistDir,
) -> TfPlan:
    roots = root_request(goal.name)
    found = await Get(TargetRootsToFieldSets, TargetRootsToFieldSetsRequest, roots)
    selection = await Get(Selection, SelectionRequest(goal.name, tuple(found.field_sets)))
    if selection.nothing:
        return TfPlan(say_nothing(console, selection))
    if goal.save and goal.drift:
        console.print_stderr(
            console.red(
                "`--drift` looks at what exists, and plans nothing that could be saved: leave out "
                "`--save`, or `--drift`."
            )
        )
        return TfPlan(exit_code=1)
    after: tuple[DeployedFieldSet, ...] = ()
    if goal.destroy:
        addresses = tuple(each.address for each in selection.field_sets)
        after = (await Get(Dependents, DependentsRequest(addresses))).field_sets
    with tempfile.TemporaryDirectory(prefix="terrapants-") as private:
        results = Path(private, "results.json")
        run = DeploymentRun(
            DRIFT if goal.drift else PLAN,
            selection.field_sets,
            saves=goal.save,
            destroys=goal.destroy,
            results=str(results),
            # Only what no policy refuses is kept.
            plans=private,
            dependents=after,
        )
        try:
            report_dir = goal.report_dir(distdir)
            policies = (await Get(PolicyFiles)).read()
            if options.checkov:
                check_scanner(unions)
            prepared = await Get(DeploymentProcess, DeploymentRun, run)
        except UserError as error:
            console.print_stderr(console.red(str(error)))
            return TfPlan(exit_code=1)
        code = 1 if prepared.problems else 0
        if prepared.process is not None:
            result = await run_in_foreground(prepared.process)
            code = code or result.exit_code
        planned = json.loads(results.read_text())["plans"] if results.exists() else []
        declared = await MultiGet(
            Get(
                DeploymentPositions,
                DeploymentPositionsRequest,
                prepared.positions[each["address"]],
            )
            for each in planned
        )
        positions = {each["address"]: at.positions for each, at in zip(planned, declared)}
        plans = [
            *(
                DeploymentPlan(address, prepared.environments[address], error=problem)
                for address, problem in prepared.problems.items()
            ),
            *(_plan(each, positions[each["address"]]) for each in planned),
        ]
        if not plans:
            # The process has said why.
            return TfPlan(exit_code=code or 1)
        _show(console, plans)
        scanned = [each for each in planned if each["document"]]
        made = await MultiGet(
            Get(
                PlanScan,
                PlanScansRequest,
                PlanScansRequest.of(
                    each["address"],
                    prepared.positions[each["address"]].root,
                    each["document"],
                    positions[each["address"]],
                ),
            )
            for each in scanned
        )
        scans = {each["address"]: scan for each, scan in zip(scanned, made)}
        planned_environments = {each["environment"] for each in planned}
        others: tuple[str, ...] = ()
        if policies.for_others_than(planned_environments):
            others = (await Get(AllDeployments)).environments
        try:
            review = review_plans(policies, planned, positions, scans, others)
        except UserError as error:
            console.print_stderr(console.red(str(error)))
            return TfPlan(exit_code=1)
        if review.findings:
            console.print_stdout(f"\n{render(review.findings)}")
        console.print_stdout(totals(plans) + review.summary)
        saved_plans = distdir.relpath / PLANS
        kept = dict(_keep(planned, review.refused, build_root.pathlib_path / saved_plans))
        for name in kept.values():
            console.print_stdout(f"Saved: {saved_plans / name}")
        if kept:
            console.print_stdout(_how_to_apply(kept, goal.destroy))
        if review.refused:
            code = 1
            if goal.save:
                refused = ", ".join(sorted(review.refused))
                console.print_stderr(console.red(f"Not saved because of what was found: {refused}"))
    if goal.report:
        where = build_root.pathlib_path / report_dir
        try:
            said = _write_reports(where, plans, review, goal.report_link)
        except OSError as error:
            console.print_stderr(
                console.red(
                    f"Reports cannot be written to {report_dir} (`[tf-plan].report_dir`): "
                    f"{error.strerror}."
                )
            )
            return TfPlan(exit_code=1)
        console.print_stdout(said.format(report_dir))
    return TfPlan(exit_code=code)


def _plan(result: Mapping[str, Any], positions: SourcePositions) -> DeploymentPlan:
    changes = result["changes"]
    planned = PlannedChanges.from_json(changes) if changes is not None else None
    return DeploymentPlan(
        result["address"],
        result["environment"],
        with_positions(planned, positions.of) if planned is not None else None,
        result["problem"],
    )


def _show(console: Console, plans: Iterable[DeploymentPlan]) -> None:
    console.print_stdout("")
    for plan in plans:
        colour = (
            console.red
            if plan.has_failed
            else console.yellow
            if plan.has_changes
            else console.green
        )
        first, *rest = render_plans([plan]).splitlines()
        console.print_stdout("\n".join((colour(first), *rest)))


def _how_to_apply(addresses: Iterable[str], destroys: bool) -> str:
    flag = " --destroy" if destroys else ""
    return f"To apply: `{bin_name()} tf-apply{flag} {' '.join(addresses)}`"


def _keep(
    results: Iterable[Mapping[str, Any]], refused: Collection[str], directory: Path
) -> Iterator[tuple[str, str]]:
    """Move the saved plans that are not refused to where `tf-apply` looks for them. Yields the
    addresses of their deployments, and their names."""
    for each in results:
        if each["saved"]:
            directory.mkdir(parents=True, exist_ok=True)
            kept = directory / Path(each["saved"]).name
            # Not that of an earlier run either.
            kept.unlink(missing_ok=True)
            if each["address"] not in refused:
                shutil.move(each["saved"], kept)
                yield each["address"], kept.name


def _write_reports(
    directory: Path, plans: Sequence[DeploymentPlan], review: PlanReview, link: str
) -> str:
    """A sentence that says what was written, with `{}` for where.

    :raises OSError: the file system refuses it.
    """
    planned = sorted({each.environment for each in plans if not each.has_failed})
    without = sarif_file.why_not(review, sum(each.has_failed for each in plans), either(planned))
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "plans.json").write_text(report(plans))
    (directory / "plans.md").write_text(review.markdown + render_comment(plans, link=link))
    sarif_file.write(directory, review, without)
    if without:
        return f"Reports: plans.json and plans.md in {{}}; no {sarif_file.NAME}: {without}"
    return f"Reports: plans.json, plans.md and {sarif_file.NAME} in {{}}"


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
